"""A worker's settings on the tests' database, with the file channel."""

import os

os.environ["CHUNFENG_SMS"] = "file"

from chunfeng.foundation.database.url import databases
from tests.settings import *  # noqa: F403 settings are made by adding to settings
from tests.settings import TEST_HOME

DATABASES = databases("worker", TEST_HOME)
DATABASES["default"]["NAME"] = "chunfeng_test"
