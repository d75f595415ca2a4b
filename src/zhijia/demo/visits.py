"""Visits of the town's unions: made over this year, due in the next days, one late, a few not made."""

from collections.abc import Callable
from datetime import date, time, timedelta
from random import Random

from zhijia.demo import cast
from zhijia.demo.days import living_on
from zhijia.demo.dice import TODAY, stream, workdays
from zhijia.demo.ground import Ground
from zhijia.demo.roll import Roll
from zhijia.kernel.scope import Seat
from zhijia.people.models import Person
from zhijia.relief import actions
from zhijia.relief.kinds import kinds
from zhijia.relief.models import Visit

MADE = {cast.WORKS: 34, cast.TOWN: 9, cast.SCHOOL: 10, cast.HOSPITAL: 11, cast.NEIGHBOUR: 14}
ELSEWHERE = 2
AHEAD = {cast.WORKS: 5, cast.TOWN: 1, cast.SCHOOL: 2, cast.HOSPITAL: 2}
MISSED = {cast.WORKS: 2, cast.NEIGHBOUR: 1}
AMOUNTS = {"money": (300, 500, 500, 600, 800, 1000), "goods": (150, 200, 200, 260, 300)}
GOODS = ("牛奶、水果", "米、油", "鲜花、水果", "营养品", "生日蛋糕")
WEIGHTS = {
    "hospital": 6,
    "hardship": 3,
    "bereavement": 3,
    "injury": 1,
    "birth": 3,
    "retirement": 2,
    "birthday": 3,
}
NOTES = {
    "hospital": ("阑尾手术后第三天，恢复得好，家里有人照顾。", "腰椎住院，要歇两个月，挂念班组的活。", "骨折，爱人请假陪护。"),
    "hardship": ("爱人下岗，孩子上高中，想问问助学的事。", "老人常年吃药，已告诉他可以申请救助。"),
    "bereavement": ("父亲去世，已帮着联系车辆。",),
    "injury": ("手指伤了，公司在办工伤认定。",),
}  # fmt: skip


def build(ground: Ground, roll: Roll, *, by: Seat) -> None:
    """Write down each union's visits of the year as lists, then what is due, late or was not made."""
    people = _people(ground, roll)
    for code, persons in people.items():
        dice = stream(f"visits {code}")
        make = _Maker(ground, code, persons, dice)
        with living_on(TODAY - timedelta(1)):
            actions.record.all([make.done() for _ in range(MADE.get(code, ELSEWHERE))], by=by)
        missed = _arranged(make, MISSED.get(code, 0), TODAY - timedelta(40), lambda n: timedelta(3 + n), by)
        for visit in missed:
            with living_on(visit.due_on + timedelta(2)):
                actions.miss(visit, by=by, reason="本人在外地休养，电话问候过了")
        _arranged(make, AHEAD.get(code, 0), TODAY - timedelta(4), lambda n: timedelta(1 + 3 * n), by)


def _people(ground: Ground, roll: Roll) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {cast.TOWN: []}
    for member in roll.members:
        if member.left is None:
            found.setdefault(member.union, []).append(ground.persons[member.person])
    found[cast.TOWN] = found[cast.WORKS][:40]
    return {code: persons for code, persons in found.items() if len(persons) >= 10}


def _arranged(
    make: "_Maker", count: int, told_on: date, after: Callable[[int], timedelta], by: Seat
) -> list[Visit]:
    if not count:
        return []
    with living_on(told_on, time(9, 10)):
        return actions.arrange.all([make.due(told_on + after(n)) for n in range(count)], by=by)


class _Maker:
    def __init__(self, ground: Ground, code: str, persons: list[Person], dice: Random) -> None:
        self.union, self.persons, self.dice = ground.unions[code], persons, dice
        chair, officer = ground.seat(code, "chair"), ground.seat(code, "officer")
        self.pair = (chair.name, officer.name if officer.name != chair.name else persons[0].name)
        self.reporter = officer.person_id

    def due(self, day: date) -> Visit:
        kind = self.dice.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        person = self.dice.choice(self.persons)
        return Visit(
            union=self.union, kind=kind, person=person, name=person.name, due_on=day,
            note=self.dice.choice(NOTES.get(kind, ("",))), reported_by_id=self.reporter,
        )  # fmt: skip

    def done(self) -> Visit:
        day = self.dice.choice(workdays(date(TODAY.year, 1, 5), TODAY - timedelta(2)))
        visit = self.due(day + timedelta(self.dice.randint(0, 2)))
        kind = next(one for one in kinds() if one.code == visit.kind)
        visit.visited_on, visit.gift, visit.fund = day, kind.gift, kind.fund
        visit.visitor, visit.second_visitor = self.pair
        visit.amount = self.dice.choice(AMOUNTS[visit.gift])
        visit.goods = self.dice.choice(GOODS) if visit.gift == "goods" else ""
        return visit
