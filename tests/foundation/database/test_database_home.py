"""The state folder: private, made once, with secrets nobody overwrites."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chunfeng.foundation.database import home as homes
from chunfeng.foundation.database.home import FOLDERS, make_home, secret, trim_log


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_looks_into_the_state_folder(home: Path) -> None:
    made = home / "state" / "home"
    make_home(made)
    assert mode(made) & 0o066 == 0  # others may pass through, not look or write
    assert {path.name: mode(path) for path in made.iterdir()} == dict.fromkeys(FOLDERS, 0o700)
    assert {mode(path) for path in (made / "keys").iterdir()} == {0o600}


def test_making_it_again_closes_what_was_left_open_and_keeps_the_secrets(home: Path) -> None:
    make_home(home)
    before = (home / "keys" / "session.key").read_text()
    (home / "files").chmod(0o755)
    make_home(home)
    assert (home / "keys" / "session.key").read_text() == before
    assert len(before) > 40
    assert mode(home / "files") == 0o700


def test_all_who_ask_for_a_new_secret_at_once_get_the_same(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(lambda _: secret(home, "one"), range(40)))
    assert len(got) == 1
    assert [path.name for path in (home / "keys").iterdir()] == ["one"]


def test_a_long_log_is_moved_aside_while_others_append_to_it(home: Path) -> None:
    log = home / "part.log"
    with open(homes.open_log(log), "ab", buffering=0) as appending:
        appending.write(b"a" * (homes.LONGEST_LOG + 1))
        trim_log(log)
        appending.write(b"new")
    assert log.read_bytes() == b"new"
    assert (home / "part.log.1").stat().st_size == homes.LONGEST_LOG + 1
    assert mode(log) == mode(home / "part.log.1") == 0o600


def test_a_short_log_stays(home: Path) -> None:
    log = home / "part.log"
    log.write_bytes(b"short")
    trim_log(log)
    assert log.read_bytes() == b"short"
    trim_log(home / "no.log")
