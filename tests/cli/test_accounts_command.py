"""``chunfeng accounts first``: the way in for the first administrator."""

import re

import pytest
from django.test import Client
from typer.testing import CliRunner

from chunfeng.cli.app import app
from chunfeng.cli.stops import Exit
from tests.foundation.accounts.office import make_office

pytestmark = pytest.mark.django_db
ASKED = ["accounts", "first", "--login", "first.admin", "--name", "何"]


def run(*more: str) -> "tuple[int, str]":
    done = CliRunner().invoke(app, [*ASKED, *more])
    return done.exit_code, done.output


def opens(said: str) -> int:
    """How the invitation's page answers."""
    found = re.search(r"https://site\.example(/invitation/\S+)", said)
    assert found
    return Client().get(found[1]).status_code


def test_the_link_it_prints_opens_the_invitation() -> None:
    code, said = run("--site", "https://site.example/")
    assert code == Exit.DONE
    assert opens(said) == 200


def test_of_several_links_only_the_last_one_opens() -> None:
    links = [run("--site", "https://site.example")[1] for _ in range(2)]
    assert [opens(said) for said in links] == [404, 200]


def test_where_there_is_an_administrator_nobody_is_invited() -> None:
    make_office()
    code, said = run("--lang", "en")
    assert code == Exit.FAILED
    assert "There is an administrator already" in said


def test_an_id_number_is_refused_as_sign_in_name() -> None:
    done = CliRunner().invoke(app, [*ASKED[:3], "11010519491231002X", *ASKED[4:]])
    assert done.exit_code == Exit.FAILED
    assert "11010519491231002X" not in done.output
