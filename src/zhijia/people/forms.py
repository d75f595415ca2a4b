from django import forms
from django.db.models import QuerySet

from zhijia.org.forms import ScopedFilter
from zhijia.people.models import Membership, Person

SHOW = {
    "members": "期末在册",
    "joined": "期内入会",
    "left": "期内离会",
    "opening": "期初在册",
}


class MemberFilter(ScopedFilter):
    """The conditions of the member list, as they stand in its address."""

    q = forms.CharField(label="按姓名找", required=False, max_length=20)
    show = forms.ChoiceField(label="看哪些", required=False, choices=list(SHOW.items()))
    gender = forms.ChoiceField(label="性别", required=False, choices=[("", "不限"), *Person.Gender.choices])
    kind = forms.ChoiceField(label="会籍", required=False, choices=[("", "不限"), *Membership.Kind.choices])

    @property
    def shown(self) -> str:
        return self.value("show") or "members"

    def narrow(self, rows: QuerySet[Membership]) -> QuerySet[Membership]:
        if gender := self.value("gender"):
            rows = rows.filter(person__gender=gender)
        if kind := self.value("kind"):
            rows = rows.filter(kind=kind)
        if name := self.value("q").strip():
            rows = rows.filter(person__name__contains=name)
        return rows
