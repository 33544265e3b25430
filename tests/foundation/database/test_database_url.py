"""Where the database is: the embedded one, or the server that DATABASE_URL names."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from chunfeng.foundation.database.failures import BadUrl
from chunfeng.foundation.database.home import secret
from chunfeng.foundation.database.url import databases, dsn, hidden, without_login

URL = "postgresql://boss:s%2Fcr%40t@db.example:5433/register?sslmode=verify-full"


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)


@pytest.mark.usefixtures("own_server")
def test_the_owner_goes_in_with_the_administrators_login_and_puts_on_the_owners_role(
    home: Path,
) -> None:
    found = databases("owner", home)["default"]
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "register")
    assert (found["USER"], found["PASSWORD"]) == ("boss", "s/cr@t")
    assert found["OPTIONS"] == {"sslmode": "verify-full", "options": "-c role=chunfeng_owner"}


@pytest.mark.usefixtures("own_server")
@pytest.mark.parametrize("process", ["web", "worker"])
def test_web_and_workers_go_in_with_logins_of_their_own(home: Path, process: str) -> None:
    password = secret(home, f"chunfeng_{process}.password")
    found = databases(process, home)["default"]
    assert (found["USER"], found["PASSWORD"]) == (f"chunfeng_{process}", password)
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["ATOMIC_REQUESTS"] is False


@pytest.mark.usefixtures("own_server")
def test_whoever_prepares_has_not_put_on_a_role(home: Path) -> None:
    found = conninfo_to_dict(dsn("owner", home))
    assert found["user"] == "boss"
    assert found["sslmode"] == "verify-full"
    assert "options" not in found


def test_options_of_the_url_are_kept_beside_the_role(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@h/n?options=-c%20statement_timeout%3D9")
    options = databases("owner", home)["default"]["OPTIONS"]["options"]
    assert options == "-c statement_timeout=9 -c role=chunfeng_owner"
    assert conninfo_to_dict(dsn("owner", home))["options"] == "-c statement_timeout=9"


def test_without_a_url_it_is_the_socket_in_the_home(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = databases("web", home)["default"]
    assert found["HOST"] == str(home / "database" / "socket")
    assert found["NAME"] == "chunfeng"


@given(login=st.text(min_size=1), password=st.text(min_size=4), query=st.booleans())
def test_a_url_is_shown_without_its_secrets(login: str, password: str, query: bool) -> None:
    mark = "x7Q"  # no part of the rest of the URL
    whole = quote(mark + password, safe="")
    url = f"postgresql://{quote(login, safe='')}:{whole}@h:1/n?sslmode=require"
    if query:
        url = f"postgresql://h:1/n?user={quote(login, safe='')}&password={whole}&sslmode=require"
    assert hidden(url) == "postgresql://h:1/n"
    assert without_login(url) == "postgresql://h:1/n?sslmode=require"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://boss:secret/x@host/name",
        "postgresql://boss:12secret#x@host/name",
        "mysql://boss:secret@host/name",
        "secret",
    ],
)
def test_a_url_that_cannot_be_read_is_not_repeated(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(BadUrl) as refused:
        databases("owner", home)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
