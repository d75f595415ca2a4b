"""What twins say on a person's and a union's page: already entered there, no. …"""

from typing import Any

from django.urls import reverse

from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.panels import Line, Panel
from zhijia.org.models import Union
from zhijia.people.models import Person
from zhijia.twins.models import MemberNumber, UnionNumber


def of_person(person: Person, seat: Seat) -> Panel | None:
    return _panel(MemberNumber.objects.filter(person=person, state="kept"), "twins:numbers_row")


def of_union(union: Union, seat: Seat) -> Panel | None:
    return _panel(UnionNumber.objects.filter(union=union, state="kept"), "twins:union-numbers_row")


def _panel(rows: Any, page: str) -> Panel | None:
    lines = [
        Line(f"{row.twin_told}，编号 {row.number}", row.entered_on, url=reverse(page, args=[row.pk]))
        for row in rows.order_by("entered_on")
    ]
    return Panel("已录入别的系统", lines, "file-export") if lines else None
