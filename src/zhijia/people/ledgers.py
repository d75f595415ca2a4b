"""The registers of people, declared. Every count of members on other pages opens here."""

from typing import Any

from django import forms
from django.db.models import Q

from zhijia.kernel.ledger import Column, Condition, Ledger, Search, Tab
from zhijia.org.policy import CADRES
from zhijia.people.figures import shown
from zhijia.people.models import Membership

SHOW = {"members": "期末在册", "joined": "期内入会", "left": "期内离会", "opening": "期初在册"}


class Members(Ledger):
    app, name, model = "people", "members", Membership
    title, unit, group, icon, order = "会员", "人", "组织与会员", "sitemap", 32
    offices = (*CADRES, "leader")
    no_right = "会员名册由工会干部查看。您自己的会籍在工作台上。"
    promise = "会员由本单位工会干事登记，登记后这里就有名册。"
    sort = "union_id joined_on"  # the index has this order, so that 80,000 rows need no sorting
    columns = [
        Column("person__name", "姓名"), Column("person__gender", card="hide"),
        Column("union__short_name", "所在工会", card="full"), Column("group__short_name", "小组"),
        "joined_on", "left_on", Column("kind", card="side"),
    ]  # fmt: skip
    filters = [
        Condition("person__gender", name="gender"), "kind", Search("person__name", label="按姓名找"),
    ]  # fmt: skip
    more_filters = {"show": forms.ChoiceField(label="看哪些", required=False, choices=[*SHOW.items()])}
    tabs = [
        Tab("women", "女会员", Q(person__gender="female")),
        Tab("temporary", "临时会员", Q(kind="temporary")),
        Tab("retained", "保留会籍", Q(kind="retained")),
    ]
    has_rows_pages = False

    def within(self, place: Any, form: Any) -> Q:
        return shown(form.value("show") or "members", place.ask)
