"""Members taken in from workbooks: each row a person with her membership of today."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from zhijia.kernel import (
    any_of,  # noqa: F401 (the lookup)
    clock,
)
from zhijia.kernel.actions.sets import Ready, ahead, blank, drawn_ids
from zhijia.kernel.imports import Importer, Known, Line, Masked
from zhijia.kernel.imports.declaration import Keep
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.secrets import whole
from zhijia.org import finding
from zhijia.org.models import Employer, Union
from zhijia.org.policy import OFFICERS
from zhijia.people import policy, rules
from zhijia.people.actions import change_details, change_work, correct, enter, join, rejoin
from zhijia.people.importers import columns
from zhijia.people.importers.places import Place, Places, sole_employers
from zhijia.people.models import Membership, Person
from zhijia.sheetreader.cells import Reader, number_of

AT_ONCE = 10_000  # rows held as models
ELSEWHERE = "台账里已有此人，是{where}的会员。要转到“{to}”，请办会籍接转；这里不改她所在的工会。"
UNDER_AGE = "按出生日期还不满 16 周岁。请核对年份；文艺、体育单位经批准招用的不用改。"
SPELL = {"identity": rules.identity_spelt, "phone": rules.phone_spelt, "card": rules.spelt}


class Members(Importer):
    """The roll. A row is known by our own row number, else by identity number, else by name and phone."""

    kind, title, unit, group, list_page = "members", "会员", "人", "会员会籍", "people:members"
    offices = OFFICERS
    fields = columns.FIELDS
    sealed = frozenset(columns.NUMBERS)
    alike = frozenset(("union", "group", "employer", *columns.CHOICES)) - {"gender"}

    def words_for(self, code: str, by: Seat) -> list[str]:
        return (
            finding.names(by, Union.GRASSROOTS)
            if code == "union"
            else [*columns.CHOICES.get(code, {}).values()]
        )

    def readers(self) -> dict[str, Reader]:
        return columns.readers()

    # --- names and papers ------------------------------------------------------------------------------------

    def resolve(self, lines: list[Line], by: Seat) -> None:
        places = Places(by)
        for line in lines:
            if line.values.get("id_kind", "resident") != "resident":
                _other_paper(line)
            elif "birth_on" in line.values and _plain(line, "identity"):
                _whole_birthday(line)
            places.put(line)

    def token(self, line: Line) -> Any:
        if number := _plain(line, "identity"):
            return rules.identity_spelt(number)
        phone = _plain(line, "phone")
        return (line.values.get("name"), phone) if phone else None

    def match(self, lines: list[Line], by: Seat) -> None:
        indexes = [_index(line, "identity") if _plain(line, "identity") else "" for line in lines]
        found = self._persons("identity_index", set(indexes) - {""})
        rest = []
        for line, index in zip(lines, indexes, strict=True):
            person = found.get(index)
            if person is None:
                rest.append(line)
            else:
                line.kept = person
        self._by_phone(rest, by)
        self._spans(lines)

    def _persons(self, column: str, indexes: Collection[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        with system("导入：人是不是已经登记过，也看别的工会"):
            rows = Person.objects.filter(merged_into=None, **{f"{column}__any_of": indexes})
            found.update(rows.values_list(column, "pk"))
        return found

    def _by_phone(self, lines: list[Line], by: Seat) -> None:
        """Name and phone, among the people in reach: likely the same, so it is said. Two identity numbers are two persons."""
        indexes = [
            _index(line, "phone") if _plain(line, "phone") and "name" in line.values else "" for line in lines
        ]
        found: dict[tuple[str, str], list[tuple[int, str]]] = {}
        rows = Person.objects.filter(merged_into=None, phone_index__any_of=set(indexes) - {""})
        if all(_plain(line, "identity") for line in lines):
            rows = rows.filter(identity_index="")
        for pk, name, phone, identity in rows.values_list("pk", "name", "phone_index", "identity_index"):
            found.setdefault((name, phone), []).append((pk, identity))
        for line, index in zip(lines, indexes, strict=True):
            twins = found.get((line.values.get("name", ""), index), []) if index else []
            if len(twins) == 1 and not (twins[0][1] and _plain(line, "identity")):
                line.kept = twins[0][0]
                line.warn(
                    "phone", "按姓名和手机认出", "没有证件号可对，按姓名和手机认出是台账里的同一人。请核对。"
                )

    def _spans(self, lines: list[Line]) -> None:
        """Of the persons that are known those who are members today; the others join again."""
        persons = [line.kept for line in lines if line.kept is not None]
        with system("导入：已登记的人现在是哪个工会的会员"):
            rows = Membership.objects.filter(person__any_of=persons, left_on=None)
            spans = dict(rows.values_list("person", "person__name"))
        rows = Membership.objects.filter(person__any_of=spans, left_on=None)
        mine = set(rows.values_list("person", flat=True))
        for line in lines:
            if line.kept in mine:
                line.pk = line.kept
            elif line.kept in spans:
                to = line.values.get("union")
                told = ELSEWHERE.format(where="别的工会", to=to.name if to else "这里")
                line.fault("identity", "已是别的工会的会员", told)
                if to and line.values.get("name") == spans[line.kept]:  # name and number are both right
                    line.offer = {"person": line.kept, "to": to.pk}

    # --- what the register has -------------------------------------------------------------------------------

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        person = [
            f"person__{name}_index" if name in columns.NUMBERS else f"person__{name}"
            for name in columns.OF_PERSON
        ]
        own = ("union", "group", "joined_on", "kind", *columns.WORK)
        names = (*columns.OF_PERSON, *own)
        rows = Membership.objects.filter(person__any_of=pks, left_on=None)
        mine = set(rows.filter(policy.may_enrol(by)).values_list("person", flat=True))
        found = {}
        listed = rows.values_list("person", "version", "person__version", "union__name", *person, *own)
        for pk, version, of_person, union, *values in listed.iterator(chunk_size=2000):
            found[pk] = Known(
                dict(zip(names, values, strict=True)), f"{version}-{of_person}", pk in mine, union
            )
        return found

    def masks(self, pks: Collection[int], by: Seat) -> dict[int, dict[str, str]]:
        return {
            one.pk: {name: str(getattr(one, name)) for name in columns.NUMBERS}
            for one in Person.objects.filter(pk__in=pks)
        }

    def same(self, code: str, old: Any, new: Any) -> bool:
        if code in columns.NUMBERS:
            return bool(old == whole(SPELL[code](new), of=code))
        return bool((getattr(new, "pk", new)) == (old or None))

    def proposed(self, line: Line, known: Known) -> None:
        """A member of another union in reach: told, and left where she is."""
        if "union" in line.changes:
            _, to = line.changes.pop("union")
            line.changes.pop("group", None)
            line.warn("union", "台账里在别的工会", ELSEWHERE.format(where=f"“{known.where}”", to=to.name))
            line.offer = {"person": line.pk or 0, "to": to.pk}

    def may_change(self, lines: list[Line], by: Seat) -> None:
        today = clock.today()
        for line in lines:
            if "name" in line.changes:
                old, new = line.changes["name"]
                line.warn(
                    "name", "姓名和台账不同", f"台账里这个人叫“{old}”，将改为“{new}”。请核对是不是同一人。"
                )
            changed = line.changes
            after = {
                code: changed[code][1] if code in changed else line.values.get(code)
                for code in ("gender", "birth_on")
            }
            self._fit(line, identity=changed["identity"][1] if "identity" in changed else "",
                      phone=changed["phone"][1] if "phone" in changed else "", today=today, **after)  # fmt: skip

    def may_add(self, lines: list[Line], by: Seat) -> None:
        sole, today = sole_employers() if lines else {}, clock.today()
        own = Union.objects.filter(pk=by.union_id, kind__in=Union.GRASSROOTS).first()
        for line in lines:
            values = line.values
            if (
                own
                and "union" not in values
                and not any(one.what == "找不到所在工会" for one in line.problems)
            ):
                values["union"] = Place("Union", own.pk, own.name)
                line.warn("union", "没有写所在工会", f"表里没有写所在工会，按本会（{own.name}）登记。")
            if "union" in values and "employer" not in values and values["union"].pk in sole:
                values["employer"] = sole[values["union"].pk]
            if "union" not in values and not any(one.what == "找不到所在工会" for one in line.problems):
                line.fault(
                    "union",
                    "找不到所在工会",
                    "没有写所在工会，工作表名和标题里也看不出来。请加一列“所在工会”。",
                )
            if "identity" not in values and "phone" not in values:
                line.fault(
                    "identity",
                    "没有填证件号",
                    "证件号和手机都没有，以后认不出是谁。请至少填一个，最好是证件号。",
                )
            self._fit(line, identity=values.get("identity", ""), phone=values.get("phone", ""),
                      gender=values.get("gender"), birth_on=values.get("birth_on"), today=today)  # fmt: skip

    def _fit(
        self, line: Line, *, identity: str, phone: str, gender: str | None, birth_on: Any, today: dt.date
    ) -> None:
        """What the verb would refuse is told here, at its row."""
        kind = line.values.get("id_kind", "resident")
        wrong = rules.unfit(
            id_kind=kind,
            identity=identity,
            phone=phone,
            gender=gender or "",
            born=birth_on,
            today=today,
        )
        if not wrong:
            told = identity if kind == "resident" and not birth_on else ""
            if rules.under_age(birth_on or rules.birth_of(told), today):
                line.warn("identity" if told else "birth_on", "不满 16 周岁", UNDER_AGE)
            return
        fixes = {}
        if identity and kind == "resident":
            fixes = {
                "gender": columns.CHOICES["gender"][rules.gender_of(identity)],
                "birth_on": str(rules.birth_of(identity)),
            }
        whats = {
            "gender": "性别与证件号不一致",
            "birth_on": "出生日期与证件号不一致",
            "identity": "证件号校验不通过",
        }
        for code, sentence in wrong.items():
            line.fault(code, whats.get(code, "手机位数不对"), sentence, fixes.get(code, ""))

    # --- writing ---------------------------------------------------------------------------------------------

    def add(self, lines: list[Line], by: Seat) -> None:
        unions = Union.objects.in_bulk({line.values["union"].pk for line in lines})
        groups = Union.objects.in_bulk({line.values["group"].pk for line in lines if "group" in line.values})
        person, span = blank(Person), blank(Membership)
        # Union by union, so that each batch adds to the roll-up of few of them.
        first = sorted(
            (line for line in lines if line.kept is None), key=lambda line: line.values["union"].pk
        )
        ids = zip(drawn_ids(Person, len(first)), drawn_ids(Membership, len(first)), strict=True)

        def made(some: list[tuple[Line, tuple[int, int]]]) -> tuple[Ready, Ready]:
            persons, memberships = [], []
            for line, (pk, membership_pk) in some:
                persons.append(
                    person(
                        id=pk,
                        **{name: line.values[name] for name in columns.OF_PERSON if name in line.values},
                    )
                )
                memberships.append(self._membership(line, span, unions, groups))
                memberships[-1].id, memberships[-1].person_id = membership_pk, pk
            return enter.ready(persons, by=by), join.ready(memberships, by=by)

        for persons, memberships in ahead(map(made, _some([*zip(first, ids, strict=True)], AT_ONCE))):
            enter.all(persons, by=by, memberships=memberships)
        for line in lines:
            if line.kept is not None:
                again = self._membership(line, span, unions, groups)
                again.person_id = line.kept
                rejoin(again, by=by)

    def _membership(
        self, line: Line, span: Callable[..., Membership], unions: dict[int, Union], groups: dict[int, Union]
    ) -> Membership:
        values = line.values
        row = span(union=unions[values["union"].pk])
        for name in ("joined_on", "kind", *columns.WORK[1:]):
            if name in values:
                setattr(row, name, values[name])
        if "group" in values:
            row.group = groups[values["group"].pk]
        if "employer" in values:
            row.employer_id = values["employer"].pk
        return row

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        """Personal data are corrected; work that stood there before goes on as a new span from today, blank work is filled."""
        persons = [
            (line.pk, _changed(line, columns.OF_PERSON))
            for line in lines
            if _changed(line, columns.OF_PERSON)
        ]
        if persons:
            keep(Person, [pk for pk, values in persons if pk and values.keys() & set(columns.NUMBERS)])
            change_details.each(persons, by=by, reason=by.reason)
        spans = dict(
            Membership.objects.filter(person__in=[line.pk for line in lines], left_on=None).values_list(
                "person", "pk"
            )
        )
        filled, moved = [], []
        for line in lines:
            given = _changed(line, ("group", "joined_on"))
            work = _changed(line, columns.WORK)
            if any(line.changes[name][0] for name in work):
                moved.append((spans[line.pk], {**work, "on": clock.today()}))
            else:
                given |= work
            if given:
                filled.append((spans[line.pk], given))
        rows = _rows_of(places for _, values in (*filled, *moved) for places in values.values())
        for verb, changes in ((correct, filled), (change_work, moved)):
            if changes:
                ready = [
                    (pk, {name: rows.get(value, value) for name, value in values.items()})
                    for pk, values in changes
                ]
                verb.each(ready, by=by, reason=by.reason)

    def ref(self, row: Any) -> tuple[int, str]:
        """The person: her spans of membership follow each other."""
        return row.person_id, f"{row.version}-{row.person.version}"

    def spoken(self, code: str, value: Any) -> str:
        if code in columns.CHOICES:
            return columns.CHOICES[code].get(value, "")
        if isinstance(value, int):
            return "另一个"
        return str(getattr(value, "name", "") or super().spoken(code, value))


def _changed(line: Line, names: Collection[str]) -> dict[str, Any]:
    return {name: line.changes[name][1] for name in names if name in line.changes}


def _rows_of(values: Iterable[Any]) -> dict[Any, Any]:
    """Groups and employers as rows, which is how the verbs take them."""
    places = {value for value in values if isinstance(value, Place)}
    found = {
        model: model.objects.in_bulk({one.pk for one in places if one.model == model.__name__})
        for model in (Union, Employer)
    }
    return {one: found[Union if one.model == "Union" else Employer][one.pk] for one in places}


def _plain(line: Line, code: str) -> str:
    value = line.values.get(code)
    return value if isinstance(value, str) and not isinstance(value, Masked) else ""


def _index(line: Line, code: str) -> str:
    return whole(SPELL[code](_plain(line, code)), of=code)


def _some(values: list[Any], many: int) -> Iterator[list[Any]]:
    return (values[start : start + many] for start in range(0, len(values), many))


def _whole_birthday(line: Line) -> None:
    """出生年月 tells no day: the identity number does."""
    born = rules.birth_of(rules.identity_spelt(line.values["identity"]))
    if born and line.values["birth_on"] == born.replace(day=1):
        line.values["birth_on"] = born
        line.forget("birth_on")


def _other_paper(line: Line) -> None:
    """A passport has no check sign: what was said about the cell as an identity number does not hold."""
    line.forget("identity")
    column = line.columns.get("identity", len(line.cells))
    if column < len(line.cells) and not isinstance(line.values.get("identity"), Masked):
        number = number_of(line.cells[column])[0]
        if 5 <= len(number) <= 20 and number.isalnum():
            line.values["identity"] = number
        elif number:
            line.fault("identity", "证件号校验不通过", "证件号一般有 5 到 20 位。请对照证件再看一遍。")
