"""A town of one row, for tests of the start itself: TINY_TOWN_FAILS breaks off after that row."""

import os

from django.contrib.sessions.models import Session
from django.utils.timezone import now

LOGINS = [("town", "镇总工会干部")]
PASSWORD = "tiny"


def build(report):
    Session.objects.create(session_key="the only row", session_data="", expire_date=now())
    if "TINY_TOWN_FAILS" in os.environ:
        raise SystemExit("halfway")
    report("小镇建好了")
