"""Bring the kinds of `kinds.toml` into the database; run after every migrate, changes nothing when nothing changed."""

from typing import Any

from zhijia.plans import kinds
from zhijia.plans.models import Kind


def load_after_migrate(**_: Any) -> None:
    """Kinds are reference data of the program, not a union's rows, and so need no verb."""
    for kind in kinds.kinds():
        values = {"name": kind.name, "area": kind.area, "order": kind.order, "retired": False}
        Kind.objects.update_or_create(code=kind.code, defaults=values)
    Kind.objects.exclude(code__in=[kind.code for kind in kinds.kinds()]).update(retired=True)
