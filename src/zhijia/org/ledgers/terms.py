"""Terms of bodies, their re-elections and who holds office, declared."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.clock import months_after
from zhijia.kernel.ledger import Column, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day
from zhijia.org import actions, figures, finding, norms, queries, rules
from zhijia.org.ledgers.unions import Unions
from zhijia.org.models import Body, Post, Reelection, Union
from zhijia.org.policy import CADRES
from zhijia.org.union_page import of_reelection

PEOPLE = "干部换届"  # group of the menu


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
            years = int(norms.TERM_YEARS.value(seat.union_id or 0, clock.today()))
            known |= {"holder": _own_name(seat), "term_years": years}
        return known

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"holder": finding.names(seat, Union.Kind.values)}

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
