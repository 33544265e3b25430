"""What the desk's shell shows: its menu and the employer's name."""

from typing import Any

from django.http import HttpRequest

from chunfeng.foundation.access import Context, Role


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: the shell where a member acts for an employer."""
    context: Context | None = getattr(request, "context", None)
    if context is None or context.role is not Role.EMPLOYER:
        return {}
    return {"menu": (), "post_name": ""}
