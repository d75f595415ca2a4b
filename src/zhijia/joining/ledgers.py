"""The registers of joining, declared."""

from typing import Any

from django.db.models import Q

from zhijia.joining import actions
from zhijia.joining.models import Application, Transfer
from zhijia.kernel.actions import Action
from zhijia.kernel.ledger import Column, Import, Ledger, Mark, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day
from zhijia.org.policy import OFFICERS
from zhijia.org.queries import in_tree


class Applications(Ledger):
    app, name, model = "joining", "applications", Application
    title, unit, group, icon, order = "入会申请", "件", "会员会籍", "users", 41
    offices = OFFICERS
    no_right = "入会申请由工会主席、副主席和干事审批。"
    promise = "打开入会二维码，职工扫码就能申请，批准后自动进会员名册。"
    sort = "-applied_on"
    columns = [
        "name", Column("identity", card="hide"), Column("phone"), "workplace", Column("department", away=True),
        "employment", "source", "applied_on", "opinion", "decided_on", Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", "source", "employment", Span("applied_on"), Search("name", label="按姓名找")]
    tabs = [
        Tab("open", "待审批", Q(state__in=Application.OPEN)),
        Tab("admitted", "已入会", Q(state="admitted")),
        Tab("rejected", "未批准", Q(state="rejected")),
    ]
    facts = ["applied_on", "source", "workplace", "employment", "opinion", "decided_on"]
    new, bulk = [actions.apply], [actions.admit, actions.reject]
    verbs = [actions.admit, actions.consider, actions.reject]
    takes_in = Import(  # a list of those who apply together; the committee admits them together as well
        "applications", {"identity": ("identity_index",)}, actions.apply, live=Q(state__in=Application.OPEN),
        words={"identity": ("身份证号", "身份证号码", "证件号码"), "phone": ("手机号", "手机号码", "联系电话", "电话"),
               "workplace": ("单位",), "department": ("车间", "班组"), "employment": ("用工类型",)},
    )  # fmt: skip

    def first_values(self, verb: Action, row: Any, seat: Seat) -> dict[str, Any]:
        known = super().first_values(verb, row, seat)
        if verb is not actions.admit:
            return known
        homeless = row is not None and row.employment == "flexible" and not row.workplace
        return known | {"kind": "temporary" if homeless else "ordinary"}

    def next_step(self, row: Application) -> dict[str, str] | None:
        if row.state not in Application.OPEN:
            return None
        effect = "批准后进会员名册，证件号和手机转到名册里，申请上不再留。"
        return {"who": "等工会委员会审批", "effect": effect, "kind": "wait", "verb": "admit"}


class Transfers(Ledger):
    app, name, model = "joining", "transfers", Transfer
    title, unit, group, icon, order = "会籍接转", "件", "会员会籍", "users", 43
    offices = OFFICERS
    no_right = "会籍接转由工会主席、副主席和干事办理。"
    promise = "会员换了单位，会籍跟着走，两边都能看到办到哪一步、等了几天。"
    sort = "-asked_on"
    columns = [
        "name", Column("from_union__short_name", "转出工会"), Column("to_union__short_name", "转入工会"), "asked_on",
        "due_on", Column("waits", "已等"), "done_on", Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", Span("asked_on"), Search("name", label="按姓名找")]
    tabs = [
        Tab("open", "办理中", Q(state__in=Transfer.OPEN)),
        Tab("late", "超过期限", Transfer.late, late=True),
        Tab("done", "已接转", Q(state="done")),
    ]
    facts = [
        Column("from_union__name", "转出工会"), Column("to_union__name", "转入工会"), "asked_on", "due_on",
        Column("waits", "已等"), "done_on",
    ]  # fmt: skip
    new = [actions.send, actions.call]
    verbs = [actions.receive, actions.release, actions.complete, actions.withdraw]

    def within(self, place: Any, form: Any) -> Q:
        ask = place.ask
        return in_tree(ask, ask.period.end, field="from_union_id") | in_tree(
            ask, ask.period.end, field="to_union_id"
        )

    def next_step(self, row: Transfer) -> dict[str, str] | None:
        if not row.open:
            return None
        side = row.to_union if row.state == "sent" else row.from_union
        verb = "receive" if row.state == "sent" else "release"
        effect = "按规定不能拒绝；过期没有办，由上级工会代为办结。"
        return {"who": f"等{side.short_name}办", "due": day(row.due_on, "due"), "effect": effect,
                "kind": "late" if row.is_late else "wait", "verb": verb}  # fmt: skip
