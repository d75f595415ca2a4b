"""A union as people name it in a form: by its name, short name or code."""

from collections.abc import Collection

from zhijia.kernel.actions import Unfit
from zhijia.kernel.scope import Seat, below
from zhijia.org.lists import Known, found_of, like
from zhijia.org.models import Union

MOST = 300  # names on offer while one types


def known(seat: Seat, kinds: Collection[str]) -> list[Known]:
    rows = Union.objects.filter(pk__in=below(seat.union_id), state="active", kind__in=kinds).order_by("code")
    return [Known(one.pk, one.name, one.kind, (one.short_name, one.code)) for one in rows]


def names(seat: Seat, kinds: Collection[str]) -> list[str]:
    return [one.name for one in known(seat, kinds)[:MOST]]


def the_union(text: str, seat: Seat, kinds: Collection[str], field: str) -> Union:
    """The one union in reach that is called so; raises `Unfit` for the field with what to write instead."""
    unions = known(seat, kinds)
    found = found_of(text, unions)
    if len(found) == 1:
        return Union.objects.get(pk=found[0].pk)
    if found:
        raise Unfit(**{field: f"叫“{text}”的有 {len(found)} 个，请写全称或代码。"})
    near = like(text, unions)
    told = f"像是“{near[0].name}”，是的话请照这样写。" if near else "请写全称或代码。"
    raise Unfit(**{field: f"没有找到“{text}”，或者它不在您的管理范围里。{told}"})
