"""Today and now come from here alone, so that a story can live through a year and the demo town has its own day.

`calendar` counts working days and due dates; `daily` runs what is to be done once a day.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from zhijia.kernel.clock.calendar import OFFICIAL, WEEKDAYS, Calendar, Due, months_after, years_after

__all__ = ["OFFICIAL", "WEEKDAYS", "Calendar", "Due", "months_after", "now", "today", "years_after"]


def today() -> dt.date:
    """The day the office lives in (Asia/Shanghai); `settings.TODAY` sets another."""
    return settings.TODAY or timezone.localdate()


def now() -> dt.datetime:
    """The present moment; on a set day, the present time of day on that day."""
    moment = timezone.localtime()
    if settings.TODAY:
        moment = moment.replace(year=settings.TODAY.year, month=settings.TODAY.month, day=settings.TODAY.day)
    return moment
