"""Unions taken in from workbooks."""

from collections.abc import Collection, Iterable
from typing import Any

from zhijia.kernel import (
    any_of,  # noqa: F401 (the lookup)
    clock,
)
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat, below, system
from zhijia.org import finding, founding, lists, policy, tree
from zhijia.org.actions import certify, describe, found, move, rename
from zhijia.org.actions.unions import DESCRIBED
from zhijia.org.importers.names import Meant, UnionNames, credit_code, natures
from zhijia.org.importers.placing import check_moves, place_new
from zhijia.org.models import Line as Way
from zhijia.org.models import Nature, ParentEdge, Union
from zhijia.org.policy import OFFICERS
from zhijia.org.rules import EARLIEST
from zhijia.org.tree import in_force
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader

KINDS = {word: kind.value for word, kind in lists.KIND_OF.items()}
CERTIFIED = ("credit_code", "certificate_no", "certificate_from", "certificate_to")
CHOICES: dict[str, dict[str, str]] = {
    "nature": dict(Nature.choices), "kind": dict(Union.Kind.choices), "scope": dict(Union.Scope.choices),
    "own_accounts": dict(Union.Own.choices),
}  # fmt: skip
SCOPES = {
    "村": "village",
    "社区": "village",
    "村居": "village",
    "商圈": "market",
    "开发区": "park",
    "园区联合": "park",
}
OWN = {
    "是": "yes",
    "有": "yes",
    "独立核算": "yes",
    "代理记账": "agency",
    "上级代管": "agency",
    "否": "no",
    "无": "no",
}
SETTLED = ("kind", "founded_on", "code")  # no verb changes these once the union stands


class Unions(Importer):
    """Unions under their parents. New ones may stand below each other, in whatever order the file has them.

    One that is there is known by our row number, its code, its credit code, else by its names, and is changed through
    its verbs: names, description, certificate; another parent is a move from a day on.
    """

    kind, title, unit, group, list_page = "unions", "工会", "个", "工会组织", "org:unions"
    offices = OFFICERS
    alike = frozenset(("parent", "kind", "nature", "scope", "own_accounts"))
    fields = [
        Field("name", "工会名称", ("名称", "工会全称", "工会", "单位名称"), needed=True),
        Field("code", "代码", ("工会代码", "工会编码"), hint="已有的工会按代码认"),
        Field("credit_code", "统一社会信用代码", ("工会统一社会信用代码", "信用代码", "社会信用代码"), hint="也用来认是哪个工会"),
        Field("short_name", "简称", ("工会简称",)),
        Field("parent", "上级工会", ("上级", "隶属工会", "上级工会名称"), hint="没写的放在您的工会下面"),
        Field("since", "变更日期", ("变动日期", "改隶属日期", "调整日期"), hint="上级变了的，从哪天起；没写的按今天"),
        Field("kind", "工会类别", ("类别", "工会类型", "类型", "建会形式"), hint="没写的按名称判断"),
        Field("nature", "单位性质", ("性质", "所在单位性质", "单位类型"), hint="没写的按名称判断"),
        Field("founded_on", "成立日期", ("建会日期", "成立时间", "建会时间", "批准日期"), needed=True),
        Field("scope", "联合范围", ("覆盖范围", "小三级")),
        Field("address", "地址", ("工会地址", "单位地址")),
        Field("seal", "印章", ("公章",)),
        Field("own_accounts", "建账", ("建账情况", "独立建账", "记账方式")),
        Field("bank_account", "工会账户", ("银行账户", "开户行和账号", "账户")),
        Field("certificate_no", "法人资格证书号", ("法人证书号", "证书编号")),
        Field("certificate_from", "证书有效期自", ("证书起始日期",)),
        Field("certificate_to", "证书有效期至", ("证书截止日期", "法人证书有效期")),
    ]  # fmt: skip

    def words_for(self, code: str, by: Seat) -> list[str]:
        return finding.names(by, Union.UPPER) if code == "parent" else [*CHOICES.get(code, {}).values()]

    def readers(self) -> dict[str, Reader]:
        today, labels = clock.today(), {one.code: one.label for one in self.fields}
        lengths = {"name": 60, "code": 24, "short_name": 30, "parent": 60, "address": 100, "seal": 30, "bank_account": 60,
                   "certificate_no": 30}  # fmt: skip
        spelt = {"kind": KINDS, "scope": SCOPES, "own_accounts": OWN}
        return {
            **{code: cells.text(labels[code], most) for code, most in lengths.items()},
            **{code: cells.choice(labels[code], words, CHOICES[code]) for code, words in spelt.items()},
            "nature": natures(), "credit_code": credit_code(labels["credit_code"]),
            "founded_on": cells.day("成立日期", today, earliest=EARLIEST),
            "since": cells.day("变更日期", today, earliest=EARLIEST),
            "certificate_from": cells.day("证书有效期自", today, earliest=EARLIEST),
            "certificate_to": cells.day("证书有效期至", today, past=False, earliest=EARLIEST),
        }  # fmt: skip

    # --- which union it is -----------------------------------------------------------------------------------

    def resolve(self, lines: list[Line], by: Seat) -> None:
        """Parents may be named by this file as well as by the register."""
        names = UnionNames(founding.known_unions(by))
        called = {lists.stem(line.values["name"]): line for line in reversed(lines) if "name" in line.values}
        for line in lines:
            line.kept = names
            written = line.values.get("parent")
            if written is not None:
                other = called.get(lists.stem(written))
                union, wrong, near = (None, "", "") if other else names.find(written)
                line.values["parent"] = Meant(written, union, wrong, near, other)

    def match(self, lines: list[Line], by: Seat) -> None:
        numbers = self._by_number(lines)
        above = self._above_inner(by)
        for line in lines:
            meant = {
                numbers.get((code, str(line.values[code])))
                for code in ("code", "credit_code")
                if code in line.values
            }
            pks = {pk for pk in meant if pk}
            if len(pks) > 1:
                line.fault(
                    "credit_code",
                    "两个代码不是同一个工会",
                    "代码和统一社会信用代码是台账里两个工会的。请核对。",
                )
            elif pks:
                line.pk = pks.pop()
            elif "name" in line.values:
                self._by_name(line, above)
            if line.pk is None and "parent" in line.values:
                line.values["parent"].tell(line, "parent", "上级工会")

    def _by_number(self, lines: Iterable[Line]) -> dict[tuple[str, str], int]:
        """Also outside one's reach: a number is one union's everywhere."""
        found = {}
        with system("导入：代码是不是已经有了，也看别处的工会"):
            for code in ("code", "credit_code"):
                wanted = {str(line.values[code]) for line in lines if code in line.values}
                rows = Union.objects.filter(**{f"{code}__any_of": wanted})
                found |= {(code, number): pk for number, pk in rows.values_list(code, "pk")}
        return found

    def _above_inner(self, by: Seat) -> dict[int, set[str]]:
        """Of each branch and group what stands above it: its name alone says little, there are many 第一小组."""
        edges = ParentEdge.objects.filter(
            in_force(clock.today()), union__in=below(by.union_id), union__kind__in=Union.INNER
        )
        rows = edges.values_list("union", "parent__name", "union__home__name")
        return {pk: {lists.stem(parent), lists.stem(home)} for pk, parent, home in rows}

    def _by_name(self, line: Line, above: dict[int, set[str]]) -> None:
        names, written, parent = line.kept, line.values["name"], line.values.get("parent")
        found = names.exact.get(lists.key(written)) or names.loose.get(lists.stem(written)) or []
        full = [one for one in found if lists.key(one.name) == lists.key(written)]
        found = full or found
        if parent:
            there = {lists.stem(parent.written), lists.stem(str(parent))}
            found = [one for one in found if one.pk not in above or there & above[one.pk]]
        if len(found) == 1:
            line.pk = found[0].pk
            if lists.key(found[0].name) != lists.key(written):
                line.warn(
                    "name", "工会名称：已自动改好", f"“{written[:30]}”就是“{found[0].name}”。", found[0].name
                )
                line.values["name"] = found[0].name
        elif found:
            line.fault("name", "同名的不止一个", "台账里有几个工会都叫这个名字。请在表里加一列“代码”。")

    def token(self, line: Line) -> Any:
        """Groups of different unions may share a name."""
        values = line.values
        if "name" not in values:
            return None
        inner = values.get("kind") in Union.INNER or values["name"].endswith(("小组", "分会", "分工会"))
        return lists.stem(values["name"]), lists.stem(
            values["parent"].written
        ) if inner and "parent" in values else ""

    # --- what the register has -------------------------------------------------------------------------------

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Union.objects.filter(pk__in=pks)
        above = ParentEdge.objects.filter(in_force(clock.today()), union__in=pks, line="territorial")
        parents = {
            union: (pk, name) for union, pk, name in above.values_list("union", "parent", "parent__name")
        }
        mine = set(rows.filter(policy.may_name(by)).values_list("pk", flat=True))
        plain = ("name", "short_name", *SETTLED, *DESCRIBED, *CERTIFIED)
        return {
            row.pk: Known({**{name: getattr(row, name) for name in plain}, "parent": parents.get(row.pk)}, row.version,
                          row.pk in mine and row.state == Union.State.ACTIVE)
            for row in rows
        }  # fmt: skip

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code == "parent":
            return bool(old) and (old[0] == new.pk or lists.stem(old[1]) == lists.stem(new.written))
        return lists.key(old) == lists.key(new) if code == "name" else bool(old == new)

    def proposed(self, line: Line, known: Known) -> None:
        if "parent" in line.changes:
            line.changes["parent"][1].tell(line, "parent", "上级工会")
        for code in SETTLED:
            if code in line.changes:
                old, _ = line.changes.pop(code)
                line.warn(code, f"{self.label(code)}没有改", f"台账里{self.label(code)}是“{self.spoken(code, old)}”，"
                          "导入不改这一项。写错了的，请联系上级工会更正。")  # fmt: skip

    def may_change(self, lines: list[Line], by: Seat) -> None:
        check_moves([line for line in lines if "parent" in line.changes], by)
        for line in lines:
            others = line.kept.exact.get(lists.key(line.values["name"]), []) if "name" in line.changes else []
            if any(
                one.pk != line.pk and lists.key(one.name) == lists.key(line.values["name"]) for one in others
            ):
                line.fault("name", "已有同名的工会", "另一个工会已经叫这个名字。请核对是哪一个改名。")
            elif "name" in line.changes:
                _named(line)
            first, last = line.values.get("certificate_from"), line.values.get("certificate_to")
            if first and last and last <= first:
                line.fault("certificate_to", "证书有效期不对", "止日要在起日之后。请对照证书再看一遍。")

    def may_add(self, lines: list[Line], by: Seat) -> None:
        codes: dict[str, Line] = {}
        for line in lines:
            if "code" in line.values and codes.setdefault(line.values["code"], line) is not line:
                line.fault(
                    "code", "文件里重复", f"代码和第 {codes[line.values['code']].row} 行相同。请核对。"
                )
            _named(line)
        place_new(lines, by)

    # --- writing ---------------------------------------------------------------------------------------------

    def add(self, lines: list[Line], by: Seat) -> None:
        Union.objects.select_for_update(of=("self",)).get(pk=by.union_id)  # as for pasted lists: one by one
        given = [founding.CODE.match(line.values.get("code", "")) for line in lines]
        number = max(founding.last_code(), *(int(code[1]) for code in given if code), 0)
        parents = Union.objects.in_bulk(
            [line.values["parent"].pk for line in lines if line.values["parent"].pk]
        )
        made: dict[int, Union] = {}
        under: dict[str, Union] = {}
        waiting = list(lines)
        while waiting:
            ready = [
                line for line in waiting if (above := line.values["parent"]).pk or id(above.line) in made
            ]
            for number, line in enumerate(ready, number + 1):  # noqa: B020 (goes on counting)
                made[id(line)] = union = _union(line.values, number)
                above = line.values["parent"]
                under[union.code] = parents[above.pk] if above.pk else made[id(above.line)]
            waiting = [line for line in waiting if id(line) not in made]
        found.all(list(made.values()), by=by, under=under)
        for line in lines:  # those that move below a new one find it
            line.pk = made[id(line)].pk

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        rows = Union.objects.in_bulk(
            {line.pk for line in lines}
            | {line.changes["parent"][1].pk for line in lines if "parent" in line.changes}
        )
        steps: dict[Any, list[tuple[Any, dict[str, Any]]]] = {rename: [], describe: [], certify: [], move: []}
        for line in lines:
            new, row = {code: after for code, (_, after) in line.changes.items()}, rows[line.pk or 0]
            if new.keys() & {"name", "short_name"}:
                names = {"name": row.name, "short_name": row.short_name, "seal_name": row.seal_name}
                steps[rename].append(
                    (row.pk, names | {code: new[code] for code in names.keys() & new.keys()})
                )
            if described := {code: new[code] for code in DESCRIBED if code in new}:
                steps[describe].append((row.pk, described))
            if new.keys() & set(CERTIFIED):
                steps[certify].append(
                    (row.pk, {code: new.get(code, getattr(row, code)) for code in CERTIFIED})
                )
            if "parent" in new:
                since = line.values.get("since") or clock.today()
                steps[move].append(
                    (row.pk, {"on": since, "line": Way.TERRITORIAL, "parent": rows[new["parent"].pk]})
                )
        for verb, changes in steps.items():
            if changes:
                verb.each(changes, by=by, reason=by.reason)

    def after_undo(self) -> None:
        tree.rebuild()

    def spoken(self, code: str, value: Any) -> str:
        if code == "parent" and isinstance(value, tuple):
            return str(value[1])
        return CHOICES[code].get(value, "") if code in CHOICES else super().spoken(code, value)


def _named(line: Line) -> None:
    if lists.no_name(line.values["name"]):
        line.fault("name", "不像工会名称", lists.NO_NAME)


def _union(values: dict[str, Any], number: int) -> Union:
    """A new union from the values of its line; one without a code is given the next number."""
    told = {code: values[code] for code in (*DESCRIBED, *CERTIFIED) if code in values and code != "nature"}
    grassroots = values["kind"] in Union.GRASSROOTS
    return Union(
        code=values.get("code") or f"U{number}", name=values["name"], kind=values["kind"], founded_on=values["founded_on"],
        short_name=values.get("short_name") or values["name"][:30], nature=values.get("nature", "") if grassroots else "",
        **told,
    )  # fmt: skip
