"""What ``./run check`` asks of Django: no migration is missing, every route declares its access."""

import sys

import django


def main() -> int:
    """0 where everything stands; routes that declare nothing are named."""
    django.setup()
    from django.core.management import call_command

    from chunfeng.foundation.access import undeclared

    call_command("makemigrations", check_changes=True, dry_run=True)  # exits with what is missing
    for route in undeclared():
        print(f"{route}: declares no access", file=sys.stderr)  # noqa: T201 this is the terminal
    return 1 if undeclared() else 0


if __name__ == "__main__":
    sys.exit(main())
