"""The conditions of the trace list. They live in the address, so that every number can open to its rows."""

from django import forms
from django.db.models import Q, QuerySet

from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.ledger.filters import ScopedFilter
from zhijia.kernel.scope import Seat
from zhijia.org.queries import in_tree_on
from zhijia.plans.figures import with_measure
from zhijia.plans.forms.traces import kind_choices
from zhijia.plans.kinds import AREAS, COLUMNS, ONE_EACH, kinds
from zhijia.plans.models import Trace

MEASURES = frozenset({*COLUMNS, *ONE_EACH, *(m.code for kind in kinds() for m in kind.measures)})
NEEDS_EVIDENCE = tuple(kind.code for kind in kinds() if kind.evidence)


def _kinds() -> list[tuple[str, object]]:
    return [("", "不限"), ("none", "还没选种类"), *kind_choices()[1:]]


class TraceFilter(ScopedFilter):
    HIDDEN = (*ScopedFilter.HIDDEN, "sort", "measure", "task")

    q = forms.CharField(label="按做了什么找", required=False, max_length=40)
    kind = forms.ChoiceField(label="种类", required=False, choices=_kinds)
    area = forms.ChoiceField(label="领域", required=False, choices=[("", "不限"), *AREAS.items()])
    month = forms.CharField(label="月份", required=False, widget=forms.DateInput(attrs={"type": "month"}))
    mine = forms.ChoiceField(label="谁记的", required=False, choices=[("", "不限"), ("1", "我记的")])
    evidence = forms.ChoiceField(
        label="附件", required=False, choices=[("", "不限"), ("none", "应有凭据，还没附")]
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "在册"), ("withdrawn", "已作废"), ("undone", "已撤销"), ("all", "全部状态")],
    )
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)
    measure = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_month(self) -> str:
        month = self.cleaned_data["month"]
        if month and _month(month) is None:
            raise forms.ValidationError("月份要写成 2026-03。")
        return month

    def clean_measure(self) -> str:
        measure = self.cleaned_data["measure"]
        if measure and measure not in MEASURES:
            raise forms.ValidationError("没有这种数量。")
        return measure

    def narrow(self, ask: Ask, seat: Seat, *, without: str = "") -> QuerySet[Trace]:
        """The rows that meet every condition but the one named: what dropping it would find."""

        def value(name: str) -> str:
            return "" if name == without else self.value(name)

        rows = Trace.objects.filter(in_tree_on(ask, "on"))
        task, month = value("task"), value("month")
        if month:
            rows = rows.filter(on__range=_span(_month(month)))
        elif not task or self.value("year") or self.value("period"):
            rows = rows.filter(on__range=_span(ask.period))
        if task:
            rows = rows.filter(task_id=task)
        if kind := value("kind"):
            rows = rows.filter(kind__isnull=True) if kind == "none" else rows.filter(kind__code=kind)
        if area := value("area"):
            rows = rows.filter(area=area)
        if measure := value("measure"):
            rows = rows.filter(with_measure(measure))
        if value("mine"):
            rows = rows.filter(recorded_by_id=seat.person_id)
        if value("evidence"):
            rows = rows.filter(evidence=0, kind__code__in=NEEDS_EVIDENCE)
        for word in value("q").split():
            # Own titles are searched as they stand, others only as far as they may be read.
            rows = rows.filter(
                Q(open_title__icontains=word) | Q(title__icontains=word, union_id=seat.union_id)
            )
        return self._in_state(rows, value("state"), seat)

    @staticmethod
    def _in_state(rows: QuerySet[Trace], state: str, seat: Seat) -> QuerySet[Trace]:
        if state == "all":
            return rows
        return rows.filter(state=state or Trace.State.RECORDED)


def _month(text: str | None) -> Period | None:
    try:
        month = Period.parse(text or "")
    except ValueError:
        return None
    return month if month.kind == "month" else None


def _span(period: Period | None) -> tuple:
    assert period is not None
    return period.start, period.end
