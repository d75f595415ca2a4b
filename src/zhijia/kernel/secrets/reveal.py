"""Opening a sealed value: a recorded verb, for a purpose that is asked once per case and session."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, opened
from zhijia.kernel.scope import Seat, scope
from zhijia.kernel.secrets.fields import SecretText
from zhijia.kernel.trail.models import Event

OTHER = "其他"
PURPOSES = ("办理这一件", "核对发放信息", OTHER)


def reveal(row: Any, name: str, *, by: Seat, purpose: str) -> str:
    """The plain text of one sealed field. Each opening is an event that says who, which field and what for.

    The model says who may: `may_reveal(seat)` beside `may_see`. Raises `NotAllowed`, `Blocked` without a purpose.
    """
    model, field = type(row), row._meta.get_field(name)
    if not isinstance(field, SecretText):
        raise NotAllowed()
    with scope(by):
        now = model.objects.filter(model.may_reveal(by), pk=row.pk).first()
        if now is None:
            raise NotAllowed("这一格只对经办的工会干部开放。确实要看，请找本单位工会主席。")
        if not purpose.strip():
            raise Blocked("请先选为什么要看，再按“查看”。选“其他”的，写一句用途。")
        text = field.opened(now)
        with opened(_verb(model), by=by, reason=purpose, row_id=row.pk, subject=str(field.verbose_name)):
            pass  # nothing changes; the event is the point
    return text


def reveal_many(
    model: Any, pks: Collection[int], names: Sequence[str], *, by: Seat, purpose: str, subject: str
) -> dict[int, dict[str, str]]:
    """The same for a file: these fields of the rows that the seat may open, each row with an event of its own.

    Rows that it may not open are left out. `subject` says what was opened and where it went.
    """
    if not purpose.strip():
        raise Blocked("请写一句用途，再带完整号码。")
    fields = [model._meta.get_field(name) for name in names]
    with scope(by), transaction.atomic():
        rows = model.objects.filter(model.may_reveal(by), pk__in=pks)
        found = {row.pk: {field.name: field.opened(row) for field in fields} for row in rows}
        Event.objects.bulk_create(
            [
                Event(verb=_verb(model), at=clock.now(), person_id=by.person_id, seat=by.key, union_id=by.union_id,
                      name=by.name, reason=purpose[:500], row_id=pk, subject=subject)
                for pk in found
            ],
            batch_size=2000,
        )  # fmt: skip
    return found


def revealed_of(row: Model) -> list[Event]:
    """Who opened which sealed field of this row, when and what for; newest first."""
    return list(Event.objects.filter(verb=_verb(type(row)), row_id=row.pk).order_by("-pk"))


def _verb(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model._meta.model_name}.reveal"
