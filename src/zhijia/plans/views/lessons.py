"""What is remembered of officers' corrections: a page to look at, and to switch off or delete from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.ui import toast
from zhijia.org.models import Post, Union
from zhijia.plans import lessons, policy
from zhijia.plans.actions import lessons as verbs
from zhijia.plans.learning import value_of
from zhijia.plans.models import Lesson
from zhijia.plans.people_of_plan import candidates
from zhijia.plans.reading import SHAPES

VERBS = {
    "off": (verbs.switch_off, "已停用"),
    "on": (verbs.switch_on, "已启用"),
    "forget": (verbs.forget, "已删除"),
}


@require_safe
def remembered(request: HttpRequest) -> HttpResponse:
    """Every lesson of the union in plain words, by what it is about."""
    if request.seat.office not in policy.PLANNERS:
        raise NotAllowed("这一页由本单位主席、副主席或工会干事看。需要的话请找他们。")
    rows = list(
        Lesson.objects.filter(union_id=request.seat.union_id)
        .exclude(state="forgotten")
        .select_related("reading", "learned_by")
    )
    owners = _owners(rows, request.seat.union_id)
    groups = [
        {"name": name, "lines": [_line(row, owners) for row in rows if row.kind == kind]}
        for kind, name in lessons.KINDS.items()
    ]
    context = {"groups": [group for group in groups if group["lines"]], "total": len(rows)}
    return render(request, "plans/lessons.html", context)


def _line(row: Lesson, owners: dict[str, str]) -> dict[str, Any]:
    shape = f"，只用在{SHAPES[row.shape]}的计划里" if row.shape not in ("", "calendar") else ""
    said = lessons.told(row.kind, row.said, row.made, owners.get(value_of(row.made), ""))
    return {"row": row, "said": said + shape}


def _owners(rows: list[Lesson], union_id: int | None) -> dict[str, str]:
    """Whom lessons name; who left office since is named with that."""
    values = {value_of(row.made) for row in rows if row.kind == "owner"} - {""}
    known = {one.value: one.label for one in candidates(union_id)} if values else {}
    gone = [value.split(":") for value in values - known.keys()]
    posts = Post.objects.filter(pk__in=[pk for kind, pk in gone if kind == "post"]).select_related("person")
    unions = Union.objects.filter(pk__in=[pk for kind, pk in gone if kind == "union"])
    if gone:
        known |= {f"post:{post.pk}": f"{post.person.name}（原{post}，已不在任）" for post in posts}
        known |= {f"union:{union.pk}": union.name for union in unions}
    return known


@require_POST
def change(request: HttpRequest, pk: int, do: str) -> HttpResponse:
    """Switch one off or on, or delete it. Pressed twice, the second finds it done."""
    row = Lesson.objects.filter(pk=pk).exclude(state="forgotten").first()
    verb, said = VERBS.get(do, (None, ""))
    if row is None or verb is None:
        raise NotAllowed("没有找到这一条改法，可能已经删除。请刷新“读计划时记住的改法”再看。")
    if row.state in verb.move.sources:
        verb(row, by=request.seat, key=request.POST.get("key"))
        toast.say(request, f"{said}这条改法。")
    return redirect("plans:lessons")


urlpatterns = [
    path("read/lessons/", remembered, name="lessons"),
    path("read/lessons/<int:pk>/<slug:do>/", change, name="lesson"),
]
