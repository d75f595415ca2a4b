"""The data folder as pages see it. In the demo and in tests there is none, and the house has nothing to keep."""

from pathlib import Path

from django.conf import settings


def data_folder() -> Path | None:
    named = getattr(settings, "DATA_FOLDER", "")
    return Path(named) if named else None
