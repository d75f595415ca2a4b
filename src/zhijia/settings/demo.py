"""The demo town: one machine, loopback only; zhijia.server.demo sets the environment this reads."""

import os

from .base import *  # noqa: F403
from .base import LOGGING

DEMO = True  # pages say whose day it is and that the people are invented

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if "ZHIJIA_LOG" in os.environ:
    LOGGING["handlers"]["stderr"] = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": os.environ["ZHIJIA_LOG"],
        "maxBytes": 5_000_000,
        "backupCount": 3,
        "encoding": "utf-8",
        "formatter": "plain",
    }
