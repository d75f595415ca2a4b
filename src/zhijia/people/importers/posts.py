"""Posts of union cadres taken in from workbooks: who holds which office where, since when."""

from collections.abc import Collection
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Field, Importer, Known, Line
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import whole
from zhijia.org import finding, lists, policy
from zhijia.org.actions import appoint, describe_post, end
from zhijia.org.founding import known_unions
from zhijia.org.importers.names import UnionNames
from zhijia.org.models import Employment, Office, Post, Union
from zhijia.org.policy import OFFICERS
from zhijia.org.rules import EARLIEST
from zhijia.people import rules
from zhijia.people.actions import enter
from zhijia.people.importers import columns
from zhijia.people.lists import office_of
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Fault, Reader
from zhijia.sheetreader.model import Cell

DESCRIBED = ("portfolio", "employment", "education")


class Posts(Importer):
    """The cadres. A person is known by identity number, else by name among the people of that union.

    A post that is there is known by our row number, else by person, union and office; it is described anew, and ended
    where the file gives the day.
    """

    kind, title, unit, group, list_page = "posts", "工会干部", "个", "干部换届", "org:cadres"
    offices = OFFICERS
    sealed = frozenset(("identity", "phone"))
    alike = frozenset(("union", "office", "employment"))
    fields = [
        Field("name", "姓名", ("干部姓名", "名字"), needed=True),
        Field("union", "所在工会", ("工会", "工会名称", "单位", "任职工会", "所属工会"), needed=True, hint="按名称找"),
        Field("office", "职务", ("工会职务", "任职", "担任职务"), needed=True, hint="主席、副主席、干事、会计、经审委员……"),
        Field("held_from", "任职日期", ("任职时间", "当选日期", "任职起始", "起始日期", "自"), hint="没写的按今天"),
        Field("held_to", "离任日期", ("免职日期", "离任时间", "免职时间", "至"), hint="填了就是免去这个职务"),
        Field("portfolio", "分工", ("委员分工", "负责工作")),
        Field("employment", "专兼职", ("专职兼职", "是否专职")),
        Field("education", "学历", ("文化程度",)),
        Field("gender", "性别", looks="sex"),
        Field("identity", "证件号", ("身份证号", "身份证号码", "证件号码", "身份证"), looks="identity", hint="用来认人"),
        Field("phone", "手机", ("手机号", "手机号码", "联系电话", "电话"), looks="phone"),
    ]  # fmt: skip

    def words_for(self, code: str, by: Seat) -> list[str]:
        if code == "union":
            return finding.names(by, Union.Kind.values)
        return {"office": Office.labels, "employment": Employment.labels}.get(code, [])

    def readers(self) -> dict[str, Reader]:
        today = clock.today()
        of_members = columns.readers()
        return {
            "union": cells.text("所在工会", 60), "office": _office, "portfolio": cells.text("分工", 30),
            "held_from": cells.day("任职日期", today, earliest=EARLIEST),
            "held_to": cells.day("离任日期", today, earliest=EARLIEST),
            "employment": cells.choice("专兼职", {"专": "full", "兼": "part"}, dict(Employment.choices)),
            "education": cells.text("学历", 12),
            **{name: of_members[name] for name in ("name", "gender", "identity", "phone")},
        }  # fmt: skip

    def resolve(self, lines: list[Line], by: Seat) -> None:
        names = UnionNames(known_unions(by))
        for line in lines:
            union = names.meant(line, "union", "所在工会")
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
        held: dict[tuple[Any, ...], int] = {}
        persons = {line.kept for line in lines if line.kept is not None}
        rows = Post.objects.filter(person__in=persons).order_by("held_from")
        for pk, until, *what in rows.values_list("pk", "held_to", "person", "union", "office"):
            over = until and until <= clock.today()
            held[(*what, until if over else None)] = pk
        for line in lines:
            if line.kept is not None and "union" in line.values and "office" in line.values:
                what = (line.kept, line.values["union"].pk, line.values["office"][0])
                line.pk = held.get((*what, None)) or held.get((*what, line.values.get("held_to")))
            if line.pk is None and "union" in line.values:
                line.values["union"].tell(line, "union", "所在工会")

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
        rows = Post.objects.filter(pk__in=pks)
        mine = set(rows.filter(policy.may_organise(by)).values_list("pk", flat=True))
        found = rows.select_related("union", "person").defer("person__identity", "person__phone")
        return {
            row.pk: Known({
                **{name: getattr(row, name) for name in (*DESCRIBED, "held_from", "held_to", "office")},
                "union": (row.union_id, row.union.name, row.union.short_name), "name": row.person.name,
            }, row.version, row.pk in mine)
            for row in found
        }  # fmt: skip

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code == "union":
            return old[0] == new.pk or lists.key(new.written) in map(lists.key, old[1:])
        return bool(old == (new[0] if code == "office" else new))

    def proposed(self, line: Line, known: Known) -> None:
        """Who it is, where and since when are no matter of an import: that is another post."""
        for code in ("name", "union", "office", "held_from"):
            if code in line.changes:
                old, _ = line.changes.pop(code)
                line.warn(code, "已有的职务没有改", f"台账里{self.label(code)}是“{self.spoken(code, old)}”，导入不改这一项。"
                          "换了职务的，填上离任日期，再加一行新的任职。")  # fmt: skip

    def may_change(self, lines: list[Line], by: Seat) -> None:
        ending = Post.objects.filter(pk__in=[line.pk for line in lines if "held_to" in line.changes])
        own = set(ending.filter(policy.oneself(by)).values_list("pk", flat=True))
        heads = set(ending.filter(policy.head_of_own(by)).values_list("pk", flat=True))
        since = dict(ending.values_list("pk", "held_from"))
        for line in lines:
            old, until = line.changes.get("held_to", (None, None))
            if until is None:
                continue
            if line.pk in own:
                line.fault("held_to", "自己的职务", policy.oneself.sentence)  # type: ignore[attr-defined]
            elif line.pk in heads:
                line.fault("held_to", "本会的主席", policy.head_of_own.sentence)  # type: ignore[attr-defined]
            elif old and old <= clock.today():
                line.fault("held_to", "已经离任", f"这个职务 {old} 已经免去了，离任日期不能再改。")
            elif until < since[line.pk or 0]:
                line.fault("held_to", "离任日期不对", "离任日期在任职日期之前。请核对两个日期。")

    def may_add(self, lines: list[Line], by: Seat) -> None:
        for line in lines:
            union, since, until = (
                line.values["union"],
                line.values.get("held_from"),
                line.values.get("held_to"),
            )
            if union.wrong:
                line.fault("union", "找不到所在工会", union.wrong, union.near)
            if line.kept is not None and line.kept == by.person_id:
                line.fault("name", "自己的职务", policy.oneself.sentence)  # type: ignore[attr-defined]
            if until and (since is None or until < since):
                line.fault("held_to", "离任日期不对", "已经离任的，要写任职日期，而且在离任日期之前。")

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
        post.held_to = line.values.get("held_to")
        post.employment, post.education = line.values.get("employment", ""), line.values.get("education", "")
        post.title = title if title != post.get_office_display() else ""
        return post

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        described, ended = [], []
        for line in lines:
            if told := {name: line.changes[name][1] for name in DESCRIBED if name in line.changes}:
                described.append((line.pk, told))
            if "held_to" in line.changes:
                ended.append((line.pk, {"held_to": line.changes["held_to"][1]}))
        if described:
            describe_post.each(described, by=by, reason=by.reason)
        if ended:
            end.each(ended, by=by, reason=by.reason)

    def spoken(self, code: str, value: Any) -> str:
        words = {"office": dict(Office.choices), "employment": dict(Employment.choices)}
        if code in words:
            return words[code].get(value, "")
        return str(value[1]) if code == "union" and isinstance(value, tuple) else super().spoken(code, value)


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
