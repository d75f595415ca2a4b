"""How unions come to be, declared: targets of the year, cases, and what is set up at once."""

import datetime as dt
from typing import Any, ClassVar

from django.db.models import Count as Total
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel import clock
from zhijia.kernel.ledger import Column, Count, Import, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.org import actions, finding, queries, setting_up, tree
from zhijia.org.ledgers.unions import GROUP
from zhijia.org.models import BuildTarget, Closure, Founding, Line, SetUpRule, Union
from zhijia.org.policy import CADRES
from zhijia.org.union_page import of_founding


def _under(lower: OuterRef, upper: OuterRef, day: dt.date) -> Exists:
    places = Closure.objects.filter(tree.in_force(day), line=Line.TERRITORIAL, depth__gt=0)
    return Exists(places.filter(descendant=lower, ancestor=upper))


class Founded(Count):
    """How many were founded, leading to them."""

    beside = ("union__code",)

    def cell(self, row: Any) -> str | SafeString:
        query = f"u={row.union.code}&sub=1&year={row.year}&founded=period"
        return (
            format_html('<a href="{}?{}">{}</a>', reverse("org:unions"), query, row.done) if row.done else "0"
        )


class Targets(Ledger):
    app, name, model = "org", "targets", BuildTarget
    title, unit, group, icon, order = "建会任务", "项", GROUP, "sitemap", 33
    offices = CADRES
    promise = "把全年新建工会的任务分到村、园区和行业，完成数按成立日期自动算。"
    sort = "union__code"
    columns = [
        Column("union__short_name", "承担单位"), "responsible", "wanted", Founded("done", "已新建（个）"),
        Column("sum_told", "分解"), Column("note", card="hide"), Mark("state", "进度", card="side"),
    ]  # fmt: skip
    filters = [Search("union__name", "responsible", label="按工会或责任人找")]
    tabs = [Tab("issued", "已下达", Q(state="issued")), Tab("withdrawn", "已作废", Q(state="withdrawn"))]
    facts = ["responsible", "wanted", Founded("done", "已新建（个）"), Column("sum_told", "分解"), "note"]
    new, verbs = [actions.set_target], [actions.change_target, actions.withdraw_target]
    takes_in = Import(
        "targets", {"holder": ("union__name", "union__short_name", "union__code"), "year": ("year",)}, actions.set_target,
        actions.change_target, live=Q(state="issued"),
        words={"holder": ("工会", "单位", "工会名称"), "wanted": ("新建工会", "任务数", "目标数", "建会任务")},
    )  # fmt: skip

    def within(self, place: Any, form: Any) -> Q:
        return queries.placed(place.ask) & Q(year=place.asked.end.year)

    def annotated(self, rows: QuerySet[BuildTarget], day: dt.date) -> QuerySet[BuildTarget]:
        """What was founded in the target's year and stands below its union, and what was handed on."""
        held = Closure.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("founded_on")), ancestor=OuterRef(OuterRef("union")),
            descendant=OuterRef("pk"), line=Line.TERRITORIAL, valid_from__lte=OuterRef("founded_on"),
        )  # fmt: skip
        founded = Union.objects.filter(
            Exists(held), kind__in=Union.GRASSROOTS, founded_on__year=OuterRef("year"), founded_on__lte=day
        )
        issued = BuildTarget.objects.filter(year=OuterRef("year"), state="issued")
        here, outer, whole = (
            OuterRef("union"),
            OuterRef(OuterRef("union")),
            OuterRef(OuterRef(OuterRef("union"))),
        )
        between = issued.filter(_under(here, whole, day), _under(outer, here, day))
        parts = issued.filter(
            _under(here, outer, day), ~Exists(between)
        )  # the nearest below, however deep they stand
        return rows.annotate(
            done=Coalesce(Subquery(_number(founded, Total("pk"))), 0),
            split=Subquery(_number(parts, Sum("wanted"))),
        )

    def first_values(self, verb: Any, row: Any, seat: Seat) -> dict[str, Any]:
        return super().first_values(verb, row, seat) | ({"year": clock.today().year} if row is None else {})

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"holder": finding.names(seat, (*Union.UPPER, *Union.GRASSROOTS))}


def _number(rows: QuerySet, what: Any) -> QuerySet:
    """One number over all rows of a subquery."""
    return rows.order_by().annotate(one=Value(1)).values("one").annotate(number=what).values("number")


class SetUpRules(Ledger):
    app, name, model = "org", "setup-rules", SetUpRule
    title, unit, group = "建会清单", "项", GROUP
    offices, in_menu = CADRES, False
    promise = "建会时一并要办的事，本地和清单不一样的，在这里改：哪些工会要办、几天内办，写上依据。"
    sort = "item -since"
    columns = [
        "item", "when", "threshold", "days", "since", Column("source", card="full"), Column("union__short_name", "谁定的"),
    ]  # fmt: skip
    has_rows_pages = False
    new = [actions.set_rule]
    ways = (("现在要办哪些", "org:setups"),)

    def within(self, place: Any, form: Any) -> Q:
        """What this union and those above it set: that is what counts here."""
        return Q(union_id__in=tree.above(place.union.pk))

    def first_values(self, verb: Any, row: Any, seat: Seat) -> dict[str, Any]:
        return {"days": 30}

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"item": [rule.item for rule in setting_up.rules_for(seat.union_id, clock.today())]}


class Foundings(Ledger):
    app, name, model = "org", "foundings", Founding
    title, unit, group, icon, order = "建会申请", "件", GROUP, "sitemap", 34
    offices = CADRES
    ways = (("建会清单", "org:setups"),)
    promise = "从申请到批复成立一步一步办，办完工会、覆盖单位和第一届任期自动登记好。"
    sort = "-applied_on"
    columns = [
        Column("name", card="main"), "kind", Column("union__short_name", "上级工会", card="full"), "applied_on", "members",
        Column("founded_on", card="hide"), Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", "kind", Span("applied_on"), Search("name", "employer_name", label="按名称找")]
    tabs = [
        Tab("applied", "待批准", Q(state="applied")), Tab("approved", "筹备中", Q(state="approved")),
        Tab("held", "待批复成立", Q(state="held")), Tab("founded", "已建立", Q(state="founded")),
    ]  # fmt: skip
    facts = ["kind", "employer_name", "members", "contact", "applied_on", "founded_on"]
    new = [actions.apply]
    verbs = [
        actions.approve_founding, actions.refuse_founding, actions.hold, actions.conclude, actions.withdraw_founding,
    ]  # fmt: skip
    STEPS: ClassVar[dict[str, tuple[str, str, str]]] = {
        "applied": ("等上级工会批准筹建", "批准以后成立筹备组，发展会员，准备选举。", "approve_founding"),
        "approved": ("筹备组开会选举", "选出委员和主席以后登记在这里。", "hold"),
        "held": ("等上级工会批复成立", "批复以后，工会、覆盖单位和第一届任期自动登记好。", "conclude"),
    }

    def within(self, place: Any, form: Any) -> Q:
        return queries.placed(place.ask)

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"above": finding.names(seat, Union.UPPER)}

    row_template = "org/founding.html"

    def more(self, row: Founding, seat: Seat) -> dict[str, Any]:
        return of_founding(row)

    def next_step(self, row: Founding) -> dict[str, str] | None:
        if row.state not in self.STEPS:
            return None
        who, effect, verb = self.STEPS[row.state]
        return {"who": who, "effect": effect, "verb": verb}
