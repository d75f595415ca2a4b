"""The small town of the test suite: the same people and places, cut down to what a test looks at."""

from dataclasses import replace

from zhijia.demo import cast
from zhijia.demo.plan_files import PAPERS as ALL_PAPERS
from zhijia.demo.roll import Roll
from zhijia.demo.shape import Shape
from zhijia.demo.telling import Trace

JOINT = "QXZ201"
KEPT = (cast.COUNTY, cast.TOWN, cast.WORKS, cast.NEIGHBOUR, JOINT, cast.SCHOOL, cast.HOSPITAL)
PAPERS = tuple(paper for paper in ALL_PAPERS if paper.stem == "town-2026")
GROUPS, MEMBERS_ELSEWHERE = 5, 12
TRACES = {cast.TOWN: 80, cast.WORKS: 40, cast.NEIGHBOUR: 10, JOINT: 8, cast.SCHOOL: 8, cast.HOSPITAL: 8}


def cut(shape: Shape, roll: Roll, traces: list[Trace]) -> tuple[Shape, Roll, list[Trace]]:
    """Return the small town: seven unions, five groups of the works with their members, some 150 records."""
    group = next(m.group for m in roll.members if m.person == roll.logins["member"])
    others = [code for code in shape.groups[cast.WORKS] if code != group]
    groups = {group, *others[: GROUPS - 1]}
    branches = {shape.unions[code].home for code in groups}
    codes = {*KEPT, *groups, *branches}
    small = Shape(
        unions={code: union for code, union in shape.unions.items() if code in codes},
        coverages=[row for row in shape.coverages if row.union in codes],
        bodies=[row for row in shape.bodies if row.union in codes],
        groups={cast.WORKS: sorted(groups)},
        branch_of={code: home for code, home in shape.branch_of.items() if code in codes},
    )
    covered = {row.employer for row in small.coverages}
    small.employers = [row for row in shape.employers if row.no in covered]
    return small, _people(roll, codes, groups, covered), _records(traces, codes)


def _people(roll: Roll, codes: set[str], groups: set[str], covered: set[int]) -> Roll:
    posts = [post for post in roll.posts if post.union in codes]
    needed = {post.person for post in posts} | set(roll.logins.values())
    members, count = [], dict.fromkeys(codes, 0)
    for member in roll.members:
        if member.union not in codes:
            continue
        inside = member.group in groups
        count[member.union] += 1
        few = member.union != cast.WORKS and count[member.union] <= MEMBERS_ELSEWHERE
        if inside or few or member.person in needed:
            members.append(replace(member, group=member.group if inside else None))
    persons = needed | {member.person for member in members}
    return Roll(
        persons=[person for person in roll.persons if person.no in persons],
        members=members,
        headcounts=[row for row in roll.headcounts if row.employer in covered],
        posts=posts,
        logins=roll.logins,
    )


def _records(traces: list[Trace], codes: set[str]) -> list[Trace]:
    kept: list[Trace] = []
    for union, wanted in TRACES.items():
        own = [trace for trace in traces if trace.union == union]
        # Half of them finish something where there is a plan, so that the small town's plan has come somewhere.
        ending = [t for t in own if t.finishes and t.paper in {paper.stem for paper in PAPERS}]
        chosen = _spread(ending, wanted // 2)
        rest = [trace for trace in own if all(trace is not one for one in chosen)]
        kept += chosen + _spread(rest, wanted - len(chosen))
    kept = [replace(trace, units=tuple(unit for unit in trace.units if unit in codes)) for trace in kept]
    return sorted(kept, key=lambda trace: (trace.on, trace.union, trace.title))


def _spread(traces: list[Trace], wanted: int) -> list[Trace]:
    """Return that many, evenly over the time; the newest of each stretch, so that the very last days are there."""
    wanted = min(wanted, len(traces))
    return [traces[(n + 1) * len(traces) // wanted - 1] for n in range(wanted)]
