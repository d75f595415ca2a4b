"""The town's people: members with their days of joining and leaving, head-counts, holders of posts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zhijia.demo import cast, names
from zhijia.demo.dice import SEED, STORY_STARTS, TODAY, is_workday, share, stream
from zhijia.demo.shape import MEMBERS, WOMEN, Body, Coverage, Post, Shape, Union

JOINED = {2025: 764, 2026: 806}
LEFT = {2025: 298, 2026: 312}
LEFT_BEFORE = 410
COUNTED_ON = (date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30), date(2026, 9, 30))

# Women among a hundred members, where it is far from the town's average.
WOMEN_SHARE = {
    "机械": 24, "五金": 34, "建材": 24, "建筑": 16, "物流": 22, "配送": 20, "汽修": 12, "市场": 42,
    "家具": 34, "化工": 32, "纺织": 66, "服饰": 74, "食品": 58, "电子": 56, "家纺": 66, "超市": 64,
    "餐饮": 56, "酒店": 62, "school": 68, "hospital": 74, "community": 66, "government": 40,
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """Somebody with a name; no number of any kind stands beside it."""

    no: int
    name: str
    woman: bool


@dataclass(slots=True)
class Member:
    """A membership: person, union, group (none in small unions), employer and days."""

    person: int
    union: str
    group: str | None
    employer: int
    joined: date
    left: date | None = None


@dataclass(slots=True)
class HeadCount:
    """How many people an employer had on a day."""

    employer: int
    on: date
    employees: int


@dataclass(slots=True)
class Roll:
    """The people of a shape; `logins` tells which person signs in under which name."""

    persons: list[Person] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    headcounts: list[HeadCount] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    logins: dict[str, int] = field(default_factory=dict)


def build(shape: Shape, seed: int = SEED) -> Roll:
    """Draw the people of a town."""
    roll = Roll()
    _members(shape, roll, stream("joined", seed), stream("left", seed))
    women = _genders(shape, roll, stream("women", seed))
    dice, reserved = stream("people", seed), {role.name for role in cast.CAST}
    reserved |= {row[1] for row in (*cast.TOWN_COMMITTEE, *cast.COUNTY_PEOPLE)}
    for member, woman in zip(roll.members, women, strict=True):
        name = names.person(dice, woman)
        while name in reserved:
            name = names.person(dice, woman)
        roll.persons.append(Person(member.person, name, woman))
    _into_groups(shape, roll, stream("groups", seed))
    _headcounts(shape, roll, stream("headcounts", seed))
    _Posts(shape, roll, stream("posts", seed)).fill()
    return roll


def _day(dice: Random, first: date, last: date) -> date:
    day = first + timedelta(dice.randrange(max((last - first).days, 0) + 1))
    while not is_workday(day):
        day += timedelta(1)
    return day if day <= max(first, last) else first


def _members(shape: Shape, roll: Roll, dice: Random, leaving: Random) -> None:
    """Make today's members and those who left, so that each year's joiners and leavers are exact."""
    fresh = {year: sum(c.members for c in shape.coverages if c.since.year == year) for year in JOINED}
    old = [c for c in shape.coverages if c.since < STORY_STARTS]
    weights = [float(c.members) for c in old]
    later = {year: share(JOINED[year] - fresh[year], weights) for year in JOINED}
    left = {year: share(LEFT[year], weights) for year in LEFT}
    before = share(LEFT_BEFORE, weights)
    rank = {id(c): i for i, c in enumerate(old)}
    for coverage in shape.coverages:
        i = rank.get(id(coverage))
        if i is None:
            for n in range(coverage.members):
                # Some sign up weeks after the founding; all within the year, so that it keeps its number.
                last = min(TODAY - timedelta(8), date(coverage.since.year, 12, 26))
                _add(roll, coverage, coverage.since if n % 7 else _day(dice, coverage.since, last))
            continue
        counts = {year: later[year][i] for year in JOINED}
        for year, count in counts.items():
            last = min(TODAY - timedelta(2), date(year, 12, 28))
            for _ in range(count):
                _add(roll, coverage, _day(dice, date(year, 1, 6), last))
        for n in range(coverage.members - sum(counts.values())):
            since = coverage.since
            _add(roll, coverage, since if n % 5 < 3 else _day(dice, since, date(2024, 12, 27)))
        for year, rows in left.items():
            for _ in range(rows[i]):
                last = min(TODAY - timedelta(3), date(year, 12, 30))
                _add(roll, coverage, coverage.since, _day(leaving, date(year, 1, 6), last))
        for _ in range(before[i]):
            _add(roll, coverage, coverage.since, _day(leaving, coverage.since, date(2024, 12, 27)))


def _add(roll: Roll, coverage: Coverage, joined: date, left: date | None = None) -> None:
    roll.members.append(Member(len(roll.members) + 1, coverage.union, None, coverage.employer, joined, left))


def _genders(shape: Shape, roll: Roll, dice: Random) -> list[bool]:
    """Draw genders by trade, then change as many as it takes to make the town's number exact."""
    chance = [WOMEN_SHARE.get(shape.unions[m.union].trade, 40) / 100 for m in roll.members]
    women = [dice.random() < p for p in chance]
    present = [i for i, m in enumerate(roll.members) if m.left is None]
    surplus = sum(women[i] for i in present) - WOMEN
    pool = [i for i in present if women[i] == (surplus > 0)]
    for i in dice.sample(pool, abs(surplus)):
        women[i] = not women[i]
    if len(present) != MEMBERS:
        raise ValueError(f"{len(present)} members drawn, {MEMBERS} promised")
    return women


def _into_groups(shape: Shape, roll: Roll, dice: Random) -> None:
    """Put members into their union's groups; colleagues of one small firm stay together."""
    by_union = defaultdict(list)
    for member in roll.members:
        by_union[member.union].append(member)
    for code, groups in shape.groups.items():
        if not groups:
            continue
        present = [m for m in by_union[code] if m.left is None]
        if shape.unions[code].kind == "single":
            dice.shuffle(present)
        taken = 0
        for group, size in zip(groups, share(len(present), [1.0] * len(groups)), strict=True):
            for member in present[taken : taken + size]:
                member.group = group
            taken += size
        for member in by_union[code]:
            if member.left is not None:
                member.group = dice.choice(groups)


def _headcounts(shape: Shape, roll: Roll, dice: Random) -> None:
    """Count employees so that no day until the next count has more members than employees."""
    days = defaultdict(list)
    for member in roll.members:
        days[member.employer].append((member.joined, 1))
        if member.left:
            days[member.employer].append((member.left, -1))
    for coverage in shape.coverages:
        steps = sorted(days[coverage.employer], key=lambda step: (step[0], -step[1]))
        counts = [day for day in COUNTED_ON if day > coverage.since]
        if coverage.since > COUNTED_ON[0]:
            counts.insert(0, coverage.since)
        outside = dice.uniform(0.014, 0.088)
        for day, until in zip(counts, [*counts[1:], TODAY], strict=True):
            members = peak = 0
            for on, step in steps:
                members += step
                peak = max(peak, members) if day <= on <= until else (members if on < day else peak)
            roll.headcounts.append(
                HeadCount(coverage.employer, day, peak + int(peak * outside + dice.random() * 0.98))
            )


class _Posts:
    """Fills committees and groups, and puts the cast into its places."""

    def __init__(self, shape: Shape, roll: Roll, dice: Random) -> None:
        self.shape, self.roll, self.dice = shape, roll, dice
        self.present: dict[str, list[Member]] = defaultdict(list)
        self.of_group: dict[str, list[Member]] = defaultdict(list)
        for member in roll.members:
            if member.left is None:
                self.present[member.union].append(member)
                self.of_group[member.group or ""].append(member)
        self.bodies: dict[tuple[str, str], list[Body]] = defaultdict(list)
        for body in shape.bodies:
            self.bodies[body.union, body.kind].append(body)
        self.busy: set[int] = set()

    def fill(self) -> None:
        """Fill every post of the town."""
        self._upper()
        self._works_cast()
        for union in self.shape.grassroots():
            self._grassroots(union)
        for union in self.shape.unions.values():
            if union.kind == "group" and union.code != self.cast_group:
                self._lead(union, "leader", "小组长", self.of_group[union.code])
            elif union.kind == "branch":
                groups = [g.code for g in self.shape.unions.values() if g.home == union.code]
                self._lead(union, "chair", "分工会主席", [m for g in groups for m in self.of_group[g]])

    def _lead(self, union: Union, office: str, title: str, people: list[Member]) -> None:
        member = self._pick(people, union.founded)
        self._post(member.person, union.code, None, office, title, "", max(member.joined, union.founded))

    def _pick(self, people: list[Member], since: date, woman: bool | None = None) -> Member:
        """Choose somebody free who was already a member; the earliest of those who are not, failing that."""
        free = [m for m in people if m.person not in self.busy]
        if woman is not None:
            free = [m for m in free if self.roll.persons[m.person - 1].woman == woman] or free
        fit = [m for m in free if m.joined <= since] or sorted(free, key=lambda m: m.joined)[:1]
        member = self.dice.choice(fit)
        self.busy.add(member.person)
        return member

    def _post(self, person: int, union: str, body: Body | None, *rest: object) -> None:
        self.roll.posts.append(Post(person, union, body.no if body else None, *rest))  # type: ignore[arg-type]

    def _grassroots(self, union: Union) -> None:
        *earlier, body = self.bodies[union.code, "committee"]
        people = self.present[union.code]
        taken = {post.office for post in self.roll.posts if post.union == union.code}
        wanted = [("chair", "工会主席", "", None)]
        if union.members >= 25:
            wanted += [
                ("officer", "工会干事", "组织宣传", None),
                ("accountant", "工会会计", "财务", None),
                ("auditor", "经审委员", "经审", None),
                ("women", "女工委员", "女职工", True),
            ]
        elif union.members >= 18:
            wanted.append(("women", "女工委员", "女职工", True))
        for office, title, portfolio, woman in wanted:
            if office not in taken:
                person, own = self._pick(people, body.since, woman).person, self._body(union.code, office)
                self._post(person, union.code, own, office, title, portfolio, body.since)
        for portfolio in ("文体", "劳动保护", "生活保障")[: union.members // 60]:
            person = self._pick(people, body.since).person
            self._post(person, union.code, body, "committee", "委员", portfolio, body.since)
        for old in earlier:
            person = self._pick(people, old.since).person
            self._post(person, union.code, old, "chair", "工会主席", "", old.since, old.until)

    def _body(self, union: str, office: str) -> Body:
        kind = {"auditor": "audit", "women": "women"}.get(office, "committee")
        return (self.bodies[union, kind] or self.bodies[union, "committee"])[-1]

    def _sit(self, name: str, woman: bool, people: list[Member], since: date) -> int:
        """Give a member of the right gender the name of one of the cast."""
        member = self._pick(people, since, woman)
        person = self.roll.persons[member.person - 1]
        person.name, person.woman = name, woman
        return person.no

    def _upper(self) -> None:
        since = self.bodies[cast.TOWN, "committee"][-1].since
        office = self.present[cast.GOVERNMENT]
        roles = {role.login: role for role in cast.CAST}
        for login in ("townchair", "town"):
            role = roles[login]
            person = self.roll.logins[login] = self._sit(role.name, role.woman, office, since)
            body = self._body(cast.TOWN, role.office)
            self._post(person, cast.TOWN, body, role.office, role.title, role.portfolio, since)
        for kind, name, woman, title, portfolio in cast.TOWN_COMMITTEE:
            person = self._sit(name, woman, office, since)
            self._post(person, cast.TOWN, self._body(cast.TOWN, kind), kind, title, portfolio, since)
        since = self.bodies[cast.COUNTY, "committee"][-1].since
        role = roles["county"]
        for office_, name, woman, title, portfolio, login in (
            *((*row, "") for row in cast.COUNTY_PEOPLE),
            (role.office, role.name, role.woman, role.title, role.portfolio, role.login),
        ):
            person = Person(len(self.roll.persons) + 1, name, woman)
            self.roll.persons.append(person)
            body = self._body(cast.COUNTY, office_) if office_ == "chair" else None
            self._post(person.no, cast.COUNTY, body, office_, title, portfolio, since)
            if login:
                self.roll.logins[login] = person.no

    def _works_cast(self) -> None:
        """Seat the cast of the machinery works, leader and member in one group, and the neighbour's chair."""
        groups = self.shape.groups[cast.WORKS]
        self.cast_group = next(g for g in groups if self.shape.unions[g].short == "装配二组")
        for role in cast.CAST:
            if role.union not in (cast.WORKS, cast.NEIGHBOUR):
                continue
            body = self._body(role.union, role.office)
            in_group = role.office in ("member", "leader")
            people = self.of_group[self.cast_group] if in_group else self.present[role.union]
            person = self._sit(role.name, role.woman, people, body.since)
            self.roll.logins[role.login] = person
            if role.office == "leader":
                self._post(person, self.cast_group, None, "leader", "小组长", "", body.since)
            elif role.office != "member":
                self._post(person, role.union, body, role.office, role.title, role.portfolio, body.since)
