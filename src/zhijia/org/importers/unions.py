"""Unions taken in from workbooks."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.org import founding, lists, tree
from zhijia.org.actions import found
from zhijia.org.importers.names import EARLIEST, UnionNames, natures
from zhijia.org.models import Nature, ParentEdge, Union
from zhijia.org.policy import OFFICERS
from zhijia.org.tree import in_force
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader

KINDS = {word: kind.value for word, kind in lists.KIND_OF.items()}


class Unions(Importer):
    """Unions under their parents. New ones may stand below each other, in whatever order the file has them."""

    kind, title, unit, group, list_page = "unions", "工会", "个", "工会组织", "org:unions"
    offices = OFFICERS
    fields = [
        Field("name", "工会名称", ("名称", "工会全称", "工会", "单位名称"), needed=True),
        Field("code", "代码", ("工会代码", "工会编码"), hint="已有的工会按代码认"),
        Field("short_name", "简称", ("工会简称",)),
        Field("parent", "上级工会", ("上级", "隶属工会", "上级工会名称"), hint="没写的放在您的工会下面"),
        Field("kind", "工会类别", ("类别", "工会类型", "类型", "建会形式"), hint="没写的按名称判断"),
        Field("nature", "单位性质", ("性质", "所在单位性质", "单位类型"), hint="没写的按名称判断"),
        Field("founded_on", "成立日期", ("建会日期", "成立时间", "建会时间", "批准日期"), needed=True),
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        return {
            "name": cells.text("工会名称", 60), "code": cells.text("代码", 24), "short_name": cells.text("简称", 30),
            "parent": cells.text("上级工会", 60), "nature": natures(),
            "kind": cells.choice("工会类别", KINDS, dict(Union.Kind.choices)),
            "founded_on": cells.day("成立日期", clock.today(), earliest=EARLIEST),
        }  # fmt: skip

    def match(self, lines: list[Line], by: Seat) -> None:
        """By code; else by the full name, which in one reach is no other union's."""
        codes = {code: pk for pk, code in Union.objects.values_list("pk", "code")}
        names: dict[str, list[int]] = defaultdict(list)
        for one in founding.known_unions(by):
            names[lists.key(one.name)].append(one.pk)
        for line in lines:
            code, name = line.values.get("code"), line.values.get("name")
            if code:
                line.pk = codes.get(str(code))
            elif name and len(names[lists.key(name)]) == 1:
                line.pk = names[lists.key(name)][0]
            elif name and names[lists.key(name)]:
                line.fault("name", "同名的不止一个", "台账里有几个工会都叫这个名字。请在表里加一列“代码”。")

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Union.objects.filter(pk__in=pks)
        above = ParentEdge.objects.filter(in_force(clock.today()), union__in=pks, line="territorial")
        parents = dict(above.values_list("union", "parent__name"))
        return {
            row.pk: Known({
                "name": row.name, "code": row.code, "short_name": row.short_name, "kind": row.kind, "nature": row.nature,
                "founded_on": row.founded_on, "parent": parents.get(row.pk, ""),
            }, row.version)
            for row in rows
        }  # fmt: skip

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code in ("name", "parent"):
            return lists.stem(old) == lists.stem(new)
        return bool(old == new)

    def may_change(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            for code, (old, _) in line.changes.items():
                line.warn(code, "已有的工会没有改", f"台账里{self.label(code)}是“{self.spoken(code, old)}”。"
                          "导入只建新的工会，已有的请到它的页面上改。")  # fmt: skip
            line.changes.clear()
            line.verdict = "unchanged"

    def may_add(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(founding.known_unions(by))
        own = next(one for one in names.unions if one.pk == by.union_id)
        new = {lists.stem(line.values["name"]): line for line in reversed(lines)}
        for line in lines:
            if new[lists.stem(line.values["name"])] is not line:
                other = new[lists.stem(line.values["name"])]
                line.fault(
                    "name", "文件里重复", f"与第 {other.row} 行是同一个工会，只建一次。请删掉其中一行。"
                )
        waiting = [line for line in lines if not line.refused]
        kinds: dict[int, str] = {}  # line → its kind, once its parent is known
        while waiting:
            left = []
            for line in waiting:
                written = line.values.get("parent")
                above = new.get(lists.stem(written)) if written else None
                if above is line:
                    line.fault("parent", "上级工会不对", "上级工会写的是它自己。请核对。")
                elif above is None:
                    found_union, wrong, near = names.find(written) if written else (own, "", "")
                    if found_union is None:
                        line.fault("parent", "找不到上级工会", wrong, near)
                    else:
                        line.kept = found_union.pk
                        self._fit(line, found_union.kind, kinds)
                elif above.refused:
                    line.fault(
                        "parent", "上级工会有问题", f"它的上级在第 {above.row} 行，那一行还要改。先改那一行。"
                    )
                elif id(above) in kinds:
                    line.kept = above
                    self._fit(line, kinds[id(above)], kinds)
                else:
                    left.append(line)
            if len(left) == len(waiting):
                for line in left:
                    line.fault("parent", "上级工会不对", "这样一来，它会成为自己的上级。请核对这几行的上级。")
                return
            waiting = left

    def _fit(self, line: Line, above: str, kinds: dict[int, str]) -> None:
        values = line.values
        if "kind" not in values:
            values["kind"] = str(lists.guessed_kind(values["name"], above))
            label = Union.Kind(values["kind"]).label
            line.warn("kind", "工会类别：按名称判断", f"没有写类别，按名称判断是{label}。", label)
        if above not in Union.UNDER[Union.Kind(values["kind"])]:
            kind = Union.Kind(values["kind"]).label
            line.fault(
                "kind", "类别和上级不配", f"{kind}不能建在{Union.Kind(above).label}下面。请核对类别和上级。"
            )
            return
        if values["kind"] in Union.GRASSROOTS and "nature" not in values:
            values["nature"] = lists.guessed_nature(values["name"]).value
        kinds[id(line)] = values["kind"]

    def add(self, lines: list[Line], by: Seat) -> None:
        Union.objects.select_for_update(of=("self",)).get(pk=by.union_id)  # as for pasted lists: one by one
        number = founding.last_code()
        made: dict[int, Union] = {}
        under: dict[str, Union] = {}
        parents = Union.objects.in_bulk([line.kept for line in lines if isinstance(line.kept, int)])
        order: list[Line] = []
        waiting = list(lines)
        while waiting:
            ready = [line for line in waiting if isinstance(line.kept, int) or id(line.kept) in made]
            for number, line in enumerate(ready, number + 1):  # noqa: B020 (goes on counting)
                values = line.values
                grassroots = values["kind"] in Union.GRASSROOTS
                union = Union(
                    code=values.get("code") or f"U{number}", name=values["name"], kind=values["kind"],
                    short_name=values.get("short_name") or values["name"][:30], founded_on=values["founded_on"],
                    nature=values.get("nature", "") if grassroots else "",
                )  # fmt: skip
                made[id(line)] = union
                under[union.code] = parents[line.kept] if isinstance(line.kept, int) else made[id(line.kept)]
                order.append(line)
            waiting = [line for line in waiting if id(line) not in made]
        found.all([made[id(line)] for line in order], by=by, under=under)

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        """Founding alone is done by import."""

    def after_undo(self) -> None:
        tree.rebuild()

    def spoken(self, code: str, value: Any) -> str:
        words = {"nature": dict(Nature.choices), "kind": dict(Union.Kind.choices)}.get(code, {})
        return words.get(value, super().spoken(code, value))
