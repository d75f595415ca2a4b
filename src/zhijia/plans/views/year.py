"""The year of one union: its plan over the months, and the plan's own way from draft to issue."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.typed import whole
from zhijia.kernel.ui import toast
from zhijia.plans import policy
from zhijia.plans.actions import plans as verbs
from zhijia.plans.forms.year import IssueForm, OpinionForm, ReasonForm
from zhijia.plans.models import Plan
from zhijia.plans.queries_year import owner_of
from zhijia.plans.year_page import YearPage

STEPS: dict[str, dict[str, Any]] = {
    "committee": {
        "verb": verbs.committee_opinion, "form": OpinionForm, "title": "登记委员会意见", "yes": "登记委员会意见",
        "hint": "工会委员会讨论过草案后，记下日期和意见，再报党组织。", "said": "已登记委员会意见。下一步报同级党组织。",
    },
    "party": {
        "verb": verbs.party_opinion, "form": OpinionForm, "title": "登记党组织意见", "yes": "登记党组织意见",
        "hint": "同级党组织批复后，记下日期和意见。", "said": "已登记党组织意见。下一步由主席印发。",
    },
    "issue": {
        "verb": verbs.issue, "form": IssueForm, "title": "印发计划", "yes": "印发，开始执行",
        "hint": "印发后按这份计划算进度，上级工会能看到任务和进度。", "said": "计划已印发，开始执行。",
    },
    "back": {
        "verb": verbs.send_back, "form": ReasonForm, "title": "退回修改", "yes": "退回，改为草案",
        "hint": "退回后可以改任务，改好再讨论。", "said": "已退回，现在是草案。",
    },
    "withdraw": {
        "verb": verbs.withdraw, "form": ReasonForm, "title": "撤回计划", "yes": "撤回这份计划",
        "hint": "撤回后任务不再计数。已经记的台账都留着，仍可查看。", "said": "计划已撤回，台账都还在。",
    },
}  # fmt: skip


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The plan of the page's union and year, as a timeline or a list."""
    page = YearPage(request)
    template = "plans/year.html" if page.plan else "plans/year_empty.html"
    return render(request, template, {"page": page, "owner_of": owner_of})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan's own address leads to its year."""
    return redirect(year_of(_seen(pk), request.GET.urlencode()))


def year_of(row: Plan, more: str = "") -> str:
    address = f"{reverse('plans:year')}?u={row.union.code}&year={row.starts_on.year}&plan={row.pk}"
    return f"{address}&{more}" if more else address


def _seen(pk: int) -> Plan:
    row = Plan.objects.select_related("union", "reading").filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这份计划，或者它还没有印发，您这里看不到。")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a plan: its form, then the verb."""
    row, told = _seen(pk), STEPS.get(name)
    if told is None:
        return redirect("plans:plan", pk)
    if row.union_id != request.seat.union_id or request.seat.office not in policy.PLANNERS:
        raise NotAllowed("计划由它自己工会的主席、副主席或工会干事办。需要的话请联系他们。")
    form = told["form"](request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        drawn = whole(request.POST.get("version"))
        try:
            told["verb"](
                row, by=request.seat, key=request.POST.get("key"), version=drawn, **form.cleaned_data
            )
        except Unfit as unfit:
            for field, sentence in unfit.fields.items():
                form.add_error(field, sentence)
        else:
            toast.say(request, told["said"])
            return redirect("plans:plan", pk)
    context = {"plan": row, "form": form, "step": told}
    return render(request, "plans/plan_step.html", context, status=422 if form.is_bound else 200)


urlpatterns = [
    path("", year, name="year"),
    path("<int:pk>/", plan, name="plan"),
    path("<int:pk>/step/<slug:name>/", step, name="plan_step"),
]
