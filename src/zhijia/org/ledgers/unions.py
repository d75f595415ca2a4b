"""The register of unions, declared; every count of unions on other pages opens here."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask
from zhijia.kernel.ledger import Column, Count, Day, Ledger, Mark, Search
from zhijia.kernel.scope import Seat
from zhijia.org import actions, figures, finding, queries, setting_up, tree
from zhijia.org.models import Coverage, Post, Union
from zhijia.org.policy import CADRES
from zhijia.org.set_ups import outstanding
from zhijia.org.union_page import of_union

GROUP = "工会组织"  # of the menu
Narrow = Callable[[QuerySet[Union], Ask], QuerySet[Union]]
SHOW = {
    "": "基层工会", "upper": "上级工会和联合会", "inner": "分工会和小组", "ended": "期内撤销和并入",
    "lasting": "建过的基层工会", "ever": "以前的也看",
}  # fmt: skip
FAULTS: dict[str, tuple[str, Callable[[dt.date], Q]]] = {
    "chair": ("缺主席", lambda day: ~Exists(Post.objects.filter(Post.on(day), union=OuterRef("pk"), office="chair"))),
    "code": ("缺统一社会信用代码", lambda day: Q(credit_code="")),
    "certificate": ("法人证书过期或可以换", lambda day: queries.renewable(clock.today())),
    "seal": ("缺印章情况", lambda day: Q(seal="")),
    "accounts": ("缺账户情况", lambda day: Q(own_accounts="")),
    "employers": ("缺覆盖单位", lambda day: ~Exists(
        Coverage.objects.filter(tree.in_force(day), union=OuterRef("pk")))),
}  # fmt: skip


class Covered(Count):
    """How many employers, leading to them as of the same day."""

    def cell(self, row: Any) -> str | SafeString:
        if not row.employers:
            return "" if row.kind in Union.INNER else "未登记"
        day = f"{row.shown_on:%Y-%m-%d}"
        query = f"u={row.code}&sub=0&period={day}..{day}"
        return format_html('<a href="{}?{}">{} 家</a>', reverse("org:employers"), query, row.employers)


class Unions(Ledger):
    app, name, model = "org", "unions", Union
    title, unit, group, icon, order = "工会", "个", GROUP, "sitemap", 30
    offices = CADRES
    no_right = "组织台账由工会干部查看。需要核对本单位信息，请找本单位工会干事。"
    promise = "把名单贴进来就能建，一行一个。"
    ways = (("建工会", "org:found-list"),)
    sort = "code"
    columns = [
        Column("name", card="main"), Column("kind", card="full"), Column("nature", card="hide"),
        Column("chair", "主席"), Covered("employers", "覆盖单位"), Day("founded_on", card="hide"),
        Column("code", card="hide"), Column("credit_code", card="hide", away=True),
        Column("own_accounts", card="hide", away=True), Column("certificate_to", card="hide", away=True),
        Column("scope", card="hide", away=True), Mark("state", card="side", away=True),
    ]  # fmt: skip
    filters = [
        "kind", "nature", "scope", Search("name", "short_name", "code", label="按名称或代码找"),
    ]  # fmt: skip
    more_filters: ClassVar[dict[str, forms.Field]] = {
        "show": forms.ChoiceField(label="看哪些", required=False, choices=[*SHOW.items()]),
        "founded": forms.ChoiceField(label="成立", required=False, choices=[("", "不限"), ("period", "期内新建")]),
        "fault": forms.ChoiceField(
            label="缺什么", required=False, choices=[("", "不限"), *((name, one[0]) for name, one in FAULTS.items())]
        ),
        "set_up": forms.ChoiceField(
            label="五同步", required=False, choices=[("", "不限"), ("done", "已办齐"), ("open", "没办齐")]
        ),
        "line": forms.ChoiceField(label="按哪条线", required=False, choices=[("", "地区线"), ("industrial", "产业（系统）线")]),
    }  # fmt: skip
    facts = ["kind", "code", "founded_on", "credit_code", "certificate_to", "own_accounts"]
    verbs = [
        actions.rename,
        actions.describe,
        actions.certify,
        actions.tick,
        actions.move,
        actions.merge,
        actions.dissolve,
    ]
    row_template = "org/union.html"
    contributed: ClassVar[dict[str, Narrow]] = {}

    @classmethod
    def offer(cls, name: str, label: str, choice: str, narrow: Narrow) -> None:
        """Contribute one condition, at start: `narrow` gets the rows and the question of the page."""
        cls.contributed[name] = narrow
        choices = [("", "不限"), ("1", choice)]
        cls.more_filters[name] = forms.ChoiceField(label=label, required=False, choices=choices)

    def within(self, place: Any, form: Any) -> Q:
        ask, day, show = place.ask, place.period.end, form.value("show")
        kinds = {"upper": Union.UPPER, "ever": Union.Kind.values}
        if show == "ended":
            found = queries.ended(ask)
        elif form.value("founded"):
            found = queries.founded(ask)
        elif show in ("ever", "lasting"):
            found = Union.objects.filter(queries.in_tree(ask, day, field="pk"), queries.founded_by(day))
            found = found.filter(figures.lasting(day)) if show == "lasting" else found
        elif show == "inner":  # parts of the unions asked for, so also of a single one
            inside = queries.in_tree(ask, day, field="home_id")
            found = Union.objects.filter(queries.standing(day), inside, kind__in=Union.INNER)
        else:
            found = queries.standing_below(ask, day).filter(kind__in=kinds.get(show, Union.GRASSROOTS))
        rows = Q(pk__in=found.values("pk"))
        if fault := FAULTS.get(form.value("fault")):
            rows &= Q(fault[1](day))
        if wanted := form.value("set_up"):
            lacking = outstanding(ask)
            rows &= Q(pk__in=[pk for pk, items in lacking.items() if bool(items) == (wanted == "open")])
        for name, narrow in self.contributed.items():
            if form.value(name):
                rows &= Q(pk__in=narrow(Union.objects.all(), ask).values("pk"))
        return rows

    def annotated(self, rows: QuerySet[Union], day: dt.date) -> QuerySet[Union]:
        return figures.with_counts(rows, day)

    def more(self, row: Union, seat: Seat) -> dict[str, Any]:
        return of_union(row, seat)

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {
            "parent": finding.names(seat, Union.UPPER),
            "into": finding.names(seat, Union.GRASSROOTS),
            "item": [rule.item for rule in setting_up.rules_for(seat.union_id, clock.today())],
        }
