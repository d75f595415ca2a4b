"""Employers taken in from workbooks."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.org import founding, lists
from zhijia.org.actions import call_also, count_heads, register
from zhijia.org.importers.names import EARLIEST, UnionNames, natures
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount, Nature
from zhijia.org.policy import OFFICERS
from zhijia.org.tree import in_force
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader


class Employers(Importer):
    """Firms and units with their other names, the union that covers each, and their dated employee numbers."""

    kind, title, unit, group, list_page = "employers", "企业和单位", "家", "工会组织", "org:employers"
    offices = OFFICERS
    fields = [
        Field("name", "单位名称", ("名称", "企业名称", "单位", "企业", "单位全称", "公司名称"), needed=True),
        Field("nature", "单位性质", ("性质", "单位类型", "企业性质"), hint="没写的按名称判断"),
        Field("aliases", "又名", ("别名", "曾用名", "其他名称", "简称"), hint="几个名字用顿号隔开"),
        Field("union", "所在工会", ("覆盖工会", "工会", "工会名称", "所属工会", "由哪个工会覆盖"), needed=True),
        Field("covered_from", "覆盖日期", ("建会日期", "纳入日期", "覆盖自")),
        Field("employees", "职工人数", ("职工数", "人数", "员工人数", "职工总数", "从业人数")),
        Field("counted_on", "人数截至日期", ("截至日期", "统计日期"), hint="没写的按今天"),
    ]  # fmt: skip

    def readers(self) -> dict[str, Reader]:
        today = clock.today()
        return {
            "name": cells.text("单位名称", 60), "nature": natures(), "aliases": cells.text("又名", 200),
            "union": cells.text("所在工会", 60), "covered_from": cells.day("覆盖日期", today, earliest=EARLIEST),
            "employees": cells.count("职工人数", 1_000_000), "counted_on": cells.day("人数截至日期", today),
        }  # fmt: skip

    def resolve(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(founding.known_unions(by))
        for line in lines:
            union = names.place(line, "union", "所在工会")
            line.values.pop("union", None)
            if union is not None:
                line.values["union"] = union
            if "aliases" in line.values:
                parts = [one.strip() for one in lists.SEPARATORS.split(line.values["aliases"])]
                line.values["aliases"] = frozenset(part[:60] for part in parts if part)

    def match(self, lines: list[Line], by: Seat) -> None:
        pks: dict[str, set[int]] = defaultdict(set)
        for pk, name in Employer.objects.values_list("pk", "name"):
            pks[lists.key(name)].add(pk)
        for pk, name in EmployerAlias.objects.values_list("employer_id", "name"):
            pks[lists.key(name)].add(pk)
        for line in lines:
            written = line.values.get("name")
            found_pks = pks.get(lists.key(written), set()) if written else set()
            if len(found_pks) == 1:
                line.pk = next(iter(found_pks))
            elif found_pks:
                line.fault(
                    "name",
                    "同名的不止一家",
                    f"台账里有 {len(found_pks)} 家都叫这个名字。请导出以后在导出的表上改。",
                )

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Employer.objects.filter(pk__in=pks).prefetch_related("aliases")
        heads = dict(
            HeadCount.objects.filter(employer__in=pks)
            .order_by("counted_on")
            .values_list("employer", "employees")
        )
        spans = Coverage.objects.filter(in_force(clock.today()), employer__in=pks)
        covering = {
            employer: (pk, name)
            for employer, pk, name in spans.values_list("employer", "union", "union__name")
        }
        return {
            row.pk: Known({
                "name": row.name, "nature": row.nature, "aliases": frozenset(one.name for one in row.aliases.all()),
                "employees": heads.get(row.pk), "union": covering.get(row.pk),
            }, row.version)
            for row in rows
        }  # fmt: skip

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code == "union":
            return bool(old) and old[0] == new.pk
        if code == "name":
            return True  # it is how the row was found; other names are its aliases
        return bool(new <= old) if code == "aliases" else bool(old == new)

    def may_change(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            for code, words in (("union", "换到别的工会"), ("nature", "性质")):
                if code in line.changes:
                    old, _ = line.changes.pop(code)
                    shown = (old[1] if old else "没有覆盖") if code == "union" else self.spoken(code, old)
                    line.warn(
                        code,
                        f"{words}没有改",
                        f"台账里是“{shown}”，导入不改这一项。要改请到这家单位的页面上办。",
                    )
            line.verdict = "changed" if line.changes else "unchanged"

    def may_add(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            if "nature" not in line.values:
                nature = lists.guessed_nature(line.values["name"])
                line.values["nature"] = nature.value
                line.warn(
                    "nature",
                    "单位性质：按名称判断",
                    f"没有写性质，按名称判断是{nature.label}。",
                    nature.label,
                )

    def add(self, lines: list[Line], by: Seat) -> None:
        rows, covers = [], []
        for line in lines:
            row = Employer(name=line.values["name"], nature=line.values["nature"])
            since = line.values.get("covered_from") or clock.today()
            rows.append(row)
            covers.append(Coverage(union_id=line.values["union"].pk, employer=row, valid_from=since))
        made = register.all(rows, by=by, covers=covers)
        self._facts(list(zip(lines, (row.pk for row in made), strict=True)), by)

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        self._facts([(line, line.pk or 0) for line in lines], by)

    def _facts(self, lines: list[tuple[Line, int]], by: Seat) -> None:
        """Aliases and employee numbers are facts of their own beside the employer."""
        aliases, heads = [], []
        for line, pk in lines:
            old = line.changes["aliases"][0] if "aliases" in line.changes else frozenset()
            aliases += [EmployerAlias(employer_id=pk, name=name) for name in sorted(line.values.get("aliases", frozenset()) - old)
                        if line.verdict == "new" or "aliases" in line.changes]  # fmt: skip
            if "employees" in line.values and (line.verdict == "new" or "employees" in line.changes):
                day = line.values.get("counted_on") or clock.today()
                heads.append(HeadCount(employer_id=pk, counted_on=day, employees=line.values["employees"]))
        if aliases:
            call_also.all(aliases, by=by)
        if heads:
            count_heads.all(heads, by=by)

    def spoken(self, code: str, value: Any) -> str:
        if code == "nature":
            return dict(Nature.choices).get(value, "")
        if code == "aliases":
            return "、".join(sorted(value))
        return super().spoken(code, value)
