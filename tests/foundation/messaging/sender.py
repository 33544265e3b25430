"""Forks a worker for every line it reads: seconds after now, and where it kills itself, if at all.

It says the worker's process number, and how it ended.
"""

import os
import signal
import sys
from datetime import timedelta

import django


def main() -> None:
    """Runs until its input ends."""
    django.setup()
    from chunfeng.foundation.messaging.sending import send_due
    from tests.cast import NOW

    print("ready", flush=True)  # noqa: T201 the answer to the test
    for line in sys.stdin:
        seconds, _, where = line.strip().partition(" ")
        child = os.fork()
        if not child:
            deadly(where)
            at = NOW + timedelta(seconds=int(seconds))
            send_due(lambda at=at: at)  # type: ignore[misc]
            os._exit(0)
        print(child, flush=True)  # noqa: T201
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def deadly(where: str) -> None:
    """The third message kills this process before or after it is in the file."""
    from chunfeng.foundation.messaging.channels import Letter, file

    usual, handed = file.send, []

    def send(letter: Letter) -> str:
        handed.append(letter.id)
        if where == "before" and len(handed) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        receipt = usual(letter)
        if where == "after" and len(handed) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return receipt

    file.send = send


if __name__ == "__main__":
    main()
