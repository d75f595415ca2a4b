"""Lessons between the database and the pure rules: which a union has, what a reading makes of them, what it adds."""

from collections.abc import Iterable
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.scope import Seat
from zhijia.org.models import Post
from zhijia.people.queries import names_in
from zhijia.plans import lessons
from zhijia.plans.masking import open_title
from zhijia.plans.models import Lesson, Reading
from zhijia.plans.owners import Candidate


def offered(union_id: int | None, shape: str, known: list[Candidate]) -> list[lessons.Known]:
    """The lessons of a union that a paper of this shape is read with. Two or three queries."""
    rows = Lesson.objects.filter(union_id=union_id, state="on", shape__in=("", shape))
    rows = [row for row in rows.select_related("learned_by") if not row.waits]
    now = _owners_now([row for row in rows if row.kind == "owner"], known)
    found = []
    for row in rows:
        made = row.made
        if row.kind == "owner" and (value := value_of(made)):
            if value not in now:
                continue  # nobody holds that post now
            made = {"owner": made["owner"], **fields_of(now[value])}
        name = row.learned_by.name if row.learned_by else ""
        found.append(lessons.Known(row.pk, row.kind, row.said, made, row.learned_by_id, name))
    return found


def value_of(made: dict[str, Any]) -> str:
    """The owner of a lesson as forms name it: post:12, union:7, or nothing."""
    if made.get("owner_post"):
        return f"post:{made['owner_post']}"
    return f"union:{made['owner_union']}" if made.get("owner_union") else ""


def fields_of(value: str) -> dict[str, int | None]:
    kind, _, number = value.partition(":")
    return {
        "owner_post": int(number) if kind == "post" else None,
        "owner_union": int(number) if kind == "union" else None,
    }


def _owners_now(rows: Iterable[Lesson], known: list[Candidate]) -> dict[str, str]:
    """Who stands today for the owner of a lesson. After an election an office has another post: where exactly
    one person holds it now, she is meant, unless the words were the former holder's name."""
    said = {value: row.said for row in rows if (value := value_of(row.made))}
    here = {one.value for one in known}
    now = {value: value for value in said if value in here}
    past = [
        int(value.removeprefix("post:")) for value in said if value not in here and value.startswith("post:")
    ]
    for post in Post.objects.filter(pk__in=past).select_related("person") if past else ():
        heirs = [
            one for one in known if one.office == post.office and (post.title in one.words or not post.title)
        ]
        if len(heirs) == 1 and post.person.name not in said[f"post:{post.pk}"]:
            now[f"post:{post.pk}"] = heirs[0].value
    return now


def learn(reading: Reading, *, by: Seat) -> None:
    """What an accepted reading teaches, and what it says about the lessons it was read with.

    Runs inside the action that accepts. Of contrary lessons the newest wins; twice overruled, one rests.
    """
    kept, overruled = lessons.outcome(reading.content, reading.uses)
    taught = _nameless(lessons.taught(reading.first, reading.content), reading.union_id)
    rows = {
        (row.kind, row.said, row.shape): row
        for row in Lesson.objects.select_for_update(of=("self",))
        .select_related("reading")
        .filter(union_id=reading.union_id)
        .exclude(state="forgotten")
    }
    changed, new = {}, []
    for row in rows.values():
        if row.pk in kept or row.pk in overruled:
            row.helped += kept[row.pk]
            row.overruled += row.pk in overruled
            changed[row.pk] = row
    for one in taught:
        shape = reading.shape if one.kind == "month" else ""
        row = rows.get((one.kind, one.said, shape))
        if row is None:
            new.append(
                Lesson(
                    union_id=reading.union_id,
                    kind=one.kind,
                    said=one.said,
                    shape=shape,
                    **_told(one, reading, by),
                )
            )
            continue
        row.papers += row.reading.sha256 != reading.sha256  # the same paper once more is no second one
        if row.made != one.made:
            row.papers, row.overruled = 1, row.overruled + (row.pk not in overruled)
            for name, value in _told(one, reading, by).items():
                setattr(row, name, value)
        changed[row.pk] = row
    for row in changed.values():
        row.version += 1
        if row.state == "on" and row.overruled >= lessons.CONTRADICTIONS:
            row.state = "doubted"
    # Two readings accepted at once may teach the same; the first has said it.
    Lesson.objects.bulk_create(new, ignore_conflicts=True)
    fields = [
        "papers",
        "helped",
        "overruled",
        "state",
        "version",
        "made",
        "reading",
        "learned_by",
        "learned_at",
    ]
    Lesson.objects.bulk_update(changed.values(), fields)


def _told(one: lessons.Taught, reading: Reading, by: Seat) -> dict[str, Any]:
    return {"made": one.made, "reading": reading, "learned_by_id": by.person_id, "learned_at": clock.now()}


def _nameless(taught: list[lessons.Taught], union_id: int) -> list[lessons.Taught]:
    """Those that name nobody of the roll. Owners may be named; what a title says of a person is not kept."""
    names = names_in([union_id])[union_id] if taught else ()
    return [one for one in taught if one.kind == "owner" or open_title(one.said, names) == one.said]
