"""Settings: everything that differs between machines comes from the environment.

CHUNFENG_HOME: keys, files, seals, the embedded database. DATABASE_URL: a server of one's own.
CHUNFENG_DATABASE_ROLE: whose login this process uses: web (default), public, worker, owner.
The public site (portal, desk, api) is a process of its own, with a login that cannot read people.
"""

import os
from pathlib import Path

from chunfeng.foundation.database.url import HOME, databases

ROOT = Path(__file__).resolve().parents[2]
PROCESS = os.environ.get("CHUNFENG_DATABASE_ROLE", "web")
PUBLIC = PROCESS == "public"
DEMO = os.environ.get("CHUNFENG_DEMO") == "1"
SECURE = os.environ.get("CHUNFENG_HTTPS") == "1"
# Whose X-Forwarded-For and X-Forwarded-Proto are believed: nobody's without HTTPS.
PROXIES = os.environ.get("CHUNFENG_PROXIES", "127.0.0.1,::1").split(",") if SECURE else []
# Pages a minute that one network may ask the public site for. Its processes each let in their part.
_pages = os.environ.get("CHUNFENG_PAGES") or "600"
if not (_pages.isascii() and _pages.isdecimal() and int(_pages)):
    raise SystemExit(f"CHUNFENG_PAGES is a whole number from 1 on, as 600, not {_pages!r}")
PAGES = int(_pages)
PROCESSES = int(os.environ.get("CHUNFENG_PROCESSES") or "1")  # of the public site

# How messages reach phones: a file of foundation/messaging/channels, or none.
SMS = os.environ.get("CHUNFENG_SMS") or "none"
SMS_HOURS = os.environ.get("CHUNFENG_SMS_HOURS") or "7-21"  # of Beijing; codes leave at any hour


def _secret_key() -> str:
    path = HOME / "keys" / "session.key"
    return path.read_text(encoding="ascii") if path.exists() else os.urandom(32).hex()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("CHUNFENG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CHUNFENG_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "chunfeng.foundation.database",
    "chunfeng.foundation.audit",
    "chunfeng.foundation.places",
    "chunfeng.foundation.accounts",
    "chunfeng.foundation.jobs",
    "chunfeng.foundation.intake",
    "chunfeng.foundation.exports",
    "chunfeng.foundation.messaging",
    "chunfeng.foundation.partners",
    "chunfeng.stages.people",
    "chunfeng.stages.own",
    "chunfeng.stages.employers",
    "chunfeng.stages.vacancies",
    "chunfeng.stages.placements",
    "chunfeng.stages.casework",
    "chunfeng.stages.doubts",
    "chunfeng.stages.docking",
    "chunfeng.faces.ui",
    "chunfeng.faces.workbench",
    "chunfeng.faces.portal",
    "chunfeng.faces.desk",
    "chunfeng.faces.api",
    "chunfeng.config.wiring.Wiring",
]
FOR_EVERYBODY = [  # stand above sessions and the database on the public site
    "chunfeng.faces.portal.keeping.KeptPages",
    "chunfeng.faces.portal.limiting.LimitedReads",
]


def middleware(public: bool) -> list[str]:
    """What a request of the public site, or of the workbench, goes through."""
    return [
        "django.middleware.security.SecurityMiddleware",
        "chunfeng.faces.ui.headers.HeadersMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        *(FOR_EVERYBODY if public else []),
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "chunfeng.foundation.accounts.middleware.PostMiddleware",
        "chunfeng.faces.ui.language.LanguageMiddleware",
    ]


MIDDLEWARE = middleware(PUBLIC)
URLCONFS = ("chunfeng.config.urls", "chunfeng.config.public_urls")
ROOT_URLCONF = URLCONFS[PUBLIC]
WSGI_APPLICATION = "chunfeng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "chunfeng.faces.ui.shown.page",
                "chunfeng.faces.workbench.shell.shell",
                "chunfeng.faces.desk.shell.shell",
            ]
        },
    }
]

DATABASES = databases(PROCESS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["chunfeng.foundation.accounts.hashing.Argon2"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

SESSION_ENGINE = f"chunfeng.foundation.accounts.{'cookies' if PUBLIC else 'sessions'}"
SESSION_COOKIE_NAME = "chunfeng-desk" if PUBLIC else "chunfeng"
SESSION_COOKIE_AGE = 30 * 86400 if PUBLIC else 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if PUBLIC:
    CSRF_FAILURE_VIEW = "chunfeng.faces.portal.views.told.forged"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
STATIC_URL = "static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [ROOT / "build" / "vendor"]  # parts of packages, copied at set-up
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where each is reached from outside, for links from one to the other and in messages.
WORK_ADDRESS = os.environ.get("CHUNFENG_WORK_ADDRESS", "http://127.0.0.1:8000")
PUBLIC_ADDRESS = os.environ.get("CHUNFENG_PUBLIC_ADDRESS", "http://127.0.0.1:8001")
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
