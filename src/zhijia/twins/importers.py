"""The list that another system gives back: who is entered there, under which number."""

from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.secrets import whole
from zhijia.org.founding import known_unions
from zhijia.org.importers.names import UnionNames
from zhijia.org.models import Union
from zhijia.org.policy import OFFICERS
from zhijia.org.rules import EARLIEST
from zhijia.people import rules
from zhijia.people.importers import columns
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader
from zhijia.twins import actions
from zhijia.twins.layouts import of_kind
from zhijia.twins.models import MemberNumber, UnionNumber

NUMBER = Field(
    "number",
    "对方编号",
    ("编号", "会员编号", "工会编号", "系统编号", "会员编码", "组织编码", "ID"),
    needed=True,
)
TWIN = Field("twin", "对照系统", ("系统", "系统名称"), hint="没写的按第一个")
ENTERED = Field("entered_on", "录入日期", ("录入时间", "登记日期", "创建时间"), hint="没写的按今天")


class _Numbers(Importer):
    """What both lists have in common: only the number and its day are taken; who it is must be known here already."""

    unit, group, offices = "个", "工会组织", OFFICERS
    about: str
    subject: str  # the column of the model that says whose number it is
    model: Any
    note: Any
    correct: Any
    whose = ""

    def readers(self) -> dict[str, Reader]:
        words = {one.title: one.code for one in of_kind(self.about)}
        return {
            "number": cells.text("对方编号", 40), "entered_on": cells.day("录入日期", clock.today(), earliest=EARLIEST),
            "twin": cells.choice("对照系统", {}, {code: title for title, code in words.items()}),
        }  # fmt: skip

    def token(self, line: Line) -> Any:
        return (line.values.get("twin"), line.kept) if line.kept else None

    def match(self, lines: list[Line], by: Seat) -> None:
        """Whose number it is, then whether one is noted already."""
        first = of_kind(self.about)[0].code
        for line in lines:
            line.values.setdefault("twin", first)
        self.find(lines, by)
        subjects = {line.kept for line in lines if line.kept}
        rows = self.model.objects.filter(state="kept", **{f"{self.subject}__in": subjects})
        there = {(twin, pk): row for row, twin, pk in rows.values_list("pk", "twin", self.subject)}
        for line in lines:
            if line.kept:
                line.pk = there.get((line.values["twin"], line.kept))
            elif not line.refused:
                line.fault(self.called, f"台账里没有这{self.whose}", f"没有找到这{self.whose}，或者不在您的管理范围里。"
                           "请核对，或者先登记。")  # fmt: skip

    def find(self, lines: list[Line], by: Seat) -> None:
        raise NotImplementedError

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = self.model.objects.filter(pk__in=pks)
        mine = set(rows.filter(self.note.allowed(by)).values_list("pk", flat=True))
        return {
            row.pk: Known({"number": row.number, "entered_on": row.entered_on}, row.version, row.pk in mine)
            for row in rows
        }

    def may_add(self, lines: list[Line], by: Seat) -> None:
        """One number is one person's, in the file and in the register."""
        numbers = [line.values["number"] for line in lines]
        with system("对方编号是不是已经登记给别处的人"):
            rows = self.model.objects.filter(state="kept", number__in=numbers)
            taken = set(rows.values_list("twin", "number"))
        for line in lines:
            one = (line.values["twin"], line.values["number"])
            if one in taken:
                line.fault("number", "编号重复", "这个编号已经登记给别人了。请核对是不是抄错了行。")
            taken.add(one)

    def add(self, lines: list[Line], by: Seat) -> None:
        rows = []
        for line in lines:
            values = {name: line.values[name] for name in ("twin", "number")}
            on = line.values.get("entered_on") or clock.today()
            rows.append(self.model(**{f"{self.subject}_id": line.kept}, entered_on=on, **values))
        self.note.all(rows, by=by)

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        changes = [(line.pk, {name: pair[1] for name, pair in line.changes.items()}) for line in lines]
        self.correct.each(changes, by=by)


class MemberNumbers(_Numbers):
    """By identity number, else by name in the union the file names."""

    kind, title, list_page, whose = "member-numbers", "会员的对方编号", "twins:numbers", "个人"
    about, subject, model = "members", "person", MemberNumber
    note, correct = actions.note_member, actions.correct_member
    sealed = frozenset(("identity",))
    fields = [
        Field("name", "姓名", ("会员姓名", "职工姓名"), needed=True),
        Field("identity", "证件号", ("身份证号", "身份证号码", "证件号码", "身份证"), looks="identity", hint="用来认人"),
        Field("union", "所在工会", ("工会", "工会名称", "所属工会"), hint="没有证件号时按它和姓名认"),
        NUMBER, TWIN, ENTERED,
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        known = columns.readers()
        own = {name: known[name] for name in ("name", "union")}
        # Only looked up here, so its check sign is no matter.
        return super().readers() | own | {"identity": cells.text("证件号", 40)}

    def find(self, lines: list[Line], by: Seat) -> None:
        indexes = [
            whole(rules.identity_spelt(line.values["identity"]), of="identity") if "identity" in line.values else ""
            for line in lines
        ]  # fmt: skip
        rows = Person.objects.filter(identity_index__in=set(indexes) - {""}, merged_into=None)
        by_number = {
            index: (pk, name) for pk, index, name in rows.values_list("pk", "identity_index", "name")
        }
        names = UnionNames(known_unions(by))
        here: dict[tuple[str, int], list[int]] = {}
        called = {line.values.get("name") for line, index in zip(lines, indexes, strict=True) if not index}
        members = Membership.objects.filter(left_on=None, person__name__in=called)
        for name, union, pk in members.values_list("person__name", "union", "person"):
            here.setdefault((name, union), []).append(pk)
            here.setdefault((name, 0), []).append(pk)
        for line, index in zip(lines, indexes, strict=True):
            if index:
                line.kept, name = by_number.get(index, (None, ""))
                if line.kept and name != line.values.get("name", name):
                    line.warn(
                        "name", "姓名和台账不一样", f"这个证件号在台账里是“{name}”。按证件号登记了，请核对。"
                    )
                continue
            union = names.place(line, "union", "所在工会") if "union" in line.values else None
            same = here.get((line.values.get("name", ""), union.pk if union else 0), [])
            if len(same) == 1:
                line.kept = same[0]
            elif same:
                line.fault("name", "同名的不止一人", "有几位会员都叫这个名字。请在表里加一列“证件号”。")


class UnionNumbers(_Numbers):
    """By credit code or our own code, else by name."""

    kind, title, list_page, whose = "union-numbers", "工会的对方编号", "twins:union-numbers", "个工会"
    about, subject, model = "unions", "union", UnionNumber
    note, correct = actions.note_union, actions.correct_union
    fields = [
        Field("name", "工会名称", ("工会全称", "工会", "名称", "组织名称"), needed=True),
        Field("credit_code", "统一社会信用代码", ("信用代码", "工会统一社会信用代码"), hint="用来认是哪个工会"),
        NUMBER, TWIN, ENTERED,
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        return super().readers() | {
            "name": cells.text("工会名称", 60), "credit_code": cells.text("统一社会信用代码", 30),
        }  # fmt: skip

    def find(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(known_unions(by))
        codes = dict(Union.objects.exclude(credit_code="").values_list("credit_code", "pk"))
        for line in lines:
            line.kept = codes.get(str(line.values.get("credit_code", "")).strip().upper())
            if line.kept is None and "name" in line.values:
                found = names.place(line, "name", "工会")
                line.kept = found.pk if found else None
