"""The organisation and its people, from plain data into rows, through the verbs' set forms."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from zhijia.demo import cast, details, registers
from zhijia.demo.dice import TODAY, stream
from zhijia.demo.roll import Roll
from zhijia.demo.shape import Post as PlannedPost
from zhijia.demo.shape import Shape
from zhijia.demo.shape import Union as PlannedUnion
from zhijia.kernel.actions import opened
from zhijia.kernel.scope import Seat
from zhijia.org import actions as org
from zhijia.org.models import (
    Body,
    Coverage,
    DayCorrection,
    Employer,
    EmployerAlias,
    HeadCount,
    ParentEdge,
    Post,
    Union,
)
from zhijia.people import actions as people
from zhijia.people.models import Account, Membership, Person
from zhijia.privacy.actions import agree
from zhijia.privacy.models import Consent


@dataclass
class Ground:
    """What was built, found again by the codes and numbers of the plain data."""

    unions: dict[str, Union] = field(default_factory=dict)
    employers: dict[int, Employer] = field(default_factory=dict)
    persons: dict[int, Person] = field(default_factory=dict)
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)  # (union, office) → who sits there now
    accounts: dict[str, Account] = field(default_factory=dict)

    def seat(self, union: str, office: str) -> Seat:
        """Return the seat of an office; the chair's where a small union has nobody in it."""
        return self.seats.get((union, office)) or self.seats[union, "chair"]


def lay(shape: Shape, roll: Roll, *, by: Seat) -> Ground:
    """Build unions, employers, people and posts; a few dozen statements for some forty thousand rows."""
    ground = Ground()
    extend(ground, shape, roll, by=by)
    _days(ground, by)
    _accounts(ground, roll, by)
    registers.build(ground.unions, by=by)
    return ground


def extend(ground: Ground, shape: Shape, roll: Roll, *, by: Seat) -> None:
    """Add unions, employers, people and posts to what is there; their numbers are new ones."""
    _unions(ground, shape, by)
    _employers(ground, shape, roll, by)
    _people(ground, shape, roll, by)
    _posts(ground, shape, roll, by)


def _unions(ground: Ground, shape: Shape, by: Seat) -> None:
    inner = [union for union in shape.unions.values() if union.kind in Union.INNER]
    own = [union for union in shape.unions.values() if union.kind not in Union.INNER]
    for planned in (own, inner):
        rows = [_union(ground, shape, union) for union in planned]
        org.found.all(rows, by=by)
        ground.unions |= {row.code: row for row in rows}
    edges = [
        ParentEdge(
            union=ground.unions[union.code], parent=ground.unions[union.home], valid_from=union.founded
        )
        for union in shape.unions.values()
        if union.home
    ]
    org.answer_to.all(edges, by=by)


def _union(ground: Ground, shape: Shape, union: PlannedUnion) -> Union:
    row = Union(
        code=union.code, name=union.name, short_name=union.short, kind=union.kind, nature=union.nature,
        founded_on=union.founded,
    )  # fmt: skip
    _held(row, union)
    if union.kind in Union.INNER:
        # A group of a branch still lives in the grassroots union, as does the branch.
        row.home = ground.unions[shape.branch_of.get(union.home or "", union.home)]
    return row


def _held(row: Union, planned: PlannedUnion) -> None:
    """Seal, accounts and code, where it has them: the younger and smaller it is, the more is missing."""
    if row.kind in Union.INNER:
        return
    dice = stream(f"held {planned.code}")
    large = planned.members >= 60 or not planned.members
    row.scope = registers.reach_of(planned.short) if row.kind == Union.Kind.JOINT else ""
    row.seal = "有" if large or dice.random() < 0.8 else ""
    row.own_accounts = "yes" if large else dice.choice(("agency", "agency", "no", ""))
    if large and dice.random() < 0.8:
        row.credit_code = registers.credit_code(dice)
        row.certificate_from = row.founded_on
        row.certificate_to = date(dice.choice((2026, 2027, 2028, 2029)), 12, 10)


def _employers(ground: Ground, shape: Shape, roll: Roll, by: Seat) -> None:
    rows = {firm.no: Employer(name=firm.name, nature=firm.nature) for firm in shape.employers}
    org.register.all(list(rows.values()), by=by)
    ground.employers |= rows
    aliases = [EmployerAlias(employer=rows[f.no], name=name) for f in shape.employers for name in f.aliases]
    org.call_also.all(aliases, by=by)
    coverages = [
        Coverage(union=ground.unions[row.union], employer=rows[row.employer], valid_from=row.since)
        for row in shape.coverages
    ]
    org.cover.all(coverages, by=by)
    counts = [
        HeadCount(employer=rows[row.employer], counted_on=row.on, employees=row.employees)
        for row in roll.headcounts
    ]
    org.count_heads.all(counts, by=by)


def _days(ground: Ground, by: Seat) -> None:
    """The works hold their stocktaking on a Saturday and rest on the Monday after."""
    spans = ((date(2026, 11, 28), "yes", "年终盘点"), (date(2026, 11, 30), "no", "盘点后补休"))
    works = ground.unions[cast.WORKS]
    org.correct_day.all([DayCorrection(union=works, day=d, works=w, note=n) for d, w, n in spans], by=by)


def _people(ground: Ground, shape: Shape, roll: Roll, by: Seat) -> None:
    of_person, of_member = details.draw(shape, roll)
    rows = [
        Person(name=p.name, gender="female" if p.woman else "male", **of_person[p.no]) for p in roll.persons
    ]
    people.enter.all(rows, by=by)
    ground.persons |= {p.no: row for p, row in zip(roll.persons, rows, strict=True)}
    memberships = [
        Membership(
            person=ground.persons[member.person],
            union=ground.unions[member.union],
            group=ground.unions[member.group] if member.group else None,
            joined_on=member.joined,
            employer=ground.employers[member.employer],
            **of_member[member.person],
        )
        for member in roll.members
    ]
    people.join.all(memberships, by=by)
    gone = [
        (row, {"left_on": member.left})
        for member, row in zip(roll.members, memberships, strict=True)
        if member.left
    ]
    people.leave.each(gone, by=by, reason="示范数据：历年离会")


def _posts(ground: Ground, shape: Shape, roll: Roll, by: Seat) -> None:
    bodies = {
        body.no: Body(
            union=ground.unions[body.union], kind=body.kind, session_no=body.session,
            term_from=body.since, term_to=body.until,
        )
        for body in shape.bodies
    }  # fmt: skip
    org.elect.all(list(bodies.values()), by=by)
    planned = [post for post in roll.posts if post.office != "member"]
    rows = [
        Post(
            person=ground.persons[post.person], union=ground.unions[post.union],
            body=bodies[post.body] if post.body else None, office=post.office, title=post.title,
            portfolio=post.portfolio, held_from=post.since, held_to=post.until, employment=_employment(post),
            inducted_on=_inducted(post),
        )
        for post in planned
    ]  # fmt: skip
    org.appoint.all(rows, by=by)
    for post, row in zip(planned, rows, strict=True):
        if post.until is None:
            _seat(ground, post, row)


def _employment(post: PlannedPost) -> str:
    return "full" if post.union in (cast.TOWN, cast.COUNTY) and post.office in ("officer", "vice") else "part"


def _inducted(post: PlannedPost) -> date | None:
    """Most were trained some months after they took office; leaders of groups are not asked to."""
    day = post.since + timedelta(60 + post.person % 300)
    return None if post.office == "leader" or post.person % 5 == 0 or day > TODAY else day


def _seat(ground: Ground, post: PlannedPost, row: Post) -> None:
    union = row.union
    ground.seats[post.union, post.office] = Seat(
        key=f"post-{row.pk}",
        person_id=row.person_id,
        union_id=union.home_id,
        group_id=union.pk if union.kind in Union.INNER else None,
        office=row.office,
        portfolio=row.portfolio,
        name=row.person.name,
        label=f"{union.short_name} · {row}",
    )


def _accounts(ground: Ground, roll: Roll, by: Seat) -> None:
    """Open the cast's accounts; the one password, printed at start, is hashed once: eleven cost four seconds."""
    hashed = ""
    for login, number in roll.logins.items():
        person = ground.persons[number]
        if hashed:
            with opened("people.account.open", by=by, subject=login):
                ground.accounts[login] = Account.objects.create(login=login, person=person, password=hashed)
        else:
            ground.accounts[login] = people.open_account(person, login, cast.PASSWORD, by=by)
            hashed = ground.accounts[login].password
    agree.all([Consent(person=account.person) for account in ground.accounts.values()], by=by)
