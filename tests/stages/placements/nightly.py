"""One night's expiry of offers in a process of its own; told a number, it kills itself there."""

import os
import signal
import sys
from datetime import timedelta
from typing import Any

import django


def main(last: int) -> None:
    """Lapses what is over; 0: to the end, else SIGKILL in the middle of so many."""
    django.setup()
    from chunfeng.config import tasks
    from chunfeng.stages.placements import answering
    from tests.cast import NOW

    usual, done = answering.lapse, []

    def lapse(*said: Any, **more: Any) -> None:
        usual(*said, **more)
        done.append(said)
        if len(done) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    answering.lapse = lapse
    tasks.OFFERS = 2
    tasks.expire_offers(NOW + timedelta(days=8))


if __name__ == "__main__":
    main(int(sys.argv[1]))
