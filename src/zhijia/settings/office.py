"""A union's own server; zhijia.server.serve sets the environment this reads. The demo stands on it too."""

import os

from .base import *  # noqa: F403
from .base import LOGGING

DATA_FOLDER = os.environ.get("ZHIJIA_DATA_FOLDER", "")  # where the house keeps keys, backups and its notes

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name no others; both would be squeezed
if bucket := os.environ.get("ZHIJIA_S3_BUCKET", ""):
    STORAGES["default"] = {
        "BACKEND": "zhijia.kernel.files.bucket.Bucket",
        "OPTIONS": {
            "bucket": bucket,
            "endpoint": os.environ["ZHIJIA_S3_ENDPOINT"],
            "key": os.environ["ZHIJIA_S3_KEY"],
            "secret": os.environ["ZHIJIA_S3_SECRET"],
            "region": os.environ.get("ZHIJIA_S3_REGION", "us-east-1"),
        },
    }

# On plain HTTP in an office a cookie marked "secure" would never come back, and nobody could sign in.
HTTPS = os.environ.get("ZHIJIA_HTTPS") == "yes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if os.environ.get("ZHIJIA_BEHIND_PROXY") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if "ZHIJIA_LOG" in os.environ:
    LOGGING["handlers"]["stderr"] = {
        "class": "zhijia.server.logs.SharedLog",
        "filename": os.environ["ZHIJIA_LOG"],
        "maxBytes": 5_000_000,
        "backupCount": 3,
        "encoding": "utf-8",
        "formatter": "plain",
    }
