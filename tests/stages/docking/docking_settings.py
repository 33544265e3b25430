"""The product's settings as a worker has them, on a database of these tests' own; small chunks."""

from chunfeng.foundation.database.url import databases
from tests.settings import *  # noqa: F403 settings are made by adding to settings
from tests.settings import TEST_HOME

NAME = "chunfeng_docking"
DATABASES = databases("worker", TEST_HOME)
DATABASES["default"]["NAME"] = NAME
