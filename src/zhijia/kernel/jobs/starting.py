"""Asking for a job: its row and its place in the queue, in the transaction of whoever asks."""

import json
import re
from typing import Any

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked
from zhijia.kernel.actions.action import SENT_ALREADY
from zhijia.kernel.jobs.declaring import Kind
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.scope import Seat, scope

CODE = re.compile(r"[\w.:-]{0,64}", re.ASCII)


def start(
    kind: Kind,
    *,
    by: Seat,
    title: str = "",
    key: str | None = None,
    words: dict[str, Any] | None = None,
    **ids: Any,
) -> Job:
    """Queue the job in the name of this seat; it begins once the transaction around has committed.

    `key`: the form's request key; a repeat gives the first job back. `ids`: numbers, lists of numbers, short codes.
    What people typed goes into `words`, which lies sealed until the job has ended. `title` names no person.
    """
    from zhijia.kernel.jobs.queue import enqueue

    if wrong := [name for name, value in ids.items() if not _is_id(value)]:
        raise TypeError(f"{kind.name}: {', '.join(wrong)} must be ids; what people typed goes into `words`.")
    if by.person_id is None or by.union_id is None:
        raise TypeError(f"{kind.name}: a job is asked for by a person's seat.")
    row = Job(
        kind=kind.name, title=(title or kind.title)[:120], args=ids, key=key or None, person_id=by.person_id,
        union_id=by.union_id, seat=by.key, words=json.dumps(words) if words else "", asked_at=clock.now(),
    )  # fmt: skip
    with scope(by), transaction.atomic():
        # Two equal requests at once: the second waits for the first one's key, and inserts nothing.
        Job.objects.bulk_create([row], ignore_conflicts=bool(key))
        made = Job.objects.filter(key=key).first() if key else row
        if made is None:
            raise Blocked(SENT_ALREADY)
        if made.pk == row.pk:
            enqueue(row.pk)
    return made


def _is_id(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(one, int) for one in value)
    return value is None or isinstance(value, int) or (isinstance(value, str) and bool(CODE.fullmatch(value)))
