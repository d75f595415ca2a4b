"""What goes to other systems, the targets of the service card, and an item of the founding list that the county set."""

from datetime import date, timedelta

from zhijia.demo import cast
from zhijia.demo.days import living_on
from zhijia.demo.dice import TODAY
from zhijia.demo.ground import Ground
from zhijia.kernel.scope import Seat, scope
from zhijia.org import actions as org
from zhijia.org.models import SetUpRule
from zhijia.people import actions as people
from zhijia.people.models import CardTarget, Membership
from zhijia.twins import actions
from zhijia.twins.jobs import write_sending
from zhijia.twins.layouts import TWINS, in_force_for
from zhijia.twins.models import MemberNumber, Sending, UnionNumber

MEMBERS, UNIONS = "realname-members", "realname-unions"


def build(ground: Ground, *, by: Seat) -> None:
    """The works has exported its roll, entered it and noted some numbers; two members have come to differ since."""
    officer, works, day = ground.seat(cast.WORKS, "officer"), ground.unions[cast.WORKS], TODAY - timedelta(20)
    with living_on(day):
        _export(officer, works.pk)
        with scope(officer):
            rows = (
                Membership.objects.filter(union=works, left_on=None)
                .order_by("pk")
                .values_list("person", flat=True)
            )
            persons = list(rows[:12])
        numbers = [
            MemberNumber(person_id=pk, twin=MEMBERS, number=f"33902026{n:05}", entered_on=day) for n, pk in enumerate(persons)
        ]  # fmt: skip
        actions.note_member.all(numbers, by=officer)
        actions.note_union(
            UnionNumber(union=works), by=officer, twin=UNIONS, number="33990200100017", entered_on=day
        )
    with living_on(TODAY - timedelta(5)):
        people.change_details(persons[3], by=officer, education="30")
        people.change_details(persons[5], by=officer, politics="01")
    _targets(ground, by)
    rule = SetUpRule(union=ground.unions[cast.COUNTY])
    org.set_rule(rule, by=by, item="工会工作室", when="committee", threshold=100, days=90, since=date(2026, 1, 1),
                 source="县总工会 2026 年建会工作通知")  # fmt: skip


def _export(officer: Seat, union_id: int) -> None:
    twin = TWINS[MEMBERS]
    columns = [one.as_row() for one in in_force_for(twin, union_id).columns]
    row = actions.send(
        Sending(union_id=union_id, twin=twin.code, title=twin.title, columns=columns), by=officer
    )
    with scope(officer):
        write_sending.body(lambda *told: None, by=officer, sending=row.pk)
    actions.confirm(row.pk, by=officer)


def _targets(ground: Ground, by: Seat) -> None:
    """7,400 of 13,200 is 56 %: the target stands, whoever has come in."""
    due, day = date(2026, 12, 25), date(2026, 9, 28)
    parts = ((cast.TOWN, 13_200), (cast.WORKS, 382), (cast.NEIGHBOUR, 864), (cast.SCHOOL, 118))
    people.set_card_target.all(
        [
            CardTarget(union=ground.unions[code], wanted=wanted, source="县总工会会员信息采集工作通知", set_on=day, due_on=due)
            for code, wanted in parts
        ],
        by=by,
    )  # fmt: skip
