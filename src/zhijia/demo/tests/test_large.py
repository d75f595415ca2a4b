"""What the large town has more than the ordinary one: drawn exactly, and written down through the verbs."""

from collections import Counter

import pytest

from zhijia.demo import cast, details, large
from zhijia.demo.dice import TODAY
from zhijia.demo.ground import Ground
from zhijia.kernel.scope import system
from zhijia.kernel.trail.models import EventRow
from zhijia.org.models import Closure, Post, Union
from zhijia.people.models import Membership, Person


def drawn(unions=200, members=4_600):
    more = large.Addition(cast.TOWN, "青溪", first=large.FIRST)
    more.draw(unions, members)
    return more


def test_unions_members_and_their_numbers_are_exact_and_nobody_is_twice():
    more = drawn()
    present = [member for member in more.roll.members if member.left is None]
    assert (len(more.shape.unions), len(present)) == (200, 4_600)
    by_union = Counter(member.union for member in present)
    assert all(by_union[union.code] == union.members for union in more.shape.unions.values())
    assert len({firm.name for firm in more.shape.employers}) == 200
    of_person, _ = details.draw(more.shape, more.roll)
    for name in ("identity", "phone", "card"):
        given = [values[name] for values in of_person.values() if values[name]]
        assert len(given) == len(set(given)), name
    assert min(person.no for person in more.roll.persons) == large.FIRST


def test_every_union_has_a_chair_who_was_there_from_the_first_day():
    more = drawn()
    members = {member.person: member for member in more.roll.members}
    assert {post.union for post in more.roll.posts if post.office == "chair"} == set(more.shape.unions)
    assert all(members[post.person].joined <= post.since <= TODAY for post in more.roll.posts)
    assert all(members[post.person].union == post.union for post in more.roll.posts)


@pytest.mark.django_db
def test_it_is_written_down_below_the_town_with_a_row_in_the_trail_for_each():
    with system("测试"):
        town = Union.objects.get(code=cast.TOWN)
        more = drawn(3, 70)
        before = Membership.objects.count()
        more.lay(Ground(unions={cast.TOWN: town}), lambda sentence: None)
        unions = Union.objects.filter(code__in=more.shape.unions)
        assert Closure.objects.filter(ancestor=town, descendant__in=unions, line="territorial").count() == 3
        assert Membership.objects.count() - before == len(more.roll.members)
        assert Post.objects.filter(union__in=unions).count() == len(more.roll.posts)
        newest = Person.objects.latest("pk")
        assert EventRow.objects.filter(kind="people_person", row_id=newest.pk, op="I").exists()
