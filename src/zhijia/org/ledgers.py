"""The registers of the organisation, declared. Every count of unions and employers on other pages opens here."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count as Total
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhijia.kernel import clock
from zhijia.kernel.clock import months_after
from zhijia.kernel.figures import Ask
from zhijia.kernel.ledger import Column, Count, Day, Import, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day
from zhijia.org import actions, figures, finding, norms, queries, rules, setting_up, tree
from zhijia.org.models import (
    Body,
    BuildTarget,
    Canvass,
    Closure,
    Coverage,
    DayCorrection,
    Employer,
    EmployerAlias,
    Founding,
    Line,
    Post,
    Reelection,
    SetUpRule,
    Union,
)  # fmt: skip
from zhijia.org.policy import CADRES
from zhijia.org.set_ups import outstanding
from zhijia.org.union_page import of_employer, of_founding, of_reelection, of_union

GROUP, PEOPLE, SETTINGS = "工会组织", "干部换届", "设置"  # groups of the menu
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
        kinds = {"upper": Union.UPPER, "inner": Union.INNER, "ever": Union.Kind.values}
        if show == "ended":
            found = queries.ended(ask)
        elif form.value("founded"):
            found = queries.founded(ask)
        elif show in ("ever", "lasting"):
            found = Union.objects.filter(queries.in_tree(ask, day, field="pk"), queries.founded_by(day))
            found = found.filter(figures.lasting(day)) if show == "lasting" else found
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
        actions.close_down,
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


def _under(lower: OuterRef, upper: OuterRef, day: dt.date) -> Exists:
    places = Closure.objects.filter(tree.in_force(day), line=Line.TERRITORIAL, depth__gt=0)
    return Exists(places.filter(descendant=lower, ancestor=upper))


class Founded(Count):
    """How many were founded, leading to them."""

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


def _ends_within(months: int) -> Q:
    today = clock.today()
    return Q(term_to__gte=today, term_to__lte=months_after(today, months))


class Bodies(Ledger):
    app, name, model = "org", "bodies", Body
    title, unit, group, icon, order = "届期", "届", PEOPLE, "user-plus", 52
    offices = CADRES
    promise = "登记委员会的届期，到期前 12、6、3 个月会提醒。"
    sort = "term_to"
    columns = [
        Column("union__short_name", "工会"), "kind", "session_no", "term_from", "term_to", Column("years", "任期"),
        Column("seats", card="hide"), Mark("mark", "到期", card="side"),
    ]  # fmt: skip
    filters = ["kind", Span("term_to"), Search("union__name", "union__short_name", label="按工会找")]
    more_filters: ClassVar[dict[str, forms.Field]] = {
        "show": forms.ChoiceField(label="看哪些", required=False, choices=[
            ("", "期末这一届"), ("overdue", "期末超期未换届"),
            *((f"m{months}", f"期末 {months} 个月内届满") for months in rules.RADAR), ("ever", "以前的也看")]),
        "line": Unions.more_filters["line"],
    }  # fmt: skip
    tabs = [
        Tab("late", "超期未换届", lambda: Q(term_to__lt=clock.today()), late=True),
        Tab("m3", "3 个月内到期", lambda: _ends_within(3)),
        Tab("m6", "6 个月内到期", lambda: _ends_within(6)),
        Tab("m12", "12 个月内到期", lambda: _ends_within(12)),
    ]
    facts = ["kind", "session_no", "term_from", "term_to", Column("years", "任期"), "seats"]
    new, verbs = [actions.elect], [actions.correct_term]

    def within(self, place: Any, form: Any) -> Q:
        day, show = place.period.end, form.value("show")
        if show == "ever":
            return queries.in_tree(place.ask, day) & Q(term_from__lte=day)
        rows = Q(pk__in=queries.terms(place.ask, day).values("pk"))
        if show.startswith("m"):
            return rows & figures.ending_within(int(show[1:]), day)
        return rows & Q(term_to__lt=day) if show == "overdue" else rows

    def first_values(self, verb: Any, row: Any, seat: Seat) -> dict[str, Any]:
        return super().first_values(verb, row, seat) | ({"holder": _own_name(seat)} if row is None else {})

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"holder": finding.names(seat, Union.Kind.values)}


def _own_name(seat: Seat) -> str:
    return Union.objects.get(pk=seat.union_id).name


class Reelections(Ledger):
    app, name, model = "org", "reelections", Reelection
    title, unit, group, icon, order = "换届", "件", PEOPLE, "user-plus", 53
    offices = CADRES
    promise = "请示、批复、报结果、批准，一步一步办，文书有样子可以照着写。"
    sort = "-asked_on"
    columns = [
        Column("union__short_name", "工会"), "session_no", "due_on", "planned_on", "seats",
        Column("held_on", card="hide"), Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", Span("planned_on"), Search("union__name", "union__short_name", label="按工会找")]
    tabs = [
        Tab("asked", "等上级批复", Q(state="asked")), Tab("allowed", "待选举", Q(state="allowed")),
        Tab("reported", "等上级批准", Q(state="reported")), Tab("confirmed", "已批准", Q(state="confirmed")),
    ]  # fmt: skip
    facts = ["session_no", "due_on", "planned_on", "seats", "term_years", "late_reason"]
    new = [actions.ask]
    verbs = [
        actions.allow, actions.send_back, actions.ask_again, actions.report, actions.confirm,
        actions.withdraw_reelection,
    ]  # fmt: skip
    STEPS: ClassVar[dict[str, tuple[str, str, str]]] = {
        "asked": ("等上级工会批复", "同意以后就可以开会选举。", "allow"),
        "returned": ("请照意见补正", "补正以后再报上级。", "ask_again"),
        "allowed": ("可以开会选举了", "选完登记到会人数和名单，报上级批准。", "report"),
        "reported": ("等上级工会批准结果", "批准以后，新一届的任期从选举那天算。", "confirm"),
    }

    def within(self, place: Any, form: Any) -> Q:
        return queries.placed(place.ask)

    def first_values(self, verb: Any, row: Any, seat: Seat) -> dict[str, Any]:
        known = super().first_values(verb, row, seat)
        if row is None:
            known |= {"term_years": int(norms.TERM_YEARS.value(seat.union_id or 0, clock.today()))}
        return known

    row_template = "org/reelection.html"

    def more(self, row: Reelection, seat: Seat) -> dict[str, Any]:
        return of_reelection(row)

    def next_step(self, row: Reelection) -> dict[str, str] | None:
        if row.state not in self.STEPS:
            return None
        who, effect, verb = self.STEPS[row.state]
        return {
            "who": who,
            "due": day(row.planned_on, "due") if row.state in ("asked", "allowed") else "",
            "effect": effect,
            "verb": verb,
            "kind": "late" if row.mark[0] == "late" else "",
        }


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


class Cadres(Ledger):
    app, name, model = "org", "cadres", Post
    title, unit, group, icon, order = "工会干部名册", "人次", PEOPLE, "user-plus", 51
    offices = CADRES
    promise = "请干部以后，名册就在这里，谁该上岗培训一看就知道。"
    sort = "union_id pk"
    columns = [
        Column("person__name", "姓名"), Column("union__short_name", "工会", card="full"), "office",
        Column("employment", card="hide"), Column("portfolio", card="hide"), "held_from", Column("held_to", card="hide"),
        Column("inducted_on", card="hide"), Mark("mark", "上岗培训", card="side"),
    ]  # fmt: skip
    filters = [
        "office",
        "employment",
        Span("held_from"),
        Search("person__name", "union__name", label="按姓名或工会找"),
    ]
    more_filters: ClassVar[dict[str, forms.Field]] = {
        "show": forms.ChoiceField(
            label="看哪些", required=False, choices=[("", "在任的"), ("ever", "离任的也看")]
        )
    }
    tabs = [
        Tab("due", "待上岗培训", lambda: Q(
            inducted_on=None, held_from__gte=months_after(clock.today(), -rules.INDUCTION_MONTHS))),
        Tab("late", "超过一年未培训", lambda: Q(
            inducted_on=None, held_from__lt=months_after(clock.today(), -rules.INDUCTION_MONTHS)), late=True),
        Tab("full", "专职", Q(employment="full")),
        Tab("organiser", "组织员", Q(office="organiser")),
    ]  # fmt: skip
    facts = ["office", "employment", "held_from", "held_to", "inducted_on", "portfolio"]
    verbs, bulk = [actions.describe_post, actions.induct], [actions.induct]

    def within(self, place: Any, form: Any) -> Q:
        rows = queries.placed(place.ask) & Q(held_from__lte=place.period.end)
        return rows if form.value("show") == "ever" else rows & Post.on(place.period.end)


def _number(rows: QuerySet, what: Any) -> QuerySet:
    """One number over all rows of a subquery."""
    return rows.order_by().annotate(one=Value(1)).values("one").annotate(number=what).values("number")


class Days(Ledger):
    app, name, model = "org", "days", DayCorrection
    title, unit, group, icon, order = "放假和调休", "天", SETTINGS, "settings", 96
    offices = CADRES
    promise = "国家公布的放假和调休已经在里面。和本单位不一样的那几天，在这里改，算工作日就准了。"
    on, sort = "day", "-day"
    columns = [Column("written", "日期"), "works", "note", "union__short_name", Mark("state", card="side")]
    filters = ["works", Span("day")]
    tabs = [Tab("kept", "在用", Q(state="kept")), Tab("gone", "已取消", Q(state="gone"))]
    facts = ["works", "note"]
    new, verbs = [actions.correct_day], [actions.drop_day]

    def within(self, place: Any, form: Any) -> Q:
        """What this union and those above it decided: that is what counts here."""
        return Q(union_id__in=tree.above(place.union.pk), day__range=(place.asked.start, place.asked.end))
