"""The registers of relief, declared."""

from typing import Any

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Action
from zhijia.kernel.ledger import Import, Ledger, Mark, Money, Search, Span, Tab
from zhijia.kernel.scope import Seat
from zhijia.kernel.templatetags.ui import day
from zhijia.org.queries import colleagues
from zhijia.relief import actions, kinds, policy
from zhijia.relief.models import Visit


class Visits(Ledger):
    app, name, model = "relief", "visits", Visit
    title, unit, group, icon, order = "走访登记", "次", "服务帮扶", "heart-handshake", 25
    offices = policy.REPORTERS
    no_right = "走访由工会干部和小组长登记。谁家有事，可以告诉本小组的组长。"
    promise = "走访回来随手记一条，年底总结自动有数。"
    below = ("relief:figures", "走访名单留在各单位，上级只看数。")
    on, sort = "due_on", "-due_on"
    columns = [
        "name", "kind", "due_on", "visited_on", "visitor", "second_visitor", "gift", "goods",
        Money("amount", total=True), "fund", Mark("state", card="side"),
    ]  # fmt: skip
    filters = ["state", "kind", "gift", "fund", Span("visited_on"), Search("name", label="按姓名找")]
    tabs = [
        Tab("due", "待走访", Q(state="due")),
        Tab("late", "已逾期", lambda: Q(state="due", due_on__lt=clock.today()), late=True),
        Tab("done", "已走访", Q(state="done")),
        Tab("missed", "未走访", Q(state="missed")),
    ]
    facts = ["kind", "due_on", "visited_on", "visitor", "amount", "fund"]
    new, bulk = [actions.record, actions.arrange], [actions.miss, actions.withdraw]
    verbs = [actions.complete, actions.correct, actions.miss, actions.withdraw]
    takes_in = Import(
        "visits", {"name": ("name",), "visited_on": ("visited_on",), "kind": ("kind",)}, actions.record, actions.correct,
        live=Q(state="done"),
        words={"name": ("姓名", "被走访人", "慰问对象"), "kind": ("走访事由", "走访类型", "类别"),
               "visited_on": ("走访时间", "日期", "时间"),
               "second_visitor": ("陪同人",), "amount": ("金额", "慰问金", "慰问金额"), "note": ("备注", "情况说明")},
    )  # fmt: skip

    def first_values(self, verb: Action, row: Visit | None, seat: Seat) -> dict[str, Any]:
        known = super().first_values(verb, row, seat)
        if verb in (actions.record, actions.complete):
            kind = kinds.by_code()[row.kind if row else "hospital"]
            known |= {"visited_on": clock.today(), "visitor": seat.name, "gift": kind.gift, "fund": kind.fund}
        return known

    def suggestions(self, seat: Seat) -> dict[str, list[str]]:
        return {"second_visitor": colleagues(seat)}

    def next_step(self, row: Visit) -> dict[str, str] | None:
        if row.state == "missed":
            return {
                "who": "没有走访",
                "effect": "后来补上的，照样可以登记结果。",
                "kind": "wait",
                "verb": "complete",
            }
        if row.state != "due":
            return None
        late = row.mark[0] == "late"
        return {"who": "等走访", "due": day(row.due_on, "due"), "effect": "走访回来登记日期、两位走访人和慰问金额。",
                "kind": "late" if late else "", "verb": "complete"}  # fmt: skip
