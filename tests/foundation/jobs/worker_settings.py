"""A worker's settings on this folder's database, with jobs to try and nothing above the jobs."""

from chunfeng.foundation.database.url import databases
from tests.settings import *  # noqa: F403 settings are made by adding to settings
from tests.settings import INSTALLED_APPS as ALL
from tests.settings import TEST_HOME

ABOVE = ("chunfeng.stages", "chunfeng.faces", "chunfeng.config")
INSTALLED_APPS = [app for app in ALL if not app.startswith(ABOVE)]
TEMPLATES = []
ROOT_URLCONF = __name__
urlpatterns: list[object] = []
DATABASES = databases("worker", TEST_HOME)
DATABASES["default"]["NAME"] = "chunfeng_jobs"
PROCRASTINATE_IMPORT_PATHS = ["tests.foundation.jobs.trials"]
