"""What joining does when a union ends: transfers under way go on with the union it was merged into, or are settled first."""

import datetime as dt

from django.db.models import Q

from zhijia.joining.models import Transfer
from zhijia.kernel.actions import Blocked
from zhijia.org.models import Union
from zhijia.people.models import Membership


def on_ending(*, union: Union, into: Union | None, on: dt.date, **_: object) -> None:
    """Within the verb that ends the union, after its members have gone over. Raises `Blocked` while some wait for it."""
    if union.kind in Union.INNER:
        return
    rows = list(Transfer.objects.filter(Q(from_union=union) | Q(to_union=union), state__in=Transfer.OPEN))
    if into is None:
        if rows:
            raise Blocked(f"还有 {len(rows)} 件会籍接转没有办结。请先办结或撤回，再撤销。")
        return
    spans = Membership.objects.filter(left_on=None, person__in=[row.membership.person_id for row in rows])
    now = {span.person_id: span for span in spans}
    for row in rows:
        row.membership = now.get(row.membership.person_id, row.membership)
        if row.from_union_id == union.pk:
            row.from_union = into
        else:
            row.to_union = into
        row.version += 1
        if row.from_union_id == row.to_union_id:  # it has arrived with the merging
            row.state, row.done_on = Transfer.State.DONE, on
            row.membership.state = Membership.State.MEMBER
            row.membership.version += 1
    Membership.objects.bulk_update([row.membership for row in rows], ["state", "version"])
    Transfer.objects.bulk_update(
        rows, ["membership", "from_union", "to_union", "state", "done_on", "version"]
    )
