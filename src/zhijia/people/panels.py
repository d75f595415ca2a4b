"""What people itself puts on a person's page: her posts."""

from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.panels import SHOWN, Line, Panel
from zhijia.org.models import Post
from zhijia.people.models import Person


def posts(person: Person, seat: Seat) -> Panel | None:
    """Posts held now or earlier, as far as the seat reaches."""
    rows = Post.objects.filter(person=person).select_related("union").order_by("-held_from", "-pk")[:SHOWN]
    lines = [
        Line(
            f"{row.union.short_name} {row}",
            row.held_from,
            aside=f"至 {row.held_to:%Y-%m-%d}" if row.held_to else "在任",
        )
        for row in rows
    ]
    return Panel("任职", lines, "id-badge-2") if lines else None
