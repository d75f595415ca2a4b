"""A pasted list of officers on its way to rows: persons, posts and log-ins, made in one transaction."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.scope import Seat, below
from zhijia.org.actions import appoint
from zhijia.org.founding import digest_of, known_unions
from zhijia.org.lists import cells_of, lines_of
from zhijia.org.models import Post, Union
from zhijia.people.actions import enter
from zhijia.people.lists import NEW, Like, OfficerLine, read_officers
from zhijia.people.models import Membership, Person


def read(text: str, answers: dict[str, str], *, by: Seat) -> list[OfficerLine]:
    return read_officers(text, known_unions(by), _same_names(text, by), by.person_id, answers)


def _same_names(text: str, by: Seat) -> dict[str, list[Like]]:
    """Who in reach bears one of the names of the list, and what tells her from others."""
    words = {cell for _, line in lines_of(text) for cell in cells_of(line) if len(cell) <= 40}
    persons = {one.pk: one for one in Person.objects.filter(name__in=words)}
    today = clock.today()
    told, unions, offices = defaultdict(list), defaultdict(set), defaultdict(set)
    posts = Post.objects.filter(person__in=persons, union_id__in=below(by.union_id)).select_related("union")
    for post in posts.order_by("pk"):
        ended = post.held_to and post.held_to <= today
        told[post.person_id].append(f"{'原' if ended else ''}{post.union.short_name}{post}")
        unions[post.person_id].add(post.union_id)
        if not ended:
            offices[post.person_id].add((post.union_id, post.office))
    rolls = Membership.objects.filter(Membership.on(today), person__in=persons).select_related(
        "union", "group"
    )
    for row in rolls.order_by("pk"):
        group = f"{row.group.short_name}，" if row.group else ""
        told[row.person_id].append(f"{row.union.short_name}会员，{group}{row.joined_on:%Y-%m-%d} 入会")
        unions[row.person_id].add(row.union_id)
    found: dict[str, list[Like]] = defaultdict(list)
    for pk in sorted(told):
        person = persons[pk]
        words_of = "；".join(filter(None, [person.get_gender_display(), *told[pk]]))
        found[person.name].append(Like(pk, words_of, frozenset(unions[pk]), frozenset(offices[pk])))
    return found


@transaction.atomic
def make(
    text: str, answers: dict[str, str], *, since: dt.date, by: Seat, seen: str
) -> tuple[list[OfficerLine], int]:
    """Appoint whom the list names. Nothing is made, and 0 comes back, where the answers are not those that were seen."""
    Union.objects.select_for_update(of=("self",)).get(pk=by.union_id)  # two lists of one union, one by one
    lines = read(text, answers, by=by)
    new = [line for line in lines if line.state == "new"]
    if digest_of(lines) != seen or not new:
        return lines, 0
    post_of = {line.number: _post(line, since) for line in new}
    entered = [line for line in new if line.person == NEW]
    person_of = {line.number: Person(name=line.name, gender=line.gender) for line in entered}
    enter.all(list(person_of.values()), by=by, posts=[post_of[line.number] for line in entered])
    others = [line for line in new if line.person != NEW]
    for line in others:
        before = line.person.removeprefix("line-")
        if before != line.person:  # the same person as on an earlier line of this list
            person_of[line.number] = person_of[int(before)]
            post_of[line.number].person = person_of[int(before)]
        else:
            post_of[line.number].person_id = int(line.person)
    if others:
        appoint.all([post_of[line.number] for line in others], by=by)
    return lines, len(new)


def _post(line: OfficerLine, since: dt.date) -> Post:
    assert line.union is not None
    post = Post(union_id=line.union.pk, office=line.office, held_from=since)
    post.title = line.title if line.title != post.get_office_display() else ""
    return post
