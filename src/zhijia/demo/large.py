"""The large town of the catalogue: 青溪镇 and its story, with 3,021 grassroots unions and 79,801 members.

What the ordinary town lacks goes in by the verbs' set forms: COPY into the tables of the models, a trail row for each.
`county.py` puts further towns of this size beside it.
"""

from collections.abc import Callable
from datetime import date, time

from django.db import transaction

from zhijia.demo import cast, names, registers, roll, shape, town
from zhijia.demo.days import living_on
from zhijia.demo.dice import TODAY, share, stream
from zhijia.demo.ground import Ground, extend
from zhijia.kernel.scope import system

UNIONS, MEMBERS = 3_021, 79_801
FIRST = 100_000  # numbers below are the ordinary town's
LEFT = 50  # one in so many has left again
PASSWORD, LOGINS = town.PASSWORD, town.LOGINS
VILLAGES = (
    "东山", "西渡", "南坪", "北塘", "河口", "石桥", "柳湾", "桥东", "桥西", "上坪",
    "下坪", "大塘", "竹园", "梅岭", "松林", "樟树", "沙洲", "龙潭", "白马", "金鸡",
    "水口", "马坪", "新塘", "黄泥", "长岭", "双井", "岭脚", "溪头",
)  # fmt: skip


def build(report: Callable[[str], None] = print) -> Ground:
    """Build the town in one transaction; the same rows each time. Needs migrated, empty tables."""
    with transaction.atomic():
        ground = town.build(report)
        there = sum(union.kind in union.GRASSROOTS for union in ground.unions.values())
        more = Addition(cast.TOWN, "青溪", first=FIRST)
        more.draw(UNIONS - there, MEMBERS - shape.MEMBERS)
        more.lay(Ground(unions={cast.TOWN: ground.unions[cast.TOWN]}), report)
    return ground


class Addition:
    """Single unions of a town's villages, each with its firm, officers and members, as plain data.

    Numbers of firms, terms and persons begin with `first`: a town takes fewer than 100,000.
    """

    def __init__(self, above: str, place: str, *, first: int) -> None:
        self.above, self.place, self.first = above, place, first
        self.shape, self.roll = shape.Shape(), roll.Roll()
        self.dice = stream(f"large {above}")
        self.firms = [names.Firms(stream(f"large {above} {village}")) for village in VILLAGES]

    def draw(self, unions: int, members: int) -> None:
        """Draw so many unions with exactly so many members in force today."""
        sizes = share(members, [self.dice.triangular(5, 75, 10) for _ in range(unions)])
        for n, size in enumerate(sizes):
            self._union(n, size)

    def _union(self, n: int, size: int) -> None:
        dice, village = self.dice, n % len(VILLAGES)
        trade = dice.choice(shape.SINGLE_TRADES)
        name, short = self.firms[village].name(trade, self.place + VILLAGES[village])
        founded = date(dice.randrange(2006, 2023), dice.randrange(1, 13), dice.randrange(1, 29))
        union = shape.Union(
            f"{self.above}{1000 + n}", f"{name}工会委员会", VILLAGES[village] + short, "single", "enterprise",
            self.above, founded, size, trade,
        )  # fmt: skip
        firm = shape.Employer(self.first + n, name, VILLAGES[village] + short, "enterprise", trade)
        self.shape.unions[union.code] = union
        self.shape.employers.append(firm)
        self.shape.coverages.append(shape.Coverage(union.code, firm.no, founded, size))
        heads = size + 1 + size * dice.randrange(2, 9) // 100
        self.roll.headcounts += [
            roll.HeadCount(firm.no, day, heads) for day in (roll.COUNTED_ON[0], roll.COUNTED_ON[-1])
        ]
        self._members(union, firm.no)
        self._officers(union)

    def _members(self, union: shape.Union, employer: int) -> None:
        """The members in force, the first of them from the founding on, and the few who have left."""
        dice, women = self.dice, roll.WOMEN_SHARE.get(union.trade, 40) / 100
        for n in range(union.members + union.members // LEFT):
            no = self.first + len(self.roll.persons)
            woman = dice.random() < women
            self.roll.persons.append(roll.Person(no, names.person(dice, woman), woman))
            joined = union.founded if n % 5 < 3 else _day(dice.random(), union.founded)
            left = _day(dice.random(), joined) if n >= union.members else None
            self.roll.members.append(roll.Member(no, union.code, None, employer, joined, left))

    def _officers(self, union: shape.Union) -> None:
        """The present term, and the posts that a union of its size fills: each by a member of the first hour."""
        term = 5 if union.members >= 25 else 3
        session = (TODAY.year - 1 - union.founded.year) // term + 1
        since = union.founded.replace(year=union.founded.year + (session - 1) * term)
        kinds = ("committee", "audit", "women") if union.members >= 25 else ("committee",)
        bodies = {
            kind: shape.Body(
                self.first + len(self.shape.bodies) + n, union.code, kind, session, since,
                since.replace(year=since.year + term),
            )
            for n, kind in enumerate(kinds)
        }  # fmt: skip
        self.shape.bodies += bodies.values()
        first = self.roll.members[-union.members - union.members // LEFT :]
        for member, (office, title, portfolio, kind) in zip(
            (one for one in first if one.joined == union.founded), OFFICES[: len(kinds) * 2 - 1], strict=False
        ):
            post = shape.Post(member.person, union.code, bodies[kind].no, office, title, portfolio, since)
            self.roll.posts.append(post)

    def lay(self, ground: Ground, report: Callable[[str], None]) -> None:
        """Write it all down."""
        report(
            f"示范数据：{self.place}再加{len(self.shape.employers)}个工会、{len(self.roll.members)}条会籍……"
        )
        with transaction.atomic(), system(town.REASON) as by, living_on(TODAY, time(7, 30)):
            extend(ground, self.shape, self.roll, by=by)
            new = {code: ground.unions[code] for code in self.shape.unions}
            registers.set_up_most(ground.unions[self.above], new, by=by)


OFFICES = (
    ("chair", "工会主席", "", "committee"), ("officer", "工会干事", "组织宣传", "committee"),
    ("accountant", "工会会计", "财务", "committee"), ("auditor", "经审委员", "经审", "audit"),
    ("women", "女工委员", "女职工", "women"),
)  # fmt: skip


def _day(share_of: float, since: date) -> date:
    return since + (TODAY - since) * share_of
