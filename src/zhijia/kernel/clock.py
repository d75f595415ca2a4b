"""Today and now come from here alone, so that a story can live through a year and the demo town has its own day."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def today() -> dt.date:
    """The day the office lives in (Asia/Shanghai); `settings.TODAY` sets another."""
    return settings.TODAY or timezone.localdate()


def now() -> dt.datetime:
    """The present moment; on a set day, the present time of day on that day."""
    moment = timezone.localtime()
    if settings.TODAY:
        moment = moment.replace(year=settings.TODAY.year, month=settings.TODAY.month, day=settings.TODAY.day)
    return moment
