"""What people does when a union ends: members of a merged one go on in the other, and nobody is left without a place."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse

from zhijia.kernel.actions import Blocked
from zhijia.kernel.scope import Seat
from zhijia.org.models import Reelection, Union
from zhijia.org.policy import OFFICERS
from zhijia.people.codes import Began, Ended
from zhijia.people.models import Membership

COPIED = (
    "person_id", "kind", "cause", "joined_on", "left_on", "ended", "employer_id", "department", "position", "post_class",
    "employment", "migrant", "state",
)  # fmt: skip


def on_ending(*, union: Union, into: Union | None, on: dt.date, **_: object) -> None:
    """Within the verb that ends the union; its event carries every row. Raises `Blocked` while members have no place."""
    if union.kind in Union.INNER:
        for row in (rows := list(Membership.objects.filter(group=union, left_on=None))):
            row.group, row.version = into, row.version + 1
        Membership.objects.bulk_update(rows, ["group", "version"], batch_size=2000)
        return
    rows = list(Membership.objects.filter(Membership.on(on) | Q(since__gt=on), union=union))
    if into is None:
        if rows:
            raise Blocked(
                f"还有 {len(rows)} 位会员（含保留会籍的）。请先把他们转到别的工会，或者办离会，再撤销。"
            )
        return
    begun = [row for row in rows if row.since < on]
    follow = [
        Membership(
            **{name: getattr(row, name) for name in COPIED}, union=into, since=on, began=Began.TRANSFERRED
        )
        for row in begun
    ]
    for row in begun:
        row.left_on, row.ended, row.state = on, Ended.TRANSFERRED, Membership.State.LEFT
    for row in rows:
        row.version += 1
        if row.since >= on:  # these had not begun: they begin in the other union
            row.union, row.group = into, None
    rows += _passed_on(rows, union, on)
    Membership.objects.bulk_update(
        rows, ["union", "group", "left_on", "began", "ended", "state", "version"], batch_size=2000
    )
    Membership.objects.bulk_create(follow, batch_size=2000)


def new_officers(row: Reelection, seat: Seat) -> str:
    """From an approved re-election on to the posts, which the new officers hold and the old ones leave."""
    return reverse("people:officers") if row.state == "confirmed" and seat.office in OFFICERS else ""


def _passed_on(rows: list[Membership], union: Union, on: dt.date) -> list[Membership]:
    """Whose work changed on the very day of the merger: the span before ends here and the next begins there, as by a
    transfer, so that both unions' books close. Returns the spans that ended."""
    changed = {row.person_id: row for row in rows if row.since == on and row.began == Began.CHANGED}
    ended = list(Membership.objects.filter(union=union, person__in=changed, left_on=on, ended=Ended.CHANGED))
    for row in ended:
        row.ended, row.version = Ended.TRANSFERRED, row.version + 1
        changed[row.person_id].began = Began.TRANSFERRED
    return ended
