"""The conditions of the task list. They live in the address, so that every count can open to its tasks."""

from django import forms
from django.db.models import Q, QuerySet

from zhijia.kernel.figures import Ask
from zhijia.kernel.ledger.filters import ScopedFilter
from zhijia.plans import queries_year
from zhijia.plans.models import Task
from zhijia.plans.year_page import TABS


class TaskFilter(ScopedFilter):
    HIDDEN = (*ScopedFilter.HIDDEN, "plan", "section", "state")

    q = forms.CharField(label="按任务名称找", required=False, max_length=40)
    owner = forms.CharField(label="责任人", required=False, max_length=60)
    state = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)
    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)
    section = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def narrow(self, ask: Ask) -> QuerySet[Task]:
        """Every condition but the state, which is computed. A named plan shows all its tasks, whatever the year."""
        plan, section = self.value("plan"), self.value("section")
        if plan and not self.value("period"):
            rows = queries_year.tasks_of(plan_id=plan).order_by("order", "pk")
        else:
            rows = queries_year.tasks_in(ask)
            rows = rows.filter(plan_id=plan) if plan else rows
        if section:
            rows = rows.filter(section_id=section)
        if name := self.value("q").strip():
            rows = rows.filter(title__contains=name)
        if owner := self.value("owner").strip():
            matched = Q(owner_post__person__name=owner) | Q(owner_union__short_name=owner)
            rows = rows.filter(matched | Q(owner_post=None, owner_union=None, owner_text=owner))
        return rows

    def tabs(self, counts: queries_year.Counts) -> list[tuple[str, str, int]]:
        found = [(code, name, counts.by_state[code]) for code, name in TABS.items() if code]
        asked = self.value("state")
        return [("", TABS[""], counts.total), *(tab for tab in found if tab[2] or tab[0] == asked)]
