"""``python -m chunfeng.cli.serve.gather``: collectstatic, where a file has changed since."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from chunfeng.foundation.database.processes import alone

MARK = ".gathered"


def fingerprint() -> str:
    """Of every file browsers may load, by name, size and time; compressing them takes long."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def gather() -> bool:
    """Whether there was anything to do. Two servers of one installation take turns."""
    folder, now = Path(settings.STATIC_ROOT), fingerprint()
    mark = folder / MARK
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder.with_suffix(".lock")):
        if mark.exists() and mark.read_text() == now:
            return False
        # It goes by whole seconds and keeps what looks newer: only a cleared folder is right.
        call_command("collectstatic", interactive=False, clear=True, verbosity=1)
        mark.write_text(now)
    return True


if __name__ == "__main__":
    django.setup()
    gather()
