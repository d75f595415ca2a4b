"""What joining says on a person's page: the transfers of her membership, and how far they are."""

from django.urls import reverse

from zhijia.joining.models import Transfer
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.panels import SHOWN, Line, Panel
from zhijia.org.policy import OFFICERS
from zhijia.people.models import Person


def of_person(person: Person, seat: Seat) -> Panel | None:
    rows = Transfer.objects.filter(membership__person=person).select_related("from_union", "to_union")
    lines = [
        Line(
            f"{row.from_union.short_name}转到{row.to_union.short_name}",
            row.asked_on,
            url=reverse("joining:transfers_row", args=[row.pk]) if seat.office in OFFICERS else "",
            aside=str(row.get_state_display()),
        )
        for row in rows.order_by("-asked_on", "-pk")[:SHOWN]
    ]
    return Panel("会籍接转", lines, "users") if lines else None
