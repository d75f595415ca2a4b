"""Facts about the whole document: kind, year, what union, which period, which parts look back."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from .governing import is_past
from .hindsight import BACK, PLAN, SUMMARY, YEAR, parts_ahead
from .letter import one_of_many
from .lines import Line
from .patterns import late
from .times import Term
from .units import Unit
from .unnumbered import document_title

_SCHOOL_YEAR = late(
    r"(?<!\d)(20\d\d|\d\d|20[_xX*]{2}|[_xX*]{2,4})\s?年?\s?(?:-{1,4}|~|/|"
    r"至)\s?(20\d\d|\d\d|20[_xX*]{2}|[_xX*]{2,4})\s?(?:学年|"
    r"年度?第?[一二12上下])"
)
_MASK = late(r"(?:20|二[0〇零]?)?[_xX*×]{1,4}\s?年|(?<!\d)20[_xX*×]{2}|__年")
_YEAR_ALONE = late(r"\((20[0-4]\d)\)")
_FIRST_TERM = late(r"第一学期|上学期(?!期?末?的?总结)|秋季?学期|学年度?[(第]?[一1上][)学]?|秋学期")
_SECOND_TERM = late(r"第二学期|下学期|春季?学期|学年度?[(第]?[二2下][)学]?|春学期")
_CN_YEAR = late(r"二[〇零0][〇零一二三四五六七八九]{2}年")
_REPORTED = late(r"总结|汇报|述职|报告|回顾|小结|情况")
_TELLS = late(
    r"做了?以下.{0,8}工作|现将.{0,30}(?:情况|工作)(?:总结|汇报|报告)如下|工作(?:总结|汇报|情况汇报)如下"
)
_GUIDES = late(r"(?:通知|意见)如下|(?:如下|以下)(?:实施|指导)?意见")
_YEAR_TOLD = late(r"一年来|这一年|过去的?一年|今年以来|年的?工作情况")
_ANNOUNCED = late(r"(?<![重主纪摘概需])要(?!求|点|闻|事)|将|拟|计划|打算|力争|争取|确保|继续|今后")
_OPINION = late(r"意见|指导性?意见|实施意见|通知")
_GUIDING = late(r"指导思想|总体(?:要求|思路)|工作目标|总体目标|目标要求|基本原则|重要意义|背景|形势")

_TITLE_END = late(
    r"(?:计划|总结|小结|要点|方案|报告|意见|思路|打算|一览表|行事历|日程)(?:\(.{1,14}\))?$"
    r"|(?:工会|20\d\d年).{0,16}(?:活动|任务|安排|清单|台账|表)(?:\(.{1,14}\))?$"
)
_SUBTITLE = late(
    r"\([^()]{2,40}\)|\(?.{0,30}(?:学期|学年|年\d{1,2}月(?:\d{1,2}日)?|征求意见稿|讨论稿|草案|审议稿|20\d\d年度?)\)?"
)

_TYPES = {
    "school": r"我校|本校|全校|学校工会|校工会|教职工|教代会|教职员工|校园|教工|幼儿园|"
    r"我园|本园|学院工会|全院教职|师德|教育工会|中学|小学|师生|班主任",
    "hospital": r"医院|卫生院|医护|医务|护理|临床|患者|疾控|院工会|全院职工|卫生监督|血站|"
    r"妇幼保健|社区卫生服务中心|科室",
    "enterprise": r"公司|企业工会|我厂|全厂|厂工会|厂部|车间|集团|项目部|生产经营|班组|"
    r"分公司|厂务公开|员工|矿",
    "government": r"我局|本局|全局|局工会|局机关|机关工会|局党组|机关干部|机关职工|我委|法院|"
    r"检察院|税务|干警|干部职工|委机关|机关各",
    "town": r"总工会(?:要|将|在|机关|干部)|我县|全县|我镇|全镇|镇总工会|街道总工会|"
    r"我街道|全街道|我区|全区各|区总工会|县总工会|市总工会|乡镇|辖区企业|辖区|"
    r"非公企业|两新|各基层工会|基层工会|镇工会|街道工会|我市|全市|州总",
    "community": r"社区工会|我社区|本社区|社区居民|社区工作者|社区职工|社区联合工会",
}
_TYPE_PATTERNS = {name: late(pattern) for name, pattern in _TYPES.items()}
_SELF = late(r"我(校|院|局|厂|县|镇|区|市|园|所|社区|公司|街道|委|处|站|队|段|中心|集团|行|乡|州)")
_SELF_TYPE = {
    "校": "school",
    "园": "school",
    "局": "government",
    "委": "government",
    "厂": "enterprise",
    "公司": "enterprise",
    "集团": "enterprise",
    "县": "town",
    "镇": "town",
    "区": "town",
    "市": "town",
    "乡": "town",
    "州": "town",
    "街道": "town",
    "社区": "community",
    "所": "other",
    "站": "other",
    "中心": "other",
    "处": "other",
    "段": "enterprise",
    "行": "enterprise",
    "队": "other",
    "院": "",
}
_TITLE_TYPE = [
    ("hospital", r"医院|卫生院|疾控|卫生服务|保健院|血站|卫生监督|卫健"),
    ("school", r"学校|小学|中学|大学|学院|幼儿园|校工会|教育工会|职高|技校|一中|二中|实验.{0,3}小|校"),
    ("community", r"社区"),
    ("town", r"总工会|(?:街道|镇|乡)(?:联合)?工会|街道|开发区工会|园区工会"),
    ("government", r"局|机关|法院|检察院|税务|委员会机关|办公室|政府|财政|公安"),
    ("enterprise", r"公司|厂|集团|企业|矿|车间|项目部|银行|超市|酒店|供电|电力|分公司|有限"),
    ("other", r"研究院|研究所|科研|事务所|协会|行业工会|律师|图书馆|博物馆|文化馆|中心|报社|电视台"),
]
_INSTITUTE = late(r"[\u4e00-\u9fff](?:所|站|馆|社)(?:工会|党|行政|职工|生产|领导|各|务公开|全体)")


def title_lines(lines: list[Line]) -> int:
    """How many lines at the head are the document's own title, unit name, date."""
    top = list(itertools.takewhile(_may_be_title, lines[:4]))
    titles = [n for n, line in enumerate(top) if document_title(line) or _TITLE_END.search(line.text)]
    if not titles and not (top and _names_itself(top[0])):
        return 0
    end = titles[0] + 1 if titles else 1
    while (
        end < min(len(lines), end + 2)
        and _SUBTITLE.fullmatch(lines[end].text)
        and lines[end].original(0, 1) != "【"
        and not one_of_many(lines, end)
    ):
        end += 1
    return end


def _may_be_title(line: Line) -> bool:
    return (
        not (line.mark or line.row or line.starred)
        and 4 <= len(line.text) <= 50
        and line.text[-1] not in "。;,"
    )


def _names_itself(line: Line) -> bool:
    """A first line that names a union or a year and is no sentence: 某公司工会2026年重点任务分解."""
    text = line.text
    return (
        len(text) >= 8
        and ("工会" in text or YEAR.search(text) is not None)
        and not re.search(r"[,。;:]|\d月|月份", text)
    )


def masked(text: str) -> bool:
    """Is the year blotted out (20__年, xx年) wherever the text would name it?"""
    return bool(_MASK.search(text))


def year_of(title: str, text: str, period: str, kind: str = "plan") -> int | None:
    """The year the plan is for, when the text states it; nothing is derived."""
    head = title or ""
    for place in (head, text[:600]):
        school = _SCHOOL_YEAR.search(place)
        if school:
            year = school[2] if period == "second_term" else school[1]
            if year.isdigit():
                return int(year) if len(year) == 4 else 2000 + int(year)
            return None
    named = _planned_year(head) or YEAR.search(head) or _CN_YEAR.search(head)
    if named:
        year = _number(named)
        # a report on 2025 that goes on to 今年 and was given in 2026
        given = kind == "mixed" and "今年" in text and re.search(rf"{year + 1}\s?年\s?\d{{1,2}}\s?月", text)
        return year + 1 if given and SUMMARY.search(head) and not PLAN.search(head) else year
    if bracketed := _YEAR_ALONE.search(head):
        return int(bracketed[1])
    if _MASK.search(head):
        return None
    about = re.search(
        r"(20[0-4]\d)\s?年度?[^,。;:《》]{0,16}?(?:工会)?(?:工作)?(?:计划|要点|"
        r"打算|安排|思路|任务|总体|指导思想|工作会|通知)",
        text,
    )
    if about and not re.search(r"十[一二三四五六七八九]大", about[0]):
        return int(about[1])
    if _MASK.search(text):
        return None
    ahead = re.search(
        r"(20[0-4]\d)\s?年(?:度)?,?(?:[春秋]季?学期|是|我们|全|工会|校|院|区|县|市|镇|公司|将|要|我)", text
    )
    if ahead:
        return int(ahead[1])
    meant = re.search(
        r"(?:为|做好|推进|部署|落实)[^,。《]{0,16}?(20[0-4]\d)\s?年(?!来|\s?\d{1,2}\s?月)", text[:600]
    )
    if meant:
        return int(meant[1])
    signed = re.search(r"(20[0-4]\d)\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?\s*$", text.strip()[-60:])
    if signed and re.search(r"今年|本年", text):
        return int(signed[1])
    years = Counter(int(y) for y in YEAR.findall(text))
    return years.most_common(1)[0][0] if years and years.most_common(1)[0][1] >= 2 else None


def _planned_year(title: str) -> re.Match | None:
    """2023年工作总结和2024年工作打算: the year that stands before the plan, not before the summary."""
    if not _REPORTED.search(title):
        return None
    ahead = (m for m in YEAR.finditer(title) if not _REPORTED.search(title, m.end()))
    return next((m for m in ahead if PLAN.search(title, m.end())), None)


def _number(match: re.Match) -> int:
    if match[0][0] == "2":
        return int(match[1])
    return int(match[0][:4].translate(str.maketrans("〇零一二三四五六七八九", "00123456789")))


def term_of(title: str, text: str, months_named: list[int]) -> Term:
    """The period the plan is for: a term or half-year when title or text says so."""
    head = title + "\n" + text[:400]
    first = _FIRST_TERM.search(head)
    second = _SECOND_TERM.search(head)
    both = (first and second) or ("上学期" in text and "下学期" in text)
    if both and not (_FIRST_TERM.search(title) or _SECOND_TERM.search(title)):
        first = second = None  # 上学期以球类为主,…下学期…: the plan is for both
    if first and not (second and second.start() < first.start()):
        return Term("first_term", (1, 9, 10, 11, 12))
    if second:
        return Term("second_term", (2, 3, 4, 5, 6, 7))
    if re.search(r"学年", title) or re.search(r"学年度?工会?工作", text[:400]):
        return Term("school_year", tuple(range(1, 13)))
    if re.search(r"下半年.{0,12}(?:计划|安排|打算|要点|日程)", title):
        return Term("second_half", tuple(range(7, 13)))
    if re.search(r"上半年.{0,12}(?:计划|安排|打算|要点|日程)", title):
        return Term("first_half", tuple(range(1, 7)))
    if (
        months_named
        and months_named[0] in (9, 10)
        and months_named[-1] in (12, 1)
        and set(months_named) <= {8, 9, 10, 11, 12, 1}
    ) and re.search(r"新学期|本学期|学期", text):
        return Term("first_term", (1, 9, 10, 11, 12))
    if re.search(r"本学期|新学期", text) and months_named and set(months_named) <= {2, 3, 4, 5, 6, 7}:
        return Term("second_term", (2, 3, 4, 5, 6, 7))
    if (
        len(months_named) >= 3
        and months_named[0] in (8, 9, 10)
        and set(months_named) & {3, 4, 5, 6}
        and re.search("学", text)
    ):
        return Term("school_year", tuple(range(1, 13)))
    return Term()


def union_type_of(title: str, text: str) -> str:
    """The kind of union, first by its name, then by what it calls itself, then by its words."""
    scores = Counter({name: len(pattern.findall(text)) for name, pattern in _TYPE_PATTERNS.items()})
    for name, pattern in _TITLE_TYPE:
        if re.search(pattern, title):
            treats = name == "school" and "学院" in title and scores["hospital"] > scores["school"]
            return "hospital" if treats else name  # 口腔医学院 is a hospital too
    for own in _SELF.findall(text):
        if _SELF_TYPE.get(own):
            scores[_SELF_TYPE[own]] += 3
    scores["other"] += 2 * len(_INSTITUTE.findall(text))
    if "我院" in text:
        scores["school" if scores["school"] > scores["hospital"] else "hospital"] += 3
    best, score = max(scores.items(), key=lambda item: item[1])
    return best if score else "other"


def kind_of(title: str, text: str, units: list[Unit]) -> str:
    """plan, summary, mixed or opinion."""
    sentences = [s for s in re.split(r"[。!?\n]", text) if len(s) >= 8]
    past = sum(map(is_past, sentences))
    share = past / len(sentences) if sentences else 0
    parts = [u for u in units if u.is_heading and u.level == 1]
    ahead = parts_ahead(parts)
    back = [u for u in parts if BACK.search(u.line.text[: u.title_end]) and u not in ahead]
    both = any(re.search("问题|不足|差距", u.line.text[: u.title_end]) for u in ahead)
    looks_ahead = (
        bool(ahead)
        or re.search(
            r"(?:下一步|下步|今后|明年|来年|20..年|下半年).{0,14}(?:打算|计划|安排|"
            r"思路|要点|重点|指导思想|总体要求|任务)",
            text,
        )
        is not None
    )
    if _OPINION.search(title) and not PLAN.search(title):
        return "opinion"
    if _GUIDES.search(text[:800]) and not re.search(r"(?:计划|要点|总结|报告)$", title):
        return "opinion"
    if SUMMARY.search(title) and not re.search(r"计划$|要点$|安排$|打算$", title):
        return "mixed" if looks_ahead and not _ends_with_hopes(title, ahead, units) else "summary"
    if PLAN.search(title) and (SUMMARY.search(title) or re.search(r"情况[及和与暨]", title)):
        return "mixed"
    if PLAN.search(title):
        return "mixed" if back and share > 0.2 else "plan"
    if _TELLS.search(text[:600]):
        return "mixed" if looks_ahead else "summary"
    if (share > 0.35 and len(sentences) >= 5) or _tells_of_a_year(text, sentences, past):
        return "mixed" if looks_ahead else "summary"
    shortcomings = re.search(
        r"(?:差距|不足|存在.{0,12}问题|有待).{0,200}(?:克服|改进|解决|加强)", text[:1200].replace("\n", "")
    )
    if shortcomings or both or (back and ahead):
        return "mixed"
    if re.search(r"各级工会要", text) and re.search(r"现提出如下", text[:800]):
        return "opinion"
    return "plan"


def _tells_of_a_year(text: str, sentences: list[str], past: int) -> bool:
    """Does a text that begins with the year gone by report more than it announces?"""
    announced = sum(1 for s in sentences if _ANNOUNCED.search(s))
    return past >= 2 and past > 2 * announced and _YEAR_TOLD.search(text[:200]) is not None


def _ends_with_hopes(title: str, ahead: list[Unit], units: list[Unit]) -> bool:
    """Is all that looks ahead a closing 不足与今后设想, which reports as well, without a list of its own?"""
    if PLAN.search(title) or len(ahead) != 1 or not ahead[0].children:
        return False
    last = ahead[0]
    heading = last.line.text[last.begin : last.title_end]
    after = units[units.index(last) + 1 :]
    return BACK.search(heading) is not None and not any(
        u.mark or u.label or u.bare or u.line.row for u in after
    )


def is_guiding(unit: Unit) -> bool:
    """Guiding thought, aims and reasons: nothing in there is a task."""
    headings = [h.line.text[h.begin : h.title_end] for h in (unit, *unit.ancestors()) if h.is_heading]
    return any(map(_GUIDING.search, headings)) or bool(headings and headings[0].endswith("工作思路"))
