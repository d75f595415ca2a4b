"""Settings for pytest; the root conftest.py supplies the database."""

from datetime import date

from .base import *  # noqa: F403
from .base import DATABASE, TODAY

# The small town's own day: what is due, overdue or in term must not depend on the day the tests run.
TODAY = TODAY or date(2026, 11, 20)

SECRET_KEY = "for tests only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A pool would hold connections to databases that tests make anew.
del DATABASE["OPTIONS"]["pool"]
