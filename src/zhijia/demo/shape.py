"""The town's organisation: unions, employers, groups, committees and posts, as plain data.

Counts are fixed (137 single and 18 joint unions, 467 + 137 employers, four units that are no enterprises,
13,200 members); everything else is drawn. `roll.py` adds the people, this file gives them places.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zhijia.demo import cast
from zhijia.demo.dice import SEED, TODAY, share, stream, workdays
from zhijia.demo.names import Firms

SINGLES, JOINTS, MEMBERS, WOMEN = 137, 18, 13_200, 5_874
FOUNDED_2025, FOUNDED_2026 = 8, 5  # single unions; cast.NEW_JOINTS adds one joint union to each year
OVERDUE, NEAR = 2, 6  # committees past their term, and within sixty days of its end


@dataclass(slots=True)
class Employer:
    """A firm or unit; `aliases` are its other names (一厂多名)."""

    no: int
    name: str
    short: str
    nature: str
    trade: str
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Coverage:
    """From which day a union covers an employer."""

    union: str
    employer: int
    since: date
    members: int  # of this employer, in force today


@dataclass(slots=True)
class Union:
    """A union of any kind; `members` is the number in force today (0 for upper bodies, branches, groups)."""

    code: str
    name: str
    short: str
    kind: str
    nature: str
    home: str | None
    founded: date
    members: int = 0
    trade: str = ""


@dataclass(slots=True)
class Body:
    """One term of a committee."""

    no: int
    union: str
    kind: str
    session: int
    since: date
    until: date


@dataclass(slots=True)
class Post:
    """A person's post, with the body it belongs to when it does."""

    person: int
    union: str
    body: int | None
    office: str
    title: str
    portfolio: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class Shape:
    """Everything but the people."""

    unions: dict[str, Union] = field(default_factory=dict)
    employers: list[Employer] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)  # grassroots union → its groups, in order
    branch_of: dict[str, str] = field(default_factory=dict)

    def grassroots(self) -> list[Union]:
        """Return the unions that have members, in code order."""
        return [union for union in self.unions.values() if union.members]

    def employers_of(self, code: str) -> list[int]:
        """Return the numbers of the employers a union covers."""
        return [row.employer for row in self.coverages if row.union == code]


def build(seed: int = SEED) -> Shape:
    """Draw the town."""
    dice, shape = stream("shape", seed), Shape()
    firms = Firms(stream("firms", seed))
    firms.take(*(short for _, short, _, _ in cast.FIRMS), *(name[2:4] for name, _, _, _ in cast.FIRMS))
    _upper(shape)
    terms = _terms(dice)
    _singles(shape, firms, dice, terms)
    _joints(shape, firms, dice, terms)
    _units(shape, terms)
    _aliases(shape, dice)
    for union in shape.grassroots():
        _groups(shape, union, stream(f"groups {union.code}", seed))
    return shape


def _upper(shape: Shape) -> None:
    county = Union(cast.COUNTY, "云川县总工会", "云川县总", "county", "", None, date(1986, 4, 22))
    town = Union(cast.TOWN, "青溪镇总工会", "青溪镇总", "town", "", cast.COUNTY, date(2005, 9, 16))
    for union in (county, town):
        shape.unions[union.code] = union
    for code, session, since in ((cast.COUNTY, 9, date(2023, 11, 28)), (cast.TOWN, 5, date(2024, 9, 26))):
        for kind in ("committee", "audit", "women"):
            _body(shape, code, kind, session, since, _years(since, 5))


@dataclass(slots=True)
class _Term:
    founded: date
    since: date
    until: date
    session: int
    years: int


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _office_day(day: date) -> date:
    return workdays(day, day + timedelta(10))[0]


def _ending(dice: Random, until: date, years: int, old: int) -> _Term:
    """Count terms back from the day the present one ends, until the union is about `old` years old."""
    since, session = _office_day(_years(until, -years)), 1
    founded = since
    wanted = TODAY - timedelta((old - years) * 365)
    # Only those of `_beginning` are younger than the story: so the new unions of a year are exact.
    while founded.year >= 2025 or (founded > wanted and founded.year - years >= 2006):
        # Re-elections drift by some weeks, so a first day is never exactly n terms ago.
        founded, session = _office_day(_years(founded, -years) - timedelta(dice.randint(0, 30))), session + 1
    return _Term(founded, since, until, session, years)


def _beginning(dice: Random, year: int) -> _Term:
    founded = _office_day(date(year, 1, 8) + timedelta(dice.randint(0, 290)))
    years = 3 if dice.random() < 0.4 else 5
    return _Term(founded, founded, _years(founded, years), 1, years)


def _terms(dice: Random) -> list[_Term]:
    """Draw terms for the unions that were there before 2025, the eight that end now shuffled in."""
    count = SINGLES - FOUNDED_2025 - FOUNDED_2026 + JOINTS - 2 + len(cast.UNITS)
    ends = [TODAY - timedelta(n) for n in (96, 31)] + [TODAY + timedelta(n) for n in (8, 17, 26, 38, 47, 58)]
    out = []
    for i in range(count):
        years = 5 if dice.random() < 0.75 else 3
        if i < OVERDUE + NEAR:
            until = ends[i]
        else:
            # Began between early 2022 (or 2024 for short terms) and this October: none ends before March.
            first = _years(date(2022, 3, 20), 0) if years == 5 else date(2024, 3, 20)
            until = _years(first + timedelta(dice.randint(0, (date(2026, 10, 30) - first).days)), years)
        out.append(_ending(dice, until, years, dice.randint(3, 20)))
    dice.shuffle(out)
    return out


def _body(shape: Shape, union: str, kind: str, session: int, since: date, until: date) -> None:
    shape.bodies.append(Body(len(shape.bodies) + 1, union, kind, session, since, until))


def _committee(shape: Shape, union: Union, term: _Term) -> None:
    """Give the union its committee; the one before it too, when it changed within the story's two years."""
    if term.session > 1 and term.since.year >= 2025:
        _body(shape, union.code, "committee", term.session - 1, _years(term.since, -term.years), term.since)
    _body(shape, union.code, "committee", term.session, term.since, term.until)
    if union.members >= 25:
        _body(shape, union.code, "audit", term.session, term.since, term.until)
        _body(shape, union.code, "women", term.session, term.since, term.until)


def _employer(shape: Shape, name: str, short: str, nature: str, trade: str) -> Employer:
    row = Employer(len(shape.employers) + 1, name, short, nature, trade)
    shape.employers.append(row)
    return row


def _single_sizes(dice: Random, total: int) -> list[int]:
    """Return 137 sizes: the named firms first, thirty of middle size, the rest small."""
    named = [members for _, _, _, members in cast.FIRMS]
    middle = [dice.randint(62, 126) for _ in range(30)]
    small = [dice.triangular(9, 62, 24) for _ in range(SINGLES - len(named) - len(middle))]
    return named + middle + [max(8, n) for n in share(total - sum(named) - sum(middle), small)]


def _joint_sizes(dice: Random) -> list[list[int]]:
    """Return, for each joint union, the members of each of its firms."""
    return [[max(2, round(dice.triangular(2, 18, 4))) for _ in range(firms)] for _, _, firms in cast.JOINTS]


SINGLE_TRADES = (
    ["机械"] * 17 + ["纺织"] * 14 + ["五金"] * 13 + ["服饰"] * 10 + ["食品"] * 9 + ["建材"] * 9 + ["电子"] * 8
    + ["包装"] * 7 + ["橡塑"] * 7 + ["家具"] * 7 + ["物流"] * 6 + ["印染"] * 5 + ["电器"] * 5 + ["化工"] * 4
    + ["农业"] * 4 + ["建筑"] * 3 + ["酒店"] * 2 + ["商贸"] * 2
)  # fmt: skip


def _singles(shape: Shape, firms: Firms, dice: Random, terms: list[_Term]) -> None:
    joint_members = sum(map(sum, _joint_sizes(stream("joint sizes"))))
    total = MEMBERS - joint_members - sum(members for *_, members in cast.UNITS)
    sizes = _single_sizes(dice, total)
    trades = list(SINGLE_TRADES)
    dice.shuffle(trades)
    for i in range(SINGLES):
        if i < len(cast.FIRMS):
            name, short, trade, _ = cast.FIRMS[i]
        else:
            trade = trades[i % len(trades)]
            name, short = firms.name(trade, dice.choices(("青溪", "云川"), (5, 1))[0])
        if i < SINGLES - FOUNDED_2025 - FOUNDED_2026:
            term = terms.pop()
        else:
            term = _beginning(dice, 2026 if i >= SINGLES - FOUNDED_2026 else 2025)
        if i == 0:
            # The cast's own union: long enough in being that its officers know the routine.
            term = _ending(dice, date(2028, 5, 18), 5, 20)
        union = Union(
            f"QXZ{i + 1:03d}", f"{name}工会委员会", short, "single", "enterprise",
            cast.TOWN, term.founded, sizes[i], trade,
        )  # fmt: skip
        shape.unions[union.code] = union
        row = _employer(shape, name, short, "enterprise", trade)
        shape.coverages.append(Coverage(union.code, row.no, term.founded, sizes[i]))
        _committee(shape, union, term)


def _joints(shape: Shape, firms: Firms, dice: Random, terms: list[_Term]) -> None:
    sizes = _joint_sizes(stream("joint sizes"))
    for i, (short, trades, count) in enumerate(cast.JOINTS):
        year = cast.NEW_JOINTS.get(short)
        term = _beginning(dice, year) if year else terms.pop()
        union = Union(
            f"QXZ{201 + i}", f"青溪镇{short}联合工会委员会", f"{short}联合", "joint", "enterprise",
            cast.TOWN, term.founded, sum(sizes[i]), trades[0],
        )  # fmt: skip
        shape.unions[union.code] = union
        for n in range(count):
            trade = trades[0] if n % 3 else dice.choice(trades)
            name, sign = firms.name(trade)
            row = _employer(shape, name, sign, "enterprise", trade)
            since = term.founded
            if dice.random() < 0.35:
                since += timedelta(dice.randint(60, max(61, (TODAY - since).days - 30)))
            since = min(since, TODAY - timedelta(20))
            shape.coverages.append(Coverage(union.code, row.no, since, sizes[i][n]))
        _committee(shape, union, term)


def _units(shape: Shape, terms: list[_Term]) -> None:
    for code, name, short, employer, nature, members in cast.UNITS:
        term = terms.pop()
        union = Union(code, name, short, "single", nature, cast.TOWN, term.founded, members, nature)
        shape.unions[code] = union
        row = _employer(shape, employer, short, nature, nature)
        shape.coverages.append(Coverage(code, row.no, term.founded, members))
        _committee(shape, union, term)


def _aliases(shape: Shape, dice: Random) -> None:
    """Give about forty firms a second name over the same gate, a few of them a third."""
    firms = [row for row in shape.employers if row.name.endswith(("公司", "厂"))]
    endings = ("经营部", "分厂", "商贸有限公司", "进出口有限公司", "加工厂", "门市部")
    for row in dice.sample(firms, 41):
        word = row.name[:4]
        count = 2 if dice.random() < 0.2 else 1
        row.aliases = tuple(word + ending for ending in dice.sample(endings, count))


_SHOPS = {
    "机械": ("金工车间", "焊接车间", "装配车间", "热处理车间", "综合部门"),
    "印染": ("前处理车间", "染色车间", "印花车间", "后整理车间", "仓储", "动力设备", "技术", "综合部门"),
    "电子": ("贴片车间", "插件车间", "组装车间", "测试车间", "综合部门"),
}
_SHOP_SHORT = {"机械": ("金工", "焊接", "装配", "热处理", "后勤")}
_ORDINALS = "一二三四五六七八九十"


def _ordinal(n: int) -> str:
    """Write 1 … 99 in Chinese numerals."""
    if n <= 10:
        return _ORDINALS[n - 1]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" + (_ORDINALS[ones - 1] if ones else "")


def _groups(shape: Shape, union: Union, dice: Random) -> None:
    """Divide a union of 25 and more into groups of about eleven; one of 300 and more into branches first."""
    shape.groups[union.code] = []
    if union.members < 25:
        return
    count = max(2, round(union.members / dice.uniform(10.2, 12.4)))
    parents, labels = [union], [""]
    if union.members >= 300 and union.trade in _SHOPS:
        parents, labels = [], []
        shops = _SHOPS[union.trade]
        for n, shop in enumerate(shops, 1):
            branch = Union(
                f"{union.code}-F{n}", f"{union.short}{shop}分工会", f"{shop}分会", "branch", union.nature,
                union.code, union.founded,
            )  # fmt: skip
            shape.unions[branch.code] = branch
            shape.branch_of[branch.code] = union.code
            parents.append(branch)
            labels.append(_SHOP_SHORT.get(union.trade, shops)[n - 1])
    per_parent = share(count, [1.0] * len(parents))
    for parent, label, groups in zip(parents, labels, per_parent, strict=True):
        for n in range(1, groups + 1):
            title = f"{label}{_ordinal(n)}组" if label else f"第{_ordinal(n)}小组"
            group = Union(
                f"{union.code}-{len(shape.groups[union.code]) + 1:02d}", f"{union.short}{title}", title,
                "group", union.nature, parent.code, union.founded,
            )  # fmt: skip
            shape.unions[group.code] = group
            shape.groups[union.code].append(group.code)
