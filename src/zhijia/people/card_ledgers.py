"""The service card's two registers: the members and how far each is; the targets, union by union."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel import clock
from zhijia.kernel.figures import Ask
from zhijia.kernel.ledger import Column, Condition, Ledger, Mark, Search, Tab
from zhijia.kernel.ledger import Count as Number
from zhijia.kernel.scope import Seat
from zhijia.org import finding, queries
from zhijia.org.models import Closure, ParentEdge, Union
from zhijia.org.policy import CADRES
from zhijia.org.tree import in_force
from zhijia.people import actions
from zhijia.people.codes import CARD_COLLECTED
from zhijia.people.figures import shown
from zhijia.people.models import CardTarget, Membership
from zhijia.people.search import PersonSearch


def collected_by(day: dt.date, to: str = "person__") -> Q:
    """Whose information was collected by that day; where no day was noted, it counts as long ago."""
    dated = Q(**{f"{to}collected_on": None}) | Q(**{f"{to}collected_on__lte": day})
    return Q(**{f"{to}card_state__in": CARD_COLLECTED}) & dated


def issued_by(day: dt.date, to: str = "person__") -> Q:
    dated = Q(**{f"{to}issued_on": None}) | Q(**{f"{to}issued_on__lte": day})
    return Q(**{f"{to}card_state": "issued"}) & dated


def refused_by(day: dt.date, to: str = "person__") -> Q:
    dated = Q(**{f"{to}refused_on": None}) | Q(**{f"{to}refused_on__lte": day})
    return Q(**{f"{to}card_state": "refused"}) & dated


CUTS: dict[str, tuple[str, Any]] = {
    "open": ("未采集", lambda day: ~collected_by(day) & ~refused_by(day)),
    "collected": ("已采集", collected_by),
    "refused": ("本人不愿办", refused_by),
    "issued": ("已发卡", issued_by),
}


def topmost(ask: Ask) -> QuerySet[CardTarget]:
    """The targets that add up: a union's own stands for all below it, so that no member is aimed at twice."""
    day = ask.period.end
    rows = CardTarget.objects.filter(queries.in_tree(ask, day), state="issued", set_on__lte=day)
    above = Closure.objects.filter(
        in_force(day),
        descendant=OuterRef("union"),
        depth__gt=0,
        line=ask.line,
        ancestor__in=rows.values("union"),
    )
    return rows.filter(~Exists(above))


class CardState(Column):
    """Nothing written of a card is a standing too: it has not begun. A file leaves the cell blank."""

    def text(self, row: Any) -> str:
        return super().text(row) or "未采集"


class Cards(Ledger):
    app, name, model = "people", "cards", Membership
    title, unit, group, icon, order = "服务卡采集", "人", "会员会籍", "users", 45
    offices = CADRES
    no_right = "服务卡采集由工会干部办理。您自己的信息在工作台上。"
    promise = "会员登记以后，采集、制卡、发卡一步一步销号。"
    sort = "union_id since"
    columns = [
        Column("person__name", "姓名", card="main"), Column("union__short_name", "所在工会", card="full"),
        Column("employer__name", "工作单位", card="hide"), CardState("person__card_state", "服务卡", card="side"),
        Column("person__collected_on"), Column("person__issued_on", card="hide"),
        Column("person__refused_on", card="hide", away=True), Column("person__card", away=True),
        Column("person__phone", away=True), Column("group__short_name", "小组", away=True),
    ]  # fmt: skip
    filters = [Condition("person__card_state", name="card_state"), "employment", PersonSearch("person")]
    tabs = [
        *(Tab(code, label, lambda cut=cut: cut(clock.today())) for code, (label, cut) in CUTS.items()),
        Tab("making", "制卡中", Q(person__card_state="making")),
    ]  # fmt: skip
    facts = [
        CardState("person__card_state", "服务卡"), Column("person__collected_on"), Column("person__issued_on"),
        Column("person__refused_on"), Column("union__short_name", "所在工会"), Column("employer__name", "工作单位"),
    ]  # fmt: skip
    verbs = [actions.collect, actions.refuse_card, actions.make_card, actions.issue_card]
    bulk: ClassVar = verbs
    ways = (("采集目标", "people:card-targets"),)

    more_filters: ClassVar[dict[str, forms.Field]] = {
        "cut": forms.ChoiceField(label="期末办到哪一步", required=False, choices=[
            ("", "不限"), *((code, label) for code, (label, _) in CUTS.items())])
    }  # fmt: skip

    def within(self, place: Any, form: Any) -> Q:
        rows, cut = shown("members", place.ask), CUTS.get(form.value("cut"))
        return rows & cut[1](place.ask.period.end) if cut else rows


class Of(Number):
    """A count of a target's members that opens to them."""

    beside = ("union__code",)

    def __init__(self, path: str, label: str, cut: str = "") -> None:
        super().__init__(path, label)
        self.cut = cut

    def cell(self, row: Any) -> str | SafeString:
        query = f"u={row.union.code}&sub=1&period={row.shown_on:%Y-%m-%d}..{row.shown_on:%Y-%m-%d}"
        query += f"&cut={self.cut}" if self.cut else ""
        return format_html('<a href="{}?{}">{}</a>', reverse("people:cards"), query, self.text(row))


class CardTargets(Ledger):
    app, name, model = "people", "card-targets", CardTarget
    title, unit, group = "采集目标", "个", "会员会籍"
    offices, in_menu = CADRES, False
    promise = "先定目标再采集：谁定的、多少人、什么时候完成。采集率用目标做分母，不用已采集的数。"
    sort = "union__code"
    columns = [
        Column("union__short_name", "承担单位", card="main"), Number("wanted", "目标"), Of("members", "在册会员"),
        Of("collected", "已采集", "collected"), Of("refused", "不愿办", "refused"), Of("issued", "已发卡", "issued"),
        Column("rate", "采集率（已采集 ÷ 目标）", card="full"), Column("source", card="hide"),
        Column("set_on", card="hide", away=True), Column("due_on", card="hide"), Column("sum_told", "分解", card="hide"),
        Mark("mark", "进度", card="side"),
    ]  # fmt: skip
    filters = [Search("union__name", "source", label="按工会或依据找")]
    tabs = [Tab("issued", "已下达", Q(state="issued")), Tab("withdrawn", "已作废", Q(state="withdrawn"))]
    facts = [
        "wanted",
        "source",
        "set_on",
        Column("set_by__name", "谁登记的"),
        "due_on",
        Column("rate", "采集率"),
    ]
    new, verbs = [actions.set_card_target], [actions.change_card_target, actions.withdraw_card_target]
    ways = (("逐人销号", "people:cards"),)
    more_filters: ClassVar[dict[str, forms.Field]] = {
        "show": forms.ChoiceField(
            label="看哪些", required=False, choices=[("", "全部目标"), ("top", "算进合计的")]
        )
    }

    def within(self, place: Any, form: Any) -> Q:
        if form.value("show"):
            return Q(pk__in=topmost(place.ask).values("pk"))
        return queries.placed(place.ask) & Q(set_on__lte=place.period.end)

    def annotated(self, rows: QuerySet[CardTarget], day: dt.date) -> QuerySet[CardTarget]:
        """Of the members at or below its union on that day: all, and how far their cards were; and the parts below."""
        below = Closure.objects.filter(
            in_force(day),
            ancestor=OuterRef(OuterRef("union")),
            descendant=OuterRef("union"),
            line="territorial",
        )
        members = (
            Membership.objects.filter(Membership.counted(day), Exists(below))
            .order_by()
            .annotate(one=Value(1))
        )
        counts = members.values("one")
        cuts = {
            "members": Count("pk"), "collected": Count("pk", filter=collected_by(day)),
            "refused": Count("pk", filter=refused_by(day)), "issued": Count("pk", filter=issued_by(day)),
        }  # fmt: skip
        edges = ParentEdge.objects.filter(
            in_force(day), parent=OuterRef(OuterRef("union")), line="territorial"
        )
        parts = CardTarget.objects.filter(state="issued", union__in=edges.values("union")).order_by()
        parts = parts.annotate(one=Value(1)).values("one").annotate(sum=Sum("wanted"))
        return rows.annotate(
            shown_on=Value(day, DateField()), split=Subquery(parts.values("sum")),
            **{name: Coalesce(Subquery(counts.annotate(n=cut).values("n")), 0) for name, cut in cuts.items()},
        )  # fmt: skip

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"holder": finding.names(seat, (*Union.UPPER, *Union.GRASSROOTS))}
