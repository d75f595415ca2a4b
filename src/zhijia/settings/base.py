"""What every installation shares. A machine's own values come from the environment: see docs/deploy."""

import os
from datetime import date
from pathlib import Path

import dj_database_url

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("ZHIJIA_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("ZHIJIA_HOSTS", "127.0.0.1,localhost").split(",")
DEBUG = False

# Empty: the day on the machine's clock.
TODAY = date.fromisoformat(os.environ["ZHIJIA_TODAY"]) if os.environ.get("ZHIJIA_TODAY") else None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "zhijia.kernel",
    "zhijia.org",
    "zhijia.people",
    "zhijia.privacy",
    "zhijia.plans",
    "zhijia.joining",
    "zhijia.twins",
    "zhijia.relief",
    "zhijia.reports",
    "zhijia.directives",
    "zhijia.letters",
    "zhijia.desk",
    "zhijia.board",
    "zhijia.house",
    "zhijia.gate",
    "zhijia.demo",
    "allauth",  # after our own, whose pages stand in for its templates
    "allauth.account",
]
MIDDLEWARE = [
    "zhijia.kernel.ui.repairs.RepairNumbers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhijia.house.middleware.FirstRunOnly",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhijia.kernel.ui.whole.WholeAnswers",
    "zhijia.people.sessions.SessionLimits",
    "zhijia.kernel.scope.middleware.SeatMiddleware",
    "zhijia.org.page_scope.PageScopeMiddleware",
    "zhijia.people.sessions.SignInFirst",
    "zhijia.privacy.middleware.NoticeFirst",
]
ROOT_URLCONF = "zhijia.urls"
WSGI_APPLICATION = "zhijia.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.contrib.auth.context_processors.auth",
                "zhijia.kernel.ui.context.page_frame",
            ],
        },
    },
]
FORM_RENDERER = "zhijia.kernel.ui.controls.Controls"

# The application role. `zhijia migrate` puts the owner's address here for itself (architecture: two roles).
DATABASE = dj_database_url.parse(
    os.environ.get("DATABASE_URL", "postgresql:///zhijia"),
    conn_health_checks=True,  # a restarted database costs a waiting moment, not an error page
)
# Idle web threads end and would leave their connections open; the pool is the one that holds them.
DATABASE["OPTIONS"] = {**DATABASE.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8, "timeout": 15}}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Failed sign-ins are counted here, so all processes share one cache; `zhijia migrate` makes its table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "zhijia_cache"}}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/sign-in/"
ACCOUNT_ADAPTER = "zhijia.people.sign_in.OfficeAdapter"
ACCOUNT_FORMS = {
    "login": "zhijia.people.sign_in_forms.SignInForm",
    "change_password": "zhijia.people.sign_in_forms.PasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # people/sessions.py ends sessions; a closed browser ends them too
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/300s/key",
    "login": "120/m/ip",
    "slip": "30/m/ip,5/300s/key",
    "second_step": "30/m/ip,5/300s/key",
    "own_password": "5/300s/key",
    "mail_test": "5/300s/key",
    "own_mail": "5/h/key",
    "own_mail_code": "5/300s/key",
    "forgotten": "20/h/ip,3/h/key",
    "apply": "20/m/ip,300/h/key",
}  # an office shares one address
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "zhijia.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "zhijia.people.passwords.NotTheName", "OPTIONS": {"user_attributes": ["login"]}},
    {"NAME": "zhijia.people.passwords.NotCommon"},
    {"NAME": "zhijia.people.passwords.NotOnlyDigits"},
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # the queue knows one task of ours; kernel/jobs finds the rest

EMAIL_BACKEND = "zhijia.kernel.mail.backend.StoredServer"
PASSWORD_RESET_TIMEOUT = 30 * 60  # seconds that a mailed link opens anything

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = os.environ.get("ZHIJIA_STATIC")
SECRETS_KEY_FILE = os.environ.get("ZHIJIA_KEY_FILE", "")  # seals restricted values; never inside the database
MEDIA_ROOT = os.environ.get("ZHIJIA_MEDIA", "")
# Bounds the words in a form, a pasted plan among them; files stream to disk and are measured where they land.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "zhijia.server.logs.WithoutValues",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would print a second copy and mail whole requests to administrators.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
