"""The product's settings on a server of the tests' own, one for each test process."""

import os
from pathlib import Path

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEST_HOME = Path(__file__).resolve().parents[1] / "build" / "tests" / WORKER
os.environ["CHUNFENG_HOME"] = str(TEST_HOME)
os.environ["CHUNFENG_DEMO"] = "1"
os.environ.pop("DATABASE_URL", None)
os.environ["CHUNFENG_DATABASE_ROLE"] = "owner"  # the fixture puts on the web's login

from chunfeng.config.settings import *  # noqa: E402, F403
from chunfeng.config.settings import DATABASES, TEMPLATES  # noqa: E402

SECRET_KEY = "tests"  # noqa: S105 not a secret
DATABASES["default"]["OPTIONS"].pop("options", None)
DATABASES["default"]["CONN_MAX_AGE"] = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED(%s)"  # type: ignore[index]
