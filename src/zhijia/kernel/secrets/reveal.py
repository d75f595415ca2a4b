"""Opening a sealed value: a recorded verb, for a purpose that is asked once per case and session."""

from typing import Any

from django.db.models import Model

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


def revealed_of(row: Model) -> list[Event]:
    """Who opened which sealed field of this row, when and what for; newest first."""
    return list(Event.objects.filter(verb=_verb(type(row)), row_id=row.pk).order_by("-pk"))


def _verb(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model._meta.model_name}.reveal"
