"""The small town with as many visits to come as the kill matrix has bulk acts (ZHIJIA_TOWN)."""

import datetime as dt
import os
from collections.abc import Callable

from django.contrib.auth.hashers import make_password

from benchmarks.soak.installation import AT_ONCE, BULK
from zhijia.demo import town
from zhijia.demo.dice import TODAY
from zhijia.kernel.scope import seats_of, system
from zhijia.people.models import Account
from zhijia.relief import actions
from zhijia.relief.models import Visit

LOGINS, PASSWORD = town.LOGINS, town.PASSWORD
ACTS = int(os.environ.get("SOAK_BULK_ACTS", "0"))


def build(report: Callable[[str], None]) -> None:
    if (
        Account.objects.exists()
    ):  # it came from a dump of the tests' town, whose passwords are hashed in a hurry
        Account.objects.update(password=make_password(PASSWORD))
    else:
        town.build(report, small=True)
    seat = seats_of(Account.objects.get(login="officer"))[0]
    with system("演练用的走访") as by:
        for act in range(ACTS):
            rows = [
                Visit(
                    union_id=seat.union_id,
                    kind="hospital",
                    name=f"{BULK}{act:03}",
                    due_on=TODAY + dt.timedelta(9),
                )
                for _ in range(AT_ONCE)
            ]
            actions.arrange.all(rows, by=by)
