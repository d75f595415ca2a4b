"""Settings for pytest; the root conftest.py supplies the database."""

from .base import *  # noqa: F403
from .base import DATABASE

SECRET_KEY = "for tests only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A pool would hold connections to databases that tests make anew.
del DATABASE["OPTIONS"]["pool"]
