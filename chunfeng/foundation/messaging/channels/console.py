"""Into the log of the worker: for the demo alone."""

from chunfeng.foundation.messaging.channels import Letter


def send(letter: Letter) -> str:
    """Prints the masked phone and the words."""
    print(f"{letter.phone_mask}  {letter.body}", flush=True)  # noqa: T201 the worker's log
    return "printed"
