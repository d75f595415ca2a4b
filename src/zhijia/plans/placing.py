"""Where a task that the document did not name goes: under which heading, in which order, with which number."""

from typing import Any

from django.db.models import Count

from zhijia.plans.models import Plan, Section, Task


def placed(plan: Plan, values: dict[str, Any]) -> Task:
    """A new task at the end of its heading, with the next number there."""
    same = list(Task.objects.filter(plan=plan, section=values.get("section")).order_by("order"))
    every = Task.objects.filter(plan=plan).order_by("-order").first()
    chapters = [int(t.number.partition(".")[0] or 0) for t in Task.objects.filter(plan=plan).only("number")]
    chapter = same[-1].number.partition(".")[0] if same else str(max(chapters, default=0) + 1)
    order = same[-1].order if same else (every.order + 1 if every else 0)
    return Task(plan=plan, order=order, number=f"{chapter}.{len(same) + 1}", **values)


def fitting_section(plan: Plan, area: str) -> Section | None:
    """The heading under which the plan's own tasks of this area stand; the first that gathers it where none does."""
    if not area:
        return None
    own = (
        Task.objects.filter(plan=plan, area=area)
        .exclude(section=None)
        .values("section")
        .annotate(n=Count("pk"))
    )
    most = own.order_by("-n", "section__order").values_list("section", flat=True).first()
    sections = Section.objects.filter(plan=plan)
    return sections.filter(pk=most).first() if most else sections.filter(areas__contains=[area]).first()
