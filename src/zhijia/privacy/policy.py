"""Who may see and give consent."""

from django.apps import apps
from django.db.models import Q

from zhijia.kernel.scope import Seat
from zhijia.org.policy import OFFICERS


def may_see(seat: Seat) -> Q:
    """Everyone her own; officers those of the people they see, since they answer for the notice."""
    own = Q(person_id=seat.person_id)
    if seat.office in OFFICERS:
        return own | Q(person_id__in=apps.get_model("people", "Person").objects.values("pk"))
    return own


def oneself(seat: Seat) -> Q:
    return Q(person_id=seat.person_id)
