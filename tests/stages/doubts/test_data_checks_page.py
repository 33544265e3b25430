"""The page of the data checks says what the rules say."""

from tests.stages.doubts.table import MARK, PAGE, filled, tables


def test_the_page_holds_every_table() -> None:
    page = PAGE.read_text("utf-8")
    assert all(page.count(MARK.format(name=name)) == 1 for name in tables())


def test_the_tables_are_those_of_the_rule_pack() -> None:
    page = PAGE.read_text("utf-8")
    assert page == filled(page)
