"""The product's settings as a worker has them, on this folder's database, with jobs to try."""

from chunfeng.foundation.database.url import databases
from tests.settings import *  # noqa: F403 settings are made by adding to settings
from tests.settings import TEST_HOME

DATABASES = databases("worker", TEST_HOME)
DATABASES["default"]["NAME"] = "chunfeng_jobs"
PROCRASTINATE_IMPORT_PATHS = ["tests.foundation.jobs.trials"]
