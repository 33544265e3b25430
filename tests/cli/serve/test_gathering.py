"""Style sheets and scripts are gathered again only when one of them has changed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import override_settings

from chunfeng.cli.serve.gather import gather


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """A folder with one style sheet."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "page.css").write_text("a{color:red}")
    return tmp_path


def gathered(shown: Path) -> bool:
    with of(shown):
        return gather()


def of(shown: Path) -> override_settings:
    return override_settings(
        STATICFILES_DIRS=[shown / "from"],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STATIC_ROOT=str(shown / "to"),
    )


def test_of_two_servers_that_start_at_once_one_gathers_and_the_other_waits(shown: Path) -> None:
    for number in range(30):
        (shown / "from" / f"{number}.css").write_text("a{color:red}")
    with of(shown), ThreadPoolExecutor(4) as servers:
        done = list(servers.map(lambda _: gather(), range(4)))
    assert sorted(done) == [False, False, False, True]


def test_what_has_not_changed_is_not_gathered_again(shown: Path) -> None:
    assert gathered(shown)
    assert not gathered(shown)
    (shown / "from" / "page.css").write_text("a{color:green}")
    assert gathered(shown)
    assert (shown / "to" / "page.css").read_text() == "a{color:green}"


def test_a_new_file_is_gathered(shown: Path) -> None:
    assert gathered(shown)
    (shown / "from" / "page.js").write_text("1")
    assert gathered(shown)
    assert (shown / "to" / "page.js").exists()


def test_where_gathering_failed_it_is_tried_again(
    shown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("chunfeng.cli.serve.gather.call_command", fail)
        with pytest.raises(OSError, match="full"):
            gathered(shown)
    assert gathered(shown)
