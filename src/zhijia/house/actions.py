"""The first run: a union, its first officer and her account, through the verbs that everybody uses later."""

from typing import Any

from django.db import connection, transaction

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked
from zhijia.kernel.scope import system
from zhijia.org import actions as org
from zhijia.org.models import ParentEdge, Post, Union
from zhijia.people import actions as people
from zhijia.people.models import Account, Person

FIRST_RUN_LOCK = 7_204_002
UPPER_OF = {
    Union.Kind.TOWN: Union.Kind.COUNTY,
    Union.Kind.FEDERATION: Union.Kind.TOWN,
    Union.Kind.SINGLE: Union.Kind.TOWN,
    Union.Kind.JOINT: Union.Kind.TOWN,
    Union.Kind.COUNTY: Union.Kind.COUNTY,
}


@transaction.atomic
def begin(values: dict[str, Any]) -> Union:
    """All of it or nothing; the second of two people who press at once is refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIRST_RUN_LOCK])
    if Account.objects.exists():
        raise Blocked("这里已经有人设好了。请打开登录页，用已有的登录名登录。")
    with system("首次启动") as by:
        union = org.found(
            Union(
                code="U1", name=values["name"], short_name=values["short_name"] or values["name"][:30],
                kind=values["kind"], nature=values["nature"] if values["kind"] in Union.GRASSROOTS else "",
                founded_on=values["founded_on"],
            ),
            by=by,
        )  # fmt: skip
        if values["upper_name"]:
            upper = Union(
                code="U0", name=values["upper_name"], short_name=values["upper_name"][:30],
                kind=UPPER_OF[values["kind"]], founded_on=values["founded_on"],
            )  # fmt: skip
            upper = org.found(upper, by=by)
            edge = ParentEdge(union=union, parent=upper, valid_from=values["founded_on"])
            org.answer_to(edge, by=by)
        person = people.enter(Person(name=values["person"], gender=values["gender"]), by=by)
        post = Post(person=person, union=union, office=values["office"], held_from=clock.today())
        org.appoint(post, by=by)
        people.open_account(person, values["login"], values["password"], by=by)
    return union
