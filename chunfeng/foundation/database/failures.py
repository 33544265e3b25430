"""What goes wrong from outside, with a sentence for the person who can mend it."""

from chunfeng.kit.texts import Text


class DatabaseFailure(Exception):
    """The database cannot be used as it is."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.to("en"))
        self.text = message


class ServerFailed(DatabaseFailure):
    """PostgreSQL could not be set up, started or stopped."""


class BadUrl(DatabaseFailure):
    """DATABASE_URL cannot be read; the message does not repeat it."""


class MightyLogin(DatabaseFailure):
    """The login is a superuser, sees past row-level security, owns the tables, or could."""


class CannotPrepare(DatabaseFailure):
    """The server is too old, or an administrator has to run ``statements`` first."""

    def __init__(self, message: Text, statements: str = "") -> None:
        super().__init__(message)
        self.statements = statements
