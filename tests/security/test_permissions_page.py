"""The page of permissions says what the product declares."""

from tests.security.table import made


def test_the_tables_are_the_matrix_and_the_routes() -> None:
    made().check()
