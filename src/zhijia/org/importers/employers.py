"""Employers taken in from workbooks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.org import finding, founding, lists, policy
from zhijia.org.actions import call_also, correct_employer, count, count_heads, put_under, register
from zhijia.org.actions.employers import COVERING, TOLD, covered_later, spans_after
from zhijia.org.importers.names import UnionNames, credit_code, natures
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount, Nature, Union
from zhijia.org.policy import OFFICERS
from zhijia.org.rules import EARLIEST
from zhijia.org.tree import in_force
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Reader

CHOICES: dict[str, dict[str, str]] = {
    "nature": dict(Nature.choices), "ownership": dict(Employer.Ownership.choices), "size": dict(Employer.Size.choices),
}  # fmt: skip
OWNERSHIPS = {"国有企业": "state", "集体企业": "collective", "民营": "private", "私营企业": "private", "民营企业": "private",
              "个体户": "self", "个体工商户": "self", "外资": "foreign", "外商": "foreign", "港澳台": "foreign",
              "混合": "mixed"}  # fmt: skip
SIZES = {"规上": "scale", "规下": "small", "小微": "small"}


class Employers(Importer):
    """Firms and units with their other names, the union that covers each, and their dated employee numbers.

    One that is there is known by our row number, its credit code, else by any of its names.
    """

    kind, title, unit, group, list_page = "employers", "企业和单位", "家", "工会组织", "org:employers"
    offices = OFFICERS
    alike = frozenset(("union", *CHOICES))
    fields = [
        Field("name", "单位名称", ("名称", "企业名称", "单位", "企业", "单位全称", "公司名称"), needed=True),
        Field("nature", "单位性质", ("性质", "单位类型", "企业性质"), hint="没写的按名称判断"),
        Field("aliases", "又名", ("别名", "曾用名", "其他名称", "简称"), hint="几个名字用顿号隔开"),
        Field("credit_code", "统一社会信用代码", ("单位统一社会信用代码", "信用代码", "社会信用代码"), hint="用来认是哪一家"),
        Field("union", "所在工会", ("覆盖工会", "工会", "工会名称", "所属工会", "由哪个工会覆盖"), needed=True),
        Field("covered_from", "覆盖日期", ("建会日期", "纳入日期", "覆盖自"), hint="换了工会的，从哪天起；没写的按今天"),
        Field("employees", "职工人数", ("职工数", "人数", "员工人数", "职工总数", "从业人数")),
        Field("counted_on", "人数截至日期", ("截至日期", "统计日期"), hint="没写的按今天"),
        Field("ownership", "经济类型", ("所有制", "所有制类型", "登记注册类型")),
        Field("trade", "行业", ("所属行业", "行业类别")),
        Field("size", "规模", ("企业规模", "是否规上")),
        Field("address", "地址", ("单位地址", "企业地址", "经营地址")),
        Field("phone", "单位电话", ("电话", "联系电话", "办公电话"), hint="单位的电话，不是个人手机"),
    ]  # fmt: skip

    def words_for(self, code: str, by: Seat) -> list[str]:
        return finding.names(by, COVERING) if code == "union" else [*CHOICES.get(code, {}).values()]

    def readers(self) -> dict[str, Reader]:
        today = clock.today()
        return {
            "name": cells.text("单位名称", 60), "nature": natures(), "aliases": cells.text("又名", 200),
            "union": cells.text("所在工会", 60), "covered_from": cells.day("覆盖日期", today, earliest=EARLIEST),
            "employees": cells.count("职工人数", 1_000_000), "counted_on": cells.day("人数截至日期", today),
            "credit_code": credit_code("统一社会信用代码"), "trade": cells.text("行业", 30), "address": cells.text("地址", 100),
            "phone": cells.text("单位电话", 30), "ownership": cells.choice("经济类型", OWNERSHIPS, CHOICES["ownership"]),
            "size": cells.choice("规模", SIZES, CHOICES["size"]),
        }  # fmt: skip

    def resolve(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(founding.known_unions(by))
        for line in lines:
            union = names.meant(line, "union", "所在工会")
            if union is not None:
                line.values["union"] = union
            if "aliases" in line.values:
                parts = [one.strip() for one in lists.SEPARATORS.split(line.values["aliases"])]
                line.values["aliases"] = frozenset(part[:60] for part in parts if part)

    def match(self, lines: list[Line], by: Seat) -> None:
        pks: dict[str, set[int]] = defaultdict(set)
        coded: dict[str, set[int]] = defaultdict(set)
        for pk, name, code in Employer.objects.filter(same_as=None).values_list("pk", "name", "credit_code"):
            pks[lists.key(name)].add(pk)
            coded[code].add(pk)
        for pk, name in EmployerAlias.objects.values_list("employer_id", "name"):
            pks[lists.key(name)].add(pk)
        for line in lines:
            written, code = line.values.get("name"), line.values.get("credit_code")
            found_pks = (coded.get(code, set()) if code else set()) or (
                pks.get(lists.key(written), set()) if written else set()
            )
            others = pks.get(lists.key(written), set()) - found_pks if written else set()
            if len(found_pks) == 1 and others:
                line.fault("name", "名称和代码不是同一家",
                           "代码是一家的，名称是另一家的。请核对；是同一家的，先在台账上用“和另一家是同一家”。")  # fmt: skip
            elif len(found_pks) == 1:
                line.pk = next(iter(found_pks))
            elif found_pks:
                line.fault("name", "同名的不止一家",
                           f"台账里有 {len(found_pks)} 家都叫这个名字。请导出以后在导出的表上改。")  # fmt: skip

            elif "union" in line.values:
                line.values["union"].tell(line, "union", "所在工会")

    def token(self, line: Line) -> Any:
        return line.values.get("credit_code") or lists.key(line.values.get("name", "")) or None

    # --- what the register has -------------------------------------------------------------------------------

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        rows = Employer.objects.filter(pk__in=pks).prefetch_related("aliases")
        heads: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
        counts = HeadCount.objects.filter(employer__in=pks).order_by("counted_on")
        for pk, *counted in counts.values_list("employer", "counted_on", "employees"):
            heads[pk].append(tuple(counted))
        spans = Coverage.objects.filter(in_force(clock.today()), employer__in=pks)
        covering = {
            employer: union
            for employer, *union in spans.values_list("employer", "union", "union__name", "union__short_name")
        }
        mine = set(rows.filter(policy.may_register_employer(by)).values_list("pk", flat=True))
        return {
            row.pk: Known({
                **{name: getattr(row, name) for name in TOLD}, "aliases": frozenset(one.name for one in row.aliases.all()),
                "employees": heads.get(row.pk, []), "union": covering.get(row.pk),
            }, row.version, row.pk in mine and row.state == Employer.State.ACTIVE)
            for row in rows
        }  # fmt: skip

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code == "union":
            return bool(old) and (old[0] == new.pk or lists.key(new.written) in map(lists.key, old[1:]))
        if code == "employees":
            return False  # compared as of its day, in `proposed`
        if code == "name":
            return lists.key(old) == lists.key(new)
        return bool(new <= old) if code == "aliases" else bool(old == new)

    def proposed(self, line: Line, known: Known) -> None:
        if "union" in line.changes:
            line.changes["union"][1].tell(line, "union", "所在工会")
        if "employees" in line.changes:
            counts, new = line.changes.pop("employees")
            day = line.values.get("counted_on") or clock.today()
            before = [employees for on, employees in counts if on <= day]
            if not before or before[-1] != new:
                line.changes["employees"] = (before[-1] if before else None, new)
        if "name" in line.changes and any(
            lists.key(line.values["name"]) == lists.key(name) for name in known.values["aliases"]
        ):
            del line.changes["name"]  # one of its other names

    def may_change(self, lines: list[Line], by: Seat) -> None:
        meant = {line.changes["union"][1].pk for line in lines if "union" in line.changes}
        unions = Union.objects.in_bulk(pk for pk in meant if pk)
        moved = [line for line in lines if "union" in line.changes]
        spans: dict[int | None, list[Coverage]] = defaultdict(list)
        for span in spans_after(dt.date(EARLIEST, 1, 1), [line.pk for line in moved]):
            spans[span.employer_id].append(span)
        for line in moved:
            self._moves(line, unions, spans[line.pk])
        self._single(moved, unions)

    def _moves(self, line: Line, unions: dict[int, Union], spans: list[Coverage]) -> None:
        old, meant = line.changes["union"]
        union, since = unions.get(meant.pk or 0), line.values.get("covered_from", clock.today())
        if union is None or union.kind not in COVERING:
            line.fault(
                "union",
                "找不到所在工会",
                f"“{meant}”不直接覆盖单位。请写所在的基层工会。",
            )
        elif since < union.founded_on:
            line.fault("covered_from", "覆盖日期不对", f"{union.short_name}在这一天还没有成立。请核对日期。")
        elif later := next(
            (one for one in spans if one.valid_from > since and one.union_id != union.pk), None
        ):
            line.fault("covered_from", "覆盖日期不对", covered_later(later))
        elif "covered_from" not in line.values:
            was = f"从“{old[1]}”换到" if old else "纳入"
            line.warn(
                "union",
                "换工会：按今天算",
                f"将{was}“{union.name}”，没有写从哪天起，按今天。以前的统计不变。",
            )

    def _single(self, lines: list[Line], unions: dict[int, Union]) -> None:
        """A single union covers one employer: the one it has, or the first that the file gives it."""
        singles = {pk for pk, row in unions.items() if row.kind == Union.Kind.SINGLE}
        spans = Coverage.objects.filter(in_force(clock.today()), union__in=singles)
        taken = dict(spans.values_list("union", "employer"))
        for line in lines:
            pk = line.changes["union"][1].pk
            if pk in singles and not line.refused and taken.setdefault(pk, line.pk) != line.pk:
                line.fault("union", "单独工会已有单位",
                           f"“{unions[pk].name}”是单独基层工会，已经覆盖了一家单位。多家的请用联合工会。")  # fmt: skip

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

    # --- writing ---------------------------------------------------------------------------------------------

    def add(self, lines: list[Line], by: Seat) -> None:
        rows, covers = [], []
        for line in lines:
            row = Employer(**{name: line.values[name] for name in TOLD if name in line.values})
            since = line.values.get("covered_from") or clock.today()
            rows.append(row)
            covers.append(Coverage(union_id=line.values["union"].pk, employer=row, valid_from=since))
        made = register.all(rows, by=by, covers=covers)
        self._facts(list(zip(lines, (row.pk for row in made), strict=True)), by)

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        told, moved = [], []
        unions = Union.objects.in_bulk(
            {line.changes["union"][1].pk for line in lines if "union" in line.changes}
        )
        for line in lines:
            if given := {name: line.changes[name][1] for name in TOLD if name in line.changes}:
                told.append((line.pk, given))
            if "union" in line.changes:
                since = line.values.get("covered_from") or clock.today()
                moved.append((line.pk, {"union": unions[line.changes["union"][1].pk], "on": since}))
        if told:
            correct_employer.each(told, by=by, reason=by.reason)
        if moved:
            put_under.each(moved, by=by, reason=by.reason)
        self._facts([(line, line.pk or 0) for line in lines], by)

    def _facts(self, lines: list[tuple[Line, int]], by: Seat) -> None:
        """Aliases and employee numbers are facts of their own beside the employer."""
        aliases, heads, again = [], [], []
        counted = HeadCount.objects.filter(employer__in=[pk for _, pk in lines])
        there = set(counted.values_list("employer", "counted_on"))
        for line, pk in lines:
            new = line.verdict == "new"
            if "aliases" in line.values and (new or "aliases" in line.changes):
                old = frozenset() if new else line.changes["aliases"][0]
                aliases += [
                    EmployerAlias(employer_id=pk, name=name) for name in sorted(line.values["aliases"] - old)
                ]
            if "employees" in line.values and (new or "employees" in line.changes):
                day = line.values.get("counted_on") or clock.today()
                row = HeadCount(employer_id=pk, counted_on=day, employees=line.values["employees"])
                (again if (pk, day) in there else heads).append(row)
        if aliases:
            call_also.all(aliases, by=by)
        if heads:
            count_heads.all(heads, by=by)
        for row in again:  # the number of that day is replaced
            count(row.employer_id, by=by, counted_on=row.counted_on, employees=row.employees)

    def spoken(self, code: str, value: Any) -> str:
        if code == "aliases":
            return "、".join(sorted(value))
        if code == "union" and isinstance(value, list):
            return str(value[1])
        return CHOICES[code].get(value, "") if code in CHOICES else super().spoken(code, value)
