"""Reads a pasted list of officers: name, union, post, in whatever order. Pure; every line is answered.

A telephone number is recognised and set aside: nothing needs it, so it is not kept.
"""

import re
from dataclasses import dataclass, field, replace

from zhijia.org.lists import LONGEST_LIST, Known, Line, cells_of, found_of, is_head, key, like, lines_of
from zhijia.org.models import Office

OFFICES = {
    Office.CHAIR: "主席 工会主席 主席（兼） 分会主席",
    Office.VICE: "副主席 工会副主席 常务副主席 专职副主席 兼职副主席",
    Office.OFFICER: "干事 工会干事 工会干部 干部 专干 工会专干 组织干事 宣传干事 社会化工会工作者",
    Office.ACCOUNTANT: "会计 财务 出纳 工会会计 财务委员",
    Office.AUDITOR: "经审委员 经审 经审主任 经审委主任 经费审查委员 经费审查委员会主任",
    Office.WOMEN: "女职工委员 女工委员 女工主任 女职工主任 女工委主任 女职工委员会主任",
    Office.COMMITTEE: "委员 工会委员 组织委员 宣传委员 文体委员 生活委员 劳动保护委员 生产委员 青年委员",
    Office.LEADER: "组长 小组长 工会小组长",
}
OFFICE_OF = {key(word): office for office, words in OFFICES.items() for word in words.split()}
OFFICE_ENDINGS = {"副主席": Office.VICE, "主席": Office.CHAIR, "小组长": Office.LEADER, "干事": Office.OFFICER,
                  "会计": Office.ACCOUNTANT, "委员": Office.COMMITTEE}  # fmt: skip
PHONE = re.compile(r"^(?:\+?86)?[\s-]*(?:1\d{2}[\s-]*\d{4}[\s-]*\d{4}|0?\d{2,3}[\s-]*\d{7,8}|\d{7,8})$")
DIGITS = re.compile(r"(?:\+?86[\s-]*)?\d[\d\s-]{5,}\d")
NAME = re.compile(r"^[\u3400-\u9fff·•]{2,12}$|^[A-Za-z][A-Za-z .·-]{1,38}$")
GENDERS = {"男": "male", "女": "female"}
LABELS = re.compile(r"^(?:姓名|单位|工会|职务|性别|手机号?|电话)[:：]\s*")
NEW, SKIP = "new", "skip"


@dataclass(frozen=True)
class Like:
    """Somebody of the same name who might be the same person: on this union's roll, or elsewhere in reach."""

    pk: int
    told: str  # what tells her from others: 顺达机械工会会员，女，2019-03-01 入会
    unions: frozenset[int]  # where she is a member or holds, or held, a post
    offices: frozenset[tuple[int, str]] = frozenset()  # (union, office) held today


@dataclass(frozen=True)
class Ask:
    """A question a line puts: which union, or which person. `answer` is what was chosen, "" while open."""

    name: str
    question: str
    choices: tuple[tuple[str, str], ...]
    answer: str = ""


@dataclass(frozen=True)
class OfficerLine(Line):
    """`state` may also be ask: a question is open."""

    name: str = ""
    gender: str = ""
    office: str = ""
    title: str = ""
    union: Known | None = None
    union_written: str = ""
    person: str = ""  # new, or the id of the person it is, or "line-3": the same as on line 3
    asks: tuple[Ask, ...] = ()

    @property
    def shown(self) -> str:
        """The line as it was written, without the telephone number."""
        return DIGITS.sub("（号码不存）", self.text)


@dataclass
class _Read:
    names: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def office_of(cell: str) -> str:
    """The office a word names, or nothing. Divided titles (常务副主席, 组织委员) keep their full word beside it."""
    plain = key(cell)
    if plain in OFFICE_OF:
        return OFFICE_OF[plain]
    for ending, office in OFFICE_ENDINGS.items():
        if plain.endswith(ending) and len(plain) <= len(ending) + 4 and "工会" not in plain:
            return office
    return ""


def _read(cells: list[str], known: list[Known]) -> _Read:
    read = _Read()
    for cell in (LABELS.sub("", cell) for cell in cells):
        if cell in GENDERS:
            read.values["gender"] = GENDERS[cell]
        elif PHONE.match(cell):
            continue
        elif "office" not in read.values and office_of(cell):
            read.values |= {"office": office_of(cell), "title": cell[:30]}
        elif not read.names and NAME.match(cell) and "工会" not in cell and not _is_union(cell, read, known):
            read.names.append(cell)
        elif cell.isdigit() and len(cell) < 4:
            continue
        else:
            read.others.append(cell)
    return read


def _is_union(cell: str, read: _Read, known: list[Known]) -> bool:
    return bool(found_of(cell, known)) or len(cell) > 4


def read_officers(
    text: str,
    known: list[Known],
    people: dict[str, list[Like]],
    own_person: int | None,
    answers: dict[str, str],
) -> list[OfficerLine]:
    """Every line with its answer. `people`: who of that name is known; `answers`: {"union-3": "17", "person-3": "new"}."""
    lines: list[OfficerLine] = []
    for number, written in lines_of(text):
        line = OfficerLine(number, written)
        if number > LONGEST_LIST:
            told = f"一次最多 {LONGEST_LIST} 行，这一行没有看。"
            lines.append(replace(line, told=told, cure="请把后面的另贴一次。"))
            continue
        lines.append(_answered(line, known, people, own_person, answers, lines))
    return lines


def _answered(
    line: OfficerLine,
    known: list[Known],
    people: dict[str, list[Like]],
    own_person: int | None,
    answers: dict[str, str],
    earlier: list[OfficerLine],
) -> OfficerLine:
    cells = cells_of(line.text)
    if is_head(cells):
        return replace(line, state="there", told="这是表头，跳过。")
    read = _read(cells, known)
    line = replace(line, **read.values)  # type: ignore[arg-type]
    if not read.names:
        return replace(line, told="没有看到姓名。", cure="每行写：姓名，工会，职务。")
    line = replace(line, name=read.names[0], union_written=read.others[0] if read.others else "")
    if not line.office:
        return replace(line, told="没有看到职务，或者这个职务不认识。",
                       cure="职务写：主席、副主席、干事、会计、经审委员、女职工委员、委员或小组长。")  # fmt: skip
    if len(read.others) > 1:
        return replace(line, told=f"“{read.others[1]}”看不懂。", cure="每行只写一个人的一个职务，一个工会。")
    line = _at_union(line, known, answers)
    if line.state != "new":
        return line
    return _as_person(line, people.get(line.name, []), own_person, answers, earlier)


def _at_union(line: OfficerLine, known: list[Known], answers: dict[str, str]) -> OfficerLine:
    if not line.union_written:
        return replace(line, told="没有写是哪个工会的。", cure="请在姓名后面写上工会的名称或简称。")
    found = found_of(line.union_written, known)
    if len(found) == 1:
        return replace(line, state="new", union=found[0])
    near = found or like(line.union_written, known)
    if not near:
        return replace(line, told=f"没有“{line.union_written}”这个工会，或者它不在您的管理范围里。",
                       cure="请先在“建工会”里建它，或者改写名称。")  # fmt: skip
    chosen = answers.get(f"union-{line.number}", "")
    picked = next((one for one in near if str(one.pk) == chosen), None)
    question = f"“{line.union_written}”是哪个工会？"
    choices = (*((str(one.pk), one.name) for one in near), (SKIP, "都不是，这一行先不办"))
    asks = (Ask(f"union-{line.number}", question, choices, chosen),)
    if picked:
        return replace(line, state="new", union=picked, asks=asks)
    if chosen == SKIP:
        return replace(line, state="skip", told="这一行先不办。", asks=asks)
    return replace(line, state="ask", told=question, cure="请选一个。", asks=asks)


def _as_person(
    line: OfficerLine,
    same_name: list[Like],
    own_person: int | None,
    answers: dict[str, str],
    earlier: list[OfficerLine],
) -> OfficerLine:
    assert line.union is not None
    place = line.union.pk
    if any(before.name == line.name and before.union == line.union and before.office == line.office
           and before.state in ("new", "ask") for before in earlier):  # fmt: skip
        return replace(line, state="there", told="和前面一行重复，只登记一次。")
    if any((place, line.office) in one.offices for one in same_name):
        return replace(line, state="there", told=f"{line.name}已经是{line.union.name}的{line.title}。")
    here = [one for one in same_name if place in one.unions]
    twin = next((b for b in earlier if b.name == line.name and b.state in ("new", "ask")), None)
    proposed = str(here[0].pk) if len(here) == 1 else ("" if same_name or twin else NEW)
    choices = [(str(one.pk), f"是同一个人：{one.told}") for one in (here or same_name)[:6]]
    if twin and not same_name:
        choices.append((f"line-{twin.number}", f"和第 {twin.number} 行是同一个人"))
    choices.append((NEW, "另一个人，只是同名"))
    chosen = answers.get(f"person-{line.number}", "")
    if chosen not in {value for value, _ in choices}:
        chosen = proposed
    if len(choices) > 1:
        ask = Ask(f"person-{line.number}", f"{line.name}是哪一位？", tuple(choices), chosen)
        line = replace(line, asks=(*line.asks, ask))
    if not chosen:
        return replace(line, state="ask", told=f"{line.name}是哪一位？", cure="请选一个。")
    if own_person and chosen == str(own_person):
        return replace(line, state="unclear", told="这是您自己。自己的职务要由别人登记。",
                       cure="请本单位其他工会干部或上级工会办理。")  # fmt: skip
    who = "新登记这个人" if chosen == NEW else dict(choices)[chosen]
    return replace(line, person=chosen, told=f"{line.union.name}{line.title}。{who}。")
