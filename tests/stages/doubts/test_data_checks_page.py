"""The page of the data checks says what the rules say."""

from tests.stages.doubts.table import made


def test_the_tables_are_those_of_the_rule_pack() -> None:
    made().check()
