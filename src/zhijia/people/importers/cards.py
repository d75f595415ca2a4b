"""The service card's list taken in: who is collected, whose card is made or issued, who does not want one (B05)."""

from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import whole
from zhijia.org.founding import known_unions
from zhijia.org.importers.names import UnionNames
from zhijia.org.policy import OFFICERS
from zhijia.org.rules import EARLIEST
from zhijia.people import policy, rules
from zhijia.people.actions import set_card
from zhijia.people.codes import CARD_MADE, CardState
from zhijia.people.importers import columns
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader

STATES = {
    "采集": "collected", "已录入": "collected", "是": "collected", "√": "collected", "在制": "making", "制卡": "making",
    "发卡": "issued", "已领卡": "issued", "已领": "issued", "不愿意": "refused", "不办": "refused", "拒绝": "refused",
    "不愿办": "refused", "挂失": "lost",
}  # fmt: skip


class Cards(Importer):
    """Members of the roll, known by identity number, else by name in their union; new people come in as members first."""

    kind, title, unit, group, list_page = "cards", "服务卡采集", "人", "会员会籍", "people:cards"
    offices = OFFICERS
    sealed = frozenset(("identity", "card"))
    fields = [
        Field("name", "姓名", ("会员姓名", "职工姓名"), needed=True),
        Field("identity", "证件号", ("身份证号", "身份证号码", "证件号码", "身份证"), looks="identity", hint="用来认人"),
        Field("union", "所在工会", ("工会", "工会名称", "单位", "单位名称"), hint="没有证件号时按它和姓名认"),
        Field("step", "服务卡", ("采集情况", "采集状态", "办卡情况", "卡状态", "是否采集"), needed=True,
              hint="已采集、制卡中、已发卡、本人不愿办"),
        Field("on", "日期", ("采集日期", "办理日期", "发卡日期"), hint="没写的按今天"),
        Field("card", "会员卡号", ("卡号", "工会卡号")),
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        known = columns.readers()
        return {
            "step": cells.choice("服务卡", STATES, dict(CardState.choices)),
            "on": cells.day("日期", clock.today(), earliest=EARLIEST),
            "identity": cells.text("证件号", 40),  # only looked up: its check sign is no matter
            **{name: known[name] for name in ("name", "union", "card")},
        }

    def match(self, lines: list[Line], by: Seat) -> None:
        indexes = [
            whole(rules.identity_spelt(line.values["identity"]), of="identity")
            if isinstance(line.values.get("identity"), str) else ""
            for line in lines
        ]  # fmt: skip
        members = Membership.objects.filter(left_on=None)
        rows = members.filter(person__identity_index__in=set(indexes) - {""})
        by_number = dict(rows.values_list("person__identity_index", "person"))
        called = {line.values.get("name") for line, index in zip(lines, indexes, strict=True) if not index}
        here: dict[tuple[str, int], list[int]] = {}
        for name, union, pk in members.filter(person__name__in=called).values_list(
            "person__name", "union", "person"
        ):
            here.setdefault((name, union), []).append(pk)
            here.setdefault((name, 0), []).append(pk)
        names = UnionNames(known_unions(by))
        for line, index in zip(lines, indexes, strict=True):
            if index:
                line.pk = by_number.get(index)
            else:
                union = names.place(line, "union", "所在工会") if "union" in line.values else None
                same = here.get((line.values.get("name", ""), union.pk if union else 0), [])
                line.pk = same[0] if len(same) == 1 else None
                if len(same) > 1:
                    line.fault("name", "同名的不止一人", "有几位会员都叫这个名字。请在表里加一列“证件号”。")
            if line.pk is None and not line.refused:
                line.fault(
                    "name", "名册里没有这个人", "没有找到这位会员，或者不在您的管理范围里。请先登记入会。"
                )

        self._refuse_what_is_made(lines)

    def _refuse_what_is_made(self, lines: list[Line]) -> None:
        said = {line.pk: line for line in lines if line.pk and line.values.get("step") == CardState.REFUSED}
        made = Person.objects.filter(pk__in=said, card_state__in=CARD_MADE)
        for pk, name in made.values_list("pk", "name"):
            said[pk].fault(
                "step",
                "卡已经在制或已发",
                f"{name}的卡已经在制或者已发。登记错了的，在会员页“更正个人信息”里改。",
            )

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Person.objects.filter(pk__in=pks)
        mine = set(rows.filter(policy.may_change_person(by)).values_list("pk", flat=True))
        return {
            row.pk: Known({"step": row.card_state, "card": row.card_index}, row.version, row.pk in mine)
            for row in rows
        }

    def masks(self, pks: Collection[int], by: Seat) -> dict[int, dict[str, str]]:
        return {
            one.pk: {"identity": str(one.identity), "card": str(one.card)}
            for one in Person.objects.filter(pk__in=pks)
        }

    def same(self, code: str, old: Any, new: Any) -> bool:
        """Whose card is being made or issued is collected: a list that says so tells nothing new."""
        if code == "card":
            return bool(old == whole(rules.spelt(new), of="card"))
        return bool(old == new or (new == CardState.COLLECTED and old in CARD_MADE))

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        keep(Person, [line.pk for line in lines if line.pk and "card" in line.changes])
        changes = []
        for line in lines:
            given = {name: line.values[name] for name in ("step", "card") if name in line.changes}
            given |= {"on": line.values["on"]} if "on" in line.values else {}
            changes.append((line.pk, given))
        set_card.each(changes, by=by, reason=by.reason)

    def spoken(self, code: str, value: Any) -> str:
        return dict(CardState.choices).get(value, "") if code == "step" else super().spoken(code, value)
