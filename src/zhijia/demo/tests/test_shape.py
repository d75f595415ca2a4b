"""The town's numbers are promises: pages, the README and other tests lean on them."""

import re
from collections import Counter
from dataclasses import astuple
from datetime import date, timedelta
from hashlib import sha256

import pytest

from zhijia.demo import cast, roll, shape
from zhijia.demo.dice import TODAY, is_workday


@pytest.fixture(scope="module")
def town():
    drawn = shape.build()
    return drawn, roll.build(drawn)


def _hash(drawn, people):
    lines = [
        *map(astuple, drawn.unions.values()),
        *map(astuple, drawn.employers),
        *map(astuple, drawn.bodies),
    ]
    lines += [*map(astuple, people.persons), *map(astuple, people.members), *map(astuple, people.posts)]
    lines += map(astuple, people.headcounts)
    return sha256(repr(lines).encode()).hexdigest()


def test_unions_and_employers_are_exactly_as_promised(town):
    drawn, _ = town
    firms = [u for u in drawn.grassroots() if u.nature == "enterprise"]
    assert Counter(u.kind for u in firms) == {"single": 137, "joint": 18}
    assert sorted(u.nature for u in drawn.grassroots() if u.nature != "enterprise") == [
        "community",
        "government",
        "hospital",
        "school",
    ]
    joint = {u.code for u in firms if u.kind == "joint"}
    assert sum(c.union in joint for c in drawn.coverages) == 467
    assert sum(drawn.unions[c.union].nature == "enterprise" for c in drawn.coverages) == 604
    assert len({e.name for e in drawn.employers}) == len(drawn.employers) == 608
    assert len({u.name for u in drawn.unions.values()}) == len(drawn.unions)
    assert any(len(e.aliases) == 2 for e in drawn.employers)


def test_members_are_exactly_13200_and_grouped(town):
    drawn, people = town
    present = [m for m in people.members if m.left is None]
    assert len(present) == 13_200
    assert sum(people.persons[m.person - 1].woman for m in present) == 5_874
    assert Counter(m.joined.year for m in people.members)[2026] == 806
    assert Counter(m.left.year for m in people.members if m.left)[2026] == 312
    sizes = Counter(m.group for m in present)
    del sizes[None]
    assert min(sizes.values()) >= 8
    assert max(sizes.values()) <= 15
    by_union = Counter(m.union for m in present)
    assert all(by_union[u.code] == u.members for u in drawn.grassroots())
    assert all(bool(drawn.groups[u.code]) == (u.members >= 25) for u in drawn.grassroots())


def test_new_unions_of_each_year(town):
    drawn, _ = town
    years = Counter(u.founded.year for u in drawn.grassroots())
    assert (years[2025], years[2026]) == (9, 6)
    assert min(years) >= 2006


def test_no_day_has_more_members_than_employees(town):
    drawn, people = town
    counts, joins, leaves = {}, {}, {}
    for row in people.headcounts:
        counts.setdefault(row.employer, []).append((row.on, row.employees))
    for m in people.members:
        joins.setdefault(m.employer, []).append(m.joined)
        leaves.setdefault(m.employer, []).append(m.left or date.max)
    members = employees = 0
    for employer in range(1, len(drawn.employers) + 1):
        rows = sorted(counts[employer])
        for day in [rows[0][0] + timedelta(n) for n in range(0, (TODAY - rows[0][0]).days, 9)] + [TODAY]:
            present = sum(j <= day for j in joins[employer]) - sum(left <= day for left in leaves[employer])
            employed = [n for on, n in rows if on <= day][-1]
            assert present <= employed, (employer, day)
        members, employees = members + present, employees + employed
    assert members == 13_200
    assert 0.945 < members / employees < 0.96


def test_terms(town):
    drawn, _ = town
    last = {b.union: b for b in drawn.bodies if b.kind == "committee"}
    ends = [last[u.code].until for u in drawn.grassroots()]
    assert sum(end < TODAY for end in ends) == 2
    assert sum(TODAY <= end <= TODAY + timedelta(60) for end in ends) == 6
    assert all(is_workday(u.founded) for u in drawn.grassroots() if u.founded.year >= 2025)


def test_every_union_has_a_chair_and_nobody_sits_on_both_sides_of_the_money(town):
    drawn, people = town
    chairs = Counter(p.union for p in people.posts if p.office == "chair" and p.until is None)
    assert all(chairs[u.code] == 1 for u in drawn.grassroots())
    for office in ("officer", "accountant", "auditor", "women"):
        held = {p.union for p in people.posts if p.office == office}
        assert all(u.code in held for u in drawn.grassroots() if u.members >= 25)
    current = Counter(p.person for p in people.posts if p.until is None)
    assert max(current.values()) == 1
    joined = {m.person: m.joined for m in people.members}
    assert all(p.since >= joined[p.person] for p in people.posts if p.office == "leader")


def test_the_cast_sits_where_it_should(town):
    drawn, people = town
    assert set(people.logins) == set(cast.LOGIN_NAMES)
    names = {login: people.persons[no - 1].name for login, no in people.logins.items()}
    assert names == {role.login: role.name for role in cast.CAST}
    members = {m.person: m for m in people.members}
    member, leader = members[people.logins["member"]], members[people.logins["leader"]]
    assert member.group == leader.group
    assert drawn.unions[member.group].short == "装配二组"
    everybody = Counter(p.name for p in people.persons)
    assert all(everybody[role.name] == 1 for role in cast.CAST)


def test_nothing_but_names_is_known_of_a_person(town):
    drawn, people = town
    texts = [p.name for p in people.persons] + [e.name for e in drawn.employers]
    assert not any(re.search(r"\d", text) for text in texts)


def test_same_seed_same_town():
    first, second, other = shape.build(), shape.build(), shape.build(seed=7)
    assert _hash(first, roll.build(first)) == _hash(second, roll.build(second))
    assert _hash(other, roll.build(other, seed=7)) != _hash(first, roll.build(first))


def test_another_seed_keeps_the_promises():
    drawn = shape.build(seed=11)
    people = roll.build(drawn, seed=11)
    assert sum(m.left is None for m in people.members) == 13_200
    assert len(drawn.employers) == 608
