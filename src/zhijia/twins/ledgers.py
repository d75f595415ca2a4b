"""The registers of twins: exports made, numbers given by other systems."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q

from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.jobs.models import Job
from zhijia.kernel.ledger import Column, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.org import finding
from zhijia.org.models import Union
from zhijia.org.policy import CADRES
from zhijia.org.queries import in_tree
from zhijia.people.models import Membership
from zhijia.people.search import PersonSearch
from zhijia.twins import actions
from zhijia.twins.models import MemberNumber, Sending, UnionNumber

SHOWN = 200


class Sendings(Ledger):
    app, name, model = "twins", "sendings", Sending
    title, unit, group = "导出记录", "次", "工会组织"
    offices, in_menu = CADRES, False
    promise = "导出一次，这里就记一次：新增几人、变了几人，录进去了没有。"
    on, sort = "asked_on", "-asked_on -pk"
    columns = [
        Column("title", "对照系统", card="main"), "asked_on", Column("union__short_name", "工会"), "new", "changed", "gone",
        Column("asked_by__name", "谁导的", card="hide"), Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", Span("asked_on"), Search("title", "union__name", label="按系统或工会找")]
    tabs = [
        Tab("made", "待录入", Q(state="made")), Tab("entered", "已录入", Q(state="entered")),
        Tab("dropped", "作废的", Q(state="dropped")),
    ]  # fmt: skip
    facts = ["asked_on", Column("union__short_name", "工会"), "new", "changed", "gone", "purpose"]
    verbs = [actions.confirm, actions.drop]
    row_template = "twins/sending.html"

    def next_step(self, row: Sending) -> dict[str, str] | None:
        if row.state != Sending.State.MADE:
            return None
        return {"who": "请把表录进对方系统", "effect": "录好了在这里点一下；没有录的作废，下次还会导出来。", "verb": "confirm",
                "kind": "wait"}  # fmt: skip

    def more(self, row: Sending, seat: Seat) -> dict[str, Any]:
        made = MadeFile.objects.filter(pk=row.made).first() if row.made else None
        job = None if row.made else Job.objects.filter(args__sending=row.pk).first()
        lines = row.lines.exclude(what="same").order_by("pk")
        return {"made": made, "job": job, "lines": Paginator(lines, SHOWN).page(1), "most": SHOWN}


class Numbers(Ledger):
    app, name, model = "twins", "numbers", MemberNumber
    title, unit, group = "会员的对方编号", "个", "工会组织"
    offices, in_menu = CADRES, False
    promise = "别的系统给的编号登记在这里，就知道谁已经录过了。可以把那边导出的名单整表导入。"
    sort = "-entered_on"
    columns = [
        Column("person__name", "姓名", card="main"), Column("twin_told", "对照系统"), "number", "entered_on",
        Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", Span("entered_on"), PersonSearch("person")]
    tabs = [Tab("kept", "已录入", Q(state="kept")), Tab("gone", "已作废", Q(state="gone"))]
    facts = [Column("twin_told", "对照系统"), "number", "entered_on"]
    new, verbs = [actions.note_member], [actions.correct_member, actions.withdraw_member]

    def within(self, place: Any, form: Any) -> Q:
        """Of whoever is a member in the place: the number goes with the person."""
        rows = Membership.objects.filter(
            in_tree(place.ask, place.period.end), Membership.on(place.period.end)
        )
        return Q(person__in=rows.values("person"))


class UnionNumbers(Ledger):
    app, name, model = "twins", "union-numbers", UnionNumber
    title, unit, group = "工会的对方编号", "个", "工会组织"
    offices, in_menu = CADRES, False
    promise = Numbers.promise
    sort = "-entered_on"
    columns = [
        Column("union__name", "工会", card="main"), Column("twin_told", "对照系统"), "number", "entered_on",
        Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", Span("entered_on"), Search("union__name", "number", label="按工会或编号找")]
    tabs = [Tab("kept", "已录入", Q(state="kept")), Tab("gone", "已作废", Q(state="gone"))]
    facts = [Column("twin_told", "对照系统"), "number", "entered_on"]
    new, verbs = [actions.note_union], [actions.correct_union, actions.withdraw_union]

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"which": finding.names(seat, (*Union.UPPER, *Union.GRASSROOTS))}
