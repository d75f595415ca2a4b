"""What plans have to say on a person's page: tasks she answers for, and work she recorded."""

from django.urls import reverse

from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.panels import SHOWN, Line, Panel
from zhijia.people.models import Person
from zhijia.plans.models import Task, Trace


def tasks(person: Person, seat: Seat) -> Panel | None:
    """Tasks of the posts she holds or held."""
    rows = Task.objects.filter(owner_post__person=person).select_related("plan").order_by("-pk")[:SHOWN]
    lines = [Line(row.title, url=reverse("plans:task", args=[row.pk]), aside=str(row.plan)) for row in rows]
    return Panel("负责的任务", lines, "target") if lines else None


def traces(person: Person, seat: Seat) -> Panel | None:
    """Work she wrote down, with the title this seat may read."""
    rows = Trace.objects.filter(recorded_by=person, state="recorded").order_by("-on", "-pk")[:SHOWN]
    lines = [Line(row.title or row.open_title, row.on, reverse("plans:trace", args=[row.pk])) for row in rows]
    return Panel("记的台账", lines, "notebook") if lines else None
