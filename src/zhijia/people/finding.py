"""A member as an officer names her in a form: by name, and by number too where more than one bears it."""

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.scope import Seat, below
from zhijia.kernel.secrets import whole
from zhijia.people import rules
from zhijia.people.models import Membership


def own_member(by: Seat, name: str, number: str, *, field: str = "number") -> Membership:
    """A member of one's own union or of one below. Raises `Unfit` for `who`, or for the field that holds the number."""
    rows = Membership.objects.filter(Membership.on(clock.today()), left_on=None, person__name=name.strip())
    if number:
        index = whole(rules.identity_spelt(number), of="identity")
        rows = rows.filter(person__identity_index=index)
    found = list(rows.filter(union_id__in=below(by.union_id)).select_related("person", "union")[:2])
    if not found:
        raise Unfit(who="本会没有这样一位在册会员。请核对姓名。")
    if len(found) > 1:
        raise Unfit(**{field: "同名的会员不止一位，请再填证件号。"})
    return found[0]
