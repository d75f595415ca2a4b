"""Posts of union cadres taken in from workbooks: who holds which office where, since when."""

from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import whole
from zhijia.org.actions import appoint
from zhijia.org.founding import known_unions
from zhijia.org.importers.names import EARLIEST, UnionNames
from zhijia.org.models import Office, Post, Union
from zhijia.org.policy import OFFICERS
from zhijia.people import rules
from zhijia.people.actions import enter
from zhijia.people.importers import columns
from zhijia.people.lists import office_of
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Fault, Reader
from zhijia.sheetreader.model import Cell


class Posts(Importer):
    """The cadres. A person is known by identity number, else by name among the people of that union."""

    kind, title, unit, group, list_page = "posts", "工会干部", "个", "干部换届", "people:officers"
    offices = OFFICERS
    sealed = frozenset(("identity", "phone"))
    fields = [
        Field("name", "姓名", ("干部姓名", "名字"), needed=True),
        Field("union", "所在工会", ("工会", "工会名称", "单位", "任职工会", "所属工会"), needed=True, hint="按名称找"),
        Field("office", "职务", ("工会职务", "任职", "担任职务"), needed=True, hint="主席、副主席、干事、会计、经审委员……"),
        Field("held_from", "任职日期", ("任职时间", "当选日期", "任职起始", "起始日期"), hint="没写的按今天"),
        Field("portfolio", "分工", ("委员分工", "负责工作")),
        Field("gender", "性别", looks="sex"),
        Field("identity", "证件号", ("身份证号", "身份证号码", "证件号码", "身份证"), looks="identity", hint="用来认人"),
        Field("phone", "手机", ("手机号", "手机号码", "联系电话", "电话"), looks="phone"),
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        today = clock.today()
        of_members = columns.readers()
        return {
            "union": cells.text("所在工会", 60), "office": _office, "portfolio": cells.text("分工", 30),
            "held_from": cells.day("任职日期", today, earliest=EARLIEST),
            **{name: of_members[name] for name in ("name", "gender", "identity", "phone")},
        }  # fmt: skip

    def resolve(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(known_unions(by))
        for line in lines:
            union = names.place(line, "union", "所在工会")
            line.values.pop("union", None)
            if union is not None:
                line.values["union"] = union

    def token(self, line: Line) -> Any:
        union, office = line.values.get("union"), line.values.get("office")
        return (
            line.values.get("name"),
            line.values.get("identity"),
            union and union.pk,
            office and office[0],
        )

    def match(self, lines: list[Line], by: Seat) -> None:
        """First the persons, then whether they hold the post today."""
        self._persons(lines, by)
        held: dict[tuple[int, int, str], int] = {}
        persons = {line.kept for line in lines if line.kept is not None}
        for pk, *what in Post.objects.filter(Post.on(clock.today()), person__in=persons).values_list(
            "pk", "person", "union", "office"
        ):
            held[tuple(what)] = pk  # type: ignore[index]
        for line in lines:
            if line.kept is not None and "union" in line.values and "office" in line.values:
                line.pk = held.get((line.kept, line.values["union"].pk, line.values["office"][0]))

    def _persons(self, lines: list[Line], by: Seat) -> None:
        numbers = {
            whole(rules.identity_spelt(line.values["identity"]), of="identity")
            for line in lines
            if "identity" in line.values
        }
        by_number = dict(
            Person.objects.filter(identity_index__in=numbers, merged_into=None).values_list(
                "identity_index", "pk"
            )
        )
        called = {line.values["name"] for line in lines if "name" in line.values}
        here: dict[tuple[str, int], set[int]] = {}
        for name, union, pk in Membership.objects.filter(left_on=None, person__name__in=called).values_list(
            "person__name", "union", "person"
        ):
            here.setdefault((name, union), set()).add(pk)
        for name, union, pk in Post.objects.filter(person__name__in=called).values_list(
            "person__name", "union", "person"
        ):
            here.setdefault((name, union), set()).add(pk)
        for line in lines:
            if "identity" in line.values:
                line.kept = by_number.get(whole(rules.identity_spelt(line.values["identity"]), of="identity"))
            union = line.values.get("union")
            same = (
                here.get((line.values.get("name", ""), union.pk), set())
                if union and line.kept is None
                else set()
            )
            if len(same) == 1:
                line.kept = next(iter(same))
            elif same:
                line.fault(
                    "name",
                    "同名的不止一人",
                    "这个工会有几个人都叫这个名字。请加一列“证件号”，或到“干部与登录”页上登记。",
                )

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Post.objects.filter(pk__in=pks).values_list("pk", "version", "held_from", "portfolio")
        return {
            pk: Known({"held_from": since, "portfolio": what}, version) for pk, version, since, what in rows
        }

    def proposed(self, line: Line, known: Known) -> None:
        for code, (old, _) in line.changes.items():
            line.warn(
                code,
                "已有的职务没有改",
                f"台账里{self.label(code)}是“{old or '空'}”。导入只登记新的任职，要改请到干部页上办。",
            )
        line.changes.clear()

    def may_add(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            if line.kept is not None and line.kept == by.person_id:
                line.fault(
                    "name", "自己的职务", "自己的职务要由别人登记。请本单位其他工会干部或上级工会办理。"
                )

    def add(self, lines: list[Line], by: Seat) -> None:
        unions = Union.objects.in_bulk({line.values["union"].pk for line in lines})
        fresh = [line for line in lines if line.kept is None]
        persons = [
            Person(
                **{
                    name: line.values[name]
                    for name in ("name", "gender", "identity", "phone")
                    if name in line.values
                }
            )
            for line in fresh
        ]
        if persons:
            enter.all(persons, by=by, posts=[self._post(line, unions) for line in fresh])
        known = []
        for line in lines:
            if line.kept is not None:
                post = self._post(line, unions)
                post.person_id = line.kept
                known.append(post)
        if known:
            appoint.all(known, by=by)

    def _post(self, line: Line, unions: dict[int, Union]) -> Post:
        office, title = line.values["office"]
        post = Post(
            union=unions[line.values["union"].pk], office=office, portfolio=line.values.get("portfolio", "")
        )
        post.held_from = line.values.get("held_from") or clock.today()
        post.title = title if title != post.get_office_display() else ""
        return post

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        """Posts are only added: whoever leaves one is released with a reason, by a person."""


def _office(cell: Cell) -> Any:
    """The office and the words of the file for it."""
    if fault := cells.wrong(cell, "职务"):
        return fault
    said = cells.clean(cell)
    office = office_of(said)
    if said and not office:
        listed = "、".join(label for _, label in Office.choices)
        return Fault("职务不认识", f"“{said[:20]}”不认识。请写：{listed}。")
    return (str(office), said[:30]) if said else None
