"""The build lives through the story's days, so that records carry the evening they were written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from zhijia.kernel import clock


@contextmanager
def living_on(day: date, at: time = time(16, 40)) -> Iterator[None]:
    """Make this the office's today and this its hour; the same town must not depend on the hour it is built."""
    moment = timezone.make_aware(datetime.combine(day, at))
    today, now = settings.TODAY, clock.now
    settings.TODAY, clock.now = day, lambda: moment
    try:
        yield
    finally:
        settings.TODAY, clock.now = today, now
