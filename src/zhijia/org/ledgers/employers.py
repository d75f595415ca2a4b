"""The registers of employers and of visits at their doors, declared."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery

from zhijia.kernel.ledger import Column, Count, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.org import actions, figures, finding, queries, tree
from zhijia.org.ledgers.unions import GROUP, Unions
from zhijia.org.models import Canvass, Coverage, Employer, EmployerAlias, Union
from zhijia.org.policy import CADRES
from zhijia.org.union_page import of_employer


def _called(word: str) -> Q:
    return Q(pk__in=figures.employers_called(word))


class Employers(Ledger):
    app, name, model = "org", "employers", Employer
    title, unit, group, icon, order = "企业和单位", "家", GROUP, "sitemap", 31
    offices = CADRES
    no_right = Unions.no_right
    promise = "登记一家，一厂多名只算一家。"
    sort = "name"
    columns = [
        Column("name", card="main"), Column("also", "又名", card="hide"), "nature",
        Column("covered_by", "由哪个工会覆盖", card="full"), Count("heads", "职工人数", wanted=True),
        Column("found", "摸底", card="hide", away=True), Column("trade", card="hide", away=True),
        Column("ownership", card="hide", away=True), Column("size", card="hide", away=True),
        Column("credit_code", card="hide", away=True), Mark("state", card="side", away=True),
    ]  # fmt: skip
    filters = ["nature", "ownership", "size",
               Search("name", "trade", label="按名称或又名找", also=_called)]  # fmt: skip
    more_filters: ClassVar[dict[str, forms.Field]] = {
        "show": forms.ChoiceField(label="看哪些", required=False, choices=[
            ("", "有工会覆盖的"), ("pool", "应建会未建的"), ("should", "应建会的"), ("all", "登记过的都看")]),
        "through": forms.ChoiceField(
            label="由哪类工会覆盖", required=False,
            choices=[("", "不限"), ("single", "单独建会"), ("joint", "联合工会")]),
        "counted": forms.ChoiceField(
            label="职工人数", required=False, choices=[("", "不限"), ("1", "已登记人数"), ("0", "没登记人数")]),
        "line": Unions.more_filters["line"],
    }  # fmt: skip
    facts = ["nature", Column("covered_by", "由哪个工会覆盖"), Column("heads", "职工人数"), "credit_code"]
    new = [actions.register]
    verbs = [
        actions.correct_employer, actions.name_also, actions.count, actions.put_under, actions.fold_into,
        actions.close_down, actions.reopen,
    ]  # fmt: skip

    def within(self, place: Any, form: Any) -> Q:
        ask, day, show = place.ask, place.period.end, form.value("show")
        if show == "all":
            rows = Q(pk__in=queries.covered(ask, day).values("pk")) | queries.in_tree(
                ask, day, field="area_id"
            )
        else:
            kinds = {"pool": queries.pool, "should": queries.should_organise}
            rows = Q(pk__in=kinds.get(show, queries.covered)(ask, day).values("pk"))
        if through := form.value("through"):
            rows &= Q(pk__in=figures.through_kind(through, ask))
        if counted := form.value("counted"):
            known = Q(pk__in=figures.counted_heads(day))
            rows &= known if counted == "1" else ~known
        return rows

    def annotated(self, rows: QuerySet[Employer], day: dt.date) -> QuerySet[Employer]:
        spans = Coverage.objects.filter(tree.in_force(day), employer=OuterRef("pk"))
        names = EmployerAlias.objects.filter(employer=OuterRef("pk")).order_by().values("employer")
        names = names.annotate(all=StringAgg("name", "、", order_by="pk"))
        rows = queries.with_found(figures.with_heads(rows, day), day)
        return rows.annotate(
            also=Subquery(names.values("all")), covered_by=Subquery(spans.values("union__short_name")[:1])
        )

    row_template = "org/employer.html"

    def more(self, row: Employer, seat: Seat) -> dict[str, Any]:
        return of_employer(row)

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"union": finding.names(seat, Union.GRASSROOTS)}


class Canvasses(Ledger):
    app, name, model = "org", "canvass", Canvass
    title, unit, group, icon, order = "摸底走访", "次", GROUP, "sitemap", 32
    offices = CADRES
    promise = "在门口用手机记：单位、人数、情况。应建会的单位和空白点自动有数。"
    on, sort = "on", "-on"
    columns = [
        Column("employer__name", "单位"), "on", "employees", Column("found", card="hide"), Column("reason", card="hide"),
        "canvasser", Column("union__short_name", "摸底的工会", card="hide"),
        Mark("state", "结果", card="side", away=True),
    ]  # fmt: skip
    filters = ["found", "state", Span("on"), Search("employer__name", label="按单位名称找")]
    tabs = [Tab(code, label, Q(found=code, state="kept")) for code, label in Canvass.Found.choices]
    facts = ["on", "employees", "found", "reason", "canvasser"]
    new, verbs = [actions.canvass], [actions.withdraw_canvass]

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {
            "name": list(
                Employer.objects.filter(same_as=None).order_by("name").values_list("name", flat=True)[:300]
            )
        }
