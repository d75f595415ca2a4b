"""What relief has to say on a person's page: visits, as far as the seat may see any."""

from django.urls import reverse

from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.panels import SHOWN, Line, Panel
from zhijia.people.models import Person
from zhijia.relief.models import Visit


def visits(person: Person, seat: Seat) -> Panel | None:
    """Her last visits. Rows stay in their own union: from above there is nothing here."""
    rows = Visit.objects.filter(person=person, state__in=("due", "done", "missed")).order_by(
        "-due_on", "-pk"
    )[:SHOWN]
    lines = [
        Line(
            row.get_kind_display(),
            row.visited_on or row.due_on,
            reverse("relief:visits_row", args=[row.pk]),
            row.mark[1],
        )
        for row in rows
    ]
    return Panel("走访", lines, "heart-handshake") if lines else None
