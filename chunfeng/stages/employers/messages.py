"""What employers are told by message."""

from chunfeng.foundation.messaging.templates import Template, declare
from chunfeng.kit.texts import text

WELCOME = declare(
    Template(
        kind="welcome",
        words=text("{employer} is verified. Sign in with this phone and say what work there is:"
                   " {address}"),
        longest={"employer": 30, "address": 60},
    )
)  # fmt: skip
