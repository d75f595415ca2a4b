"""Reads a pasted list of unions: one a line, in whatever order its cells stand. Pure; every line is answered."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from zhijia.org.models import Nature, Union
from zhijia.sheetreader.model import key

LONGEST_LIST = 500  # lines; more are pasted in parts
SEPARATORS = re.compile(r"[\t,;|，、；]")
NUMBERING = re.compile(r"^\s*(?:[（(]\d{1,3}[)）]|[①-⑳]|\d{1,3}[)）、.．](?!\d)|\d{1,3}\t)\s*")
PARENT = re.compile(r"^(?:上级工会|上级|隶属于?)[为是]?[:：\s]*(?=\S)")
SHORT = re.compile(r"^简称[:：\s]*(?=\S)")
LABELS = re.compile(r"^(?:类别|类型|性质|单位性质|成立日期|成立时间|成立于?)[:：\s]*(?=\S)")
LONELY = re.compile(r"^(?:上级工会|上级|隶属于?|简称|类别|类型|性质|成立日期|成立时间)[:：]?$")
DATE = re.compile(r"^(\d{4})\s*[-年./]?\s*(?:(\d{1,2})\s*[-月./]?\s*(?:(\d{1,2})\s*日?)?)?$")
KINDS = {
    Union.Kind.COUNTY: "县总工会 区总工会 市总工会",
    Union.Kind.TOWN: "镇 乡 街道 乡镇 总工会 镇总工会 街道总工会 乡镇总工会 镇级 镇（街道）总工会",
    Union.Kind.INDUSTRY: "产业 系统 产业工会 系统工会 教育工会 卫生工会",
    Union.Kind.FEDERATION: "联合会 工会联合会 行业联合会 区域联合会",
    Union.Kind.SINGLE: "单独 独立 单建 单独建会 单独基层工会 基层工会 基层 单独工会",
    Union.Kind.JOINT: "联合 联建 联合建会 联合工会 联合基层工会",
    Union.Kind.BRANCH: "分会 分工会",
    Union.Kind.GROUP: "小组 工会小组",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
NATURES = {
    Nature.ENTERPRISE: "企业 公司 工厂 民营企业 国有企业 非公企业",
    Nature.SCHOOL: "学校 中学 小学 幼儿园 中心学校",
    Nature.HOSPITAL: "医院 卫生院",
    Nature.COMMUNITY: "社区 村 村居",
    Nature.GOVERNMENT: "机关 政府",
}
NATURE_OF = {word: nature for nature, words in NATURES.items() for word in words.split()}
HEADS = {"工会名称", "工会", "名称", "单位名称", "上级工会", "类别", "序号", "姓名", "职务"}
SENTENCE = re.compile(
    r"[。！？!?…“”《》=@#]"
    r"|我们|你们|他们|已经|需要|没有|可以|应该|如果|因为|所以|是否|什么|怎么|尽快|抓紧|上报|报送|开会|[今明昨]天|[上下本]周|谢谢|[你您]好"
)  # what stands in messages and notes, and in no union's name
REMARK = re.compile(
    r"^(?:请|附件|附表|备注|注[:：]|合计|总计|小计|共\d|填表|制表|联系|电话|日期|截至|关于|根据|按照|以上|以下)"
    r"|(?:名单|名册|一览表|统计表|汇总表|登记表|明细表|通知|报告|方案|情况|说明|材料|[了吗呢吧])$"
)  # titles and what stands around tables; a name that ends like a union's is left alone
ENDINGS = ("工会委员会", "基层委员会", "委员会", "工会")


@dataclass(frozen=True)
class Known:
    """A union that exists: what it is called in full, in short, and through its employers."""

    pk: int
    name: str
    kind: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One pasted line and its answer. `state`: new, there (already), unclear; `told` says so, `cure` what to do."""

    number: int
    text: str
    state: str = "unclear"
    told: str = ""
    cure: str = ""


@dataclass(frozen=True)
class UnionLine(Line):
    name: str = ""
    short_name: str = ""
    kind: str = ""
    nature: str = ""
    parent: str = ""  # the parent's name, as written or as known
    parent_pk: int | None = None  # empty where the parent is a line of this list
    founded_on: dt.date | None = None


def stem(name: str) -> str:
    """A name without the words that lists leave out: 顺达机械工会委员会 and 顺达机械 are one."""
    plain = key(name)
    for ending in ENDINGS:
        if plain.endswith(ending) and plain != ending:
            return stem(plain.removesuffix(ending))
    return plain


NO_NAME = "这不像工会的名称。请照批复写全称，如：青溪顺达机械有限公司工会委员会。"


def no_name(name: str) -> bool:
    """Can no union be called so? Short names without any 工会 are common, hence only what surely is none."""
    plain = key(name)
    written = sum("\u4e00" <= sign <= "\u9fff" for sign in plain)
    digits = sum(sign.isdigit() for sign in plain)
    if not written or len(plain) < 2 or digits > max(written, 3) or SENTENCE.search(name):
        return True
    return bool(REMARK.search(name.strip())) and not plain.endswith((*ENDINGS, "联合会", "分会", "小组"))


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines that say anything, each with its number in the list."""
    found = [(n, line.strip(" \u3000\r")) for n, line in enumerate(text.split("\n"), 1)]
    return [(n, line) for n, line in found if line.strip()]


def cells_of(line: str) -> list[str]:
    """The cells of a line: at tabs, commas and 、, or at blanks where there is none of these."""
    line = NUMBERING.sub("", line.replace("\0", ""), count=1)
    parts = SEPARATORS.split(line) if SEPARATORS.search(line) else line.split()
    cells: list[str] = []
    for part in (part.strip() for part in parts):
        if cells and LONELY.match(cells[-1]) and part not in HEADS:
            cells[-1] = f"{cells[-1]} {part}".strip()
        elif part:
            cells.append(part)
    return cells


def is_head(cells: list[str]) -> bool:
    """Is this the row of headings that came along with the table?"""
    return len(cells) > 1 and sum(cell in HEADS for cell in cells) >= 2


def found_of(name: str, known: Iterable[Known]) -> list[Known]:
    """The unions that go by this name: exactly, else without the words that lists leave out."""
    unions = list(known)
    exact = [one for one in unions if key(name) in {key(n) for n in (one.name, *one.names)}]
    loose = [one for one in unions if stem(name) in {stem(n) for n in (one.name, *one.names)}]
    return exact or loose


def like(name: str, known: Iterable[Known]) -> list[Known]:
    """Unions whose name holds this one or lies in it; to be asked about, never taken."""
    return like_stems(stem(name), ((one, [stem(n) for n in (one.name, *one.names)]) for one in known))


def like_stems(wanted: str, known: Iterable[tuple[Known, Iterable[str]]]) -> list[Known]:
    """The same of names whose stems are known."""
    if len(wanted) < 2:
        return []
    close = (one for one, stems in known if any(wanted in n or (len(n) > 2 and n in wanted) for n in stems))
    return [*islice(close, 4)]


def date_of(cell: str) -> dt.date | None:
    """2018-05-01, 2018年5月, 2018: what is missing is the first of it. Raises ValueError for no such day."""
    found = DATE.match(unicodedata.normalize("NFKC", cell))
    if not found or not 1925 <= int(found[1]) <= 2100:
        return None
    return dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))


def guessed_kind(name: str, parent_kind: str) -> str:
    """What a union with such a name under such a parent most likely is; shown before anything is made."""
    if parent_kind in Union.GRASSROOTS or parent_kind in Union.INNER:
        return Union.Kind.BRANCH if name.endswith(("分会", "分工会")) else Union.Kind.GROUP
    if "总工会" in name:
        return Union.Kind.TOWN
    if name.endswith("联合会"):
        return Union.Kind.FEDERATION
    return Union.Kind.JOINT if "联合" in name else Union.Kind.SINGLE


def guessed_nature(name: str) -> str:
    signs = {
        Nature.SCHOOL: "学校 中学 小学 幼儿园 学院", Nature.HOSPITAL: "医院 卫生院 卫生服务",
        Nature.COMMUNITY: "社区 村", Nature.GOVERNMENT: "机关 政府 局",
    }  # fmt: skip
    for nature, words in signs.items():
        if any(word in name for word in words.split()):
            return nature
    return Nature.ENTERPRISE


@dataclass
class _Read:
    names: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    wrong: str = ""
    cure: str = ""


def _read(cells: list[str]) -> _Read:
    read = _Read()
    for cell in cells:
        if PARENT.match(cell):
            read.values["parent"] = PARENT.sub("", cell)
        elif SHORT.match(cell):
            read.values["short_name"] = SHORT.sub("", cell)
        elif (word := LABELS.sub("", cell)) in KIND_OF:
            read.values["kind"] = KIND_OF[word]
        elif word in NATURE_OF:
            read.values["nature"] = NATURE_OF[word]
        elif DATE.match(unicodedata.normalize("NFKC", word)):
            try:
                read.values["founded_on"] = date_of(word)
            except ValueError:
                read.wrong, read.cure = f"没有“{word}”这一天。", "请核对成立日期，例如 2018-05-01。"
        elif not (cell.isdigit() and not read.names):  # a running number in a cell of its own
            read.names.append(cell)
    return read


def read_unions(text: str, known: list[Known], own: Known, since: dt.date, today: dt.date) -> list[UnionLine]:
    """Every line of the list with its answer, in the order of the list."""
    lines: list[UnionLine] = []
    heard: dict[str, UnionLine] = {}
    for number, written in lines_of(text):
        line = UnionLine(number, written)
        if number > LONGEST_LIST:
            line = replace(
                line, told=f"一次最多 {LONGEST_LIST} 行，这一行没有看。", cure="请把后面的另贴一次。"
            )
        else:
            line = _answered(line, known, own, since, today, heard)
        if line.state == "new":
            heard[stem(line.name)] = line
        lines.append(line)
    return _placed(lines, known, own)


def _answered(
    line: UnionLine, known: list[Known], own: Known, since: dt.date, today: dt.date, heard: dict
) -> UnionLine:
    cells = cells_of(line.text)
    if is_head(cells):
        return replace(line, state="there", told="这是表头，跳过。")
    read = _read(cells)
    if read.wrong:
        return replace(line, told=read.wrong, cure=read.cure)
    if not read.names:
        return replace(line, told="没有看到工会名称。", cure="请把名称写在这一行最前面，例如：顺达机械工会。")
    name, *others = read.names
    if others and "parent" not in read.values:
        read.values["parent"] = others.pop(0)
    if others:
        return replace(
            line,
            name=name,
            told=f"“{others[0]}”看不懂。",
            cure="类别写 单独、联合、联合会、镇；上级写“上级 某某工会”。",
        )
    if len(name) > 60:
        return replace(line, told="名称超过 60 个字。", cure="请核对是不是几行连在了一起。")
    if no_name(name):
        return replace(line, told=f"“{name}”不像工会名称。", cure="请写全称，例如：顺达机械工会。")
    line = replace(line, name=name, **read.values)  # type: ignore[arg-type]
    there = [one for one in found_of(name, known) if len(key(name)) > 1]
    if there:
        return replace(line, state="there", told=f"已经有了：{there[0].name}。")
    if stem(name) in heard:
        return replace(line, state="there", told=f"和第 {heard[stem(name)].number} 行是同一个，只建一次。")
    line = replace(line, founded_on=line.founded_on or since)
    if line.founded_on and line.founded_on > today:
        return replace(line, told="成立日期在今天之后。", cure="请填批复上的日期。")
    return replace(line, state="new")


def _placed(lines: list[UnionLine], known: list[Known], own: Known) -> list[UnionLine]:
    """Each new union under its parent: one that exists, or another line of this list, wherever it stands."""
    new = {stem(line.name): line for line in lines if line.state == "new"}
    done: dict[int, UnionLine] = {}

    def place(line: UnionLine, way: tuple[int, ...]) -> UnionLine:
        if line.state != "new" or line.number in done:
            return done.get(line.number, line)
        kind_above, above = own.kind, replace(line, parent=own.name, parent_pk=own.pk)
        if line.parent:
            found = found_of(line.parent, known)
            sibling = new.get(stem(line.parent))
            if len(found) == 1:
                above, kind_above = replace(line, parent=found[0].name, parent_pk=found[0].pk), found[0].kind
            elif found:
                above = _unclear(line, f"叫“{line.parent}”的上级有 {len(found)} 个。", "请写上级的全称。")
            elif sibling and sibling.number not in (*way, line.number):
                upper = place(sibling, (*way, line.number))
                above, kind_above = replace(line, parent=upper.name, parent_pk=None), upper.kind
                if upper.state != "new":
                    above = _unclear(
                        line, f"它的上级在第 {upper.number} 行，那一行还没弄清。", "先改那一行。"
                    )
            else:
                above = _unclear(line, *_no_parent(line.parent, known, bool(sibling)))
        placed = _fitted(above, kind_above) if above.state == "new" else above
        done[line.number] = placed
        return placed

    return [place(line, ()) for line in lines]


def _no_parent(parent: str, known: list[Known], in_ring: bool) -> tuple[str, str]:
    if in_ring:
        return "这样一来，它会成为自己的上级。", "请核对这几行的上级。"
    near = like(parent, known)
    cure = f"像是“{near[0].name}”，是的话请照这样写。" if near else "请先在名单里加一行建它，或者改写上级。"
    return f"没有“{parent}”这个上级工会，或者它不在您的管理范围里。", cure


def _fitted(line: UnionLine, kind_above: str) -> UnionLine:
    kind = line.kind or guessed_kind(line.name, kind_above)
    if kind not in Union.UNDER or kind_above not in Union.UNDER[kind]:
        told = f"{Union.Kind(kind).label}不能建在{Union.Kind(kind_above).label}下面。"
        return _unclear(line, told, "请核对类别和上级。")
    nature = (line.nature or guessed_nature(line.name)) if kind in Union.GRASSROOTS else ""
    short = (line.short_name or line.name)[:30]
    made = replace(line, kind=kind, nature=nature, short_name=short)
    what = Union.Kind(kind).label + (f"，所在单位：{Nature(nature).label}" if nature else "")
    return replace(made, told=f"新建，{what}，上级：{line.parent}，成立日期 {line.founded_on:%Y-%m-%d}。")


def _unclear(line: UnionLine, told: str, cure: str) -> UnionLine:
    return replace(line, state="unclear", told=told, cure=cure)


def uppers_first(lines: list[UnionLine]) -> list[UnionLine]:
    """The new ones, each after the union it answers to."""
    order: list[UnionLine] = []
    waiting = [line for line in lines if line.state == "new"]
    while waiting:
        made = {stem(line.name) for line in order}
        ready = [line for line in waiting if line.parent_pk or stem(line.parent) in made]
        order += ready
        waiting = [line for line in waiting if line not in ready]
    return order


def still_open(lines: Iterable[Line]) -> list[str]:
    """What was written on the lines that came to nothing yet."""
    return [line.text for line in lines if line.state in ("unclear", "ask", "skip")]
