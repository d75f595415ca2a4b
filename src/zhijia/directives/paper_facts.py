"""Facts of a superior's paper: who sent it, under which number, what must be answered to whom and by when. Pure.

Rules are tables over folded text (`planreader.characters.fold` keeps lengths), quotes come from the original.
Nothing is guessed: what the paper does not say is empty, and the officer fills it in.
"""

import datetime as dt
import re
from typing import NamedTuple

from zhijia.directives.paper_days import days_in, full_day
from zhijia.directives.quotas import Quota, quotas_in
from zhijia.kernel.clock import OFFICIAL, Calendar
from zhijia.planreader.characters import fold

KINDS = "通知|要点|意见|方案|函|办法|安排|决定|通报|批复|计划|细则|通告|公告|规定"
OPEN, SHUT = r"[(<\[{〈《﹝〔【「]", r"[)>\]}〉》﹞〕】」]"
_NUMBER = re.compile(
    rf"(?P<mark>[\u4e00-\u9fff]{{1,12}}?)\s?{OPEN}\s?(?P<year>20\d\d)\s?{SHUT}\s?第?\s?(?P<n>\d{{1,4}})\s?号"
)
_CITES = re.compile("的|《|关于|根据|按照|更正|补充|对|将")
ORG = re.compile(
    r"[\u4e00-\u9fff()]{2,30}(?:工会|总工会|委员会|委|局|办公室|政府|部|联合会|工作委员会|处|厅|公司|医院|学校|中心|党组|支部)"
)
_TITLE_END = re.compile(rf"(?:{KINDS})(?:\(.{{1,12}}\))?$")
_TITLE_BEGIN = re.compile(
    r"关于|转发|印发|[\u4e00-\u9fff]{2,20}(?:工会|委员会|局)?(?:关于|转发|印发)|.{0,20}20\d\d年"
)
_SUPPLEMENT = re.compile(r"补充(?:通知|意见|说明)|更正|订正|勘误")
HEAD_LINES, FOOT_LINES = 14, 3

SEND = (
    r"(?:报送|上报|报备|呈报)(?:至|到|给)?|报(?:至|到)|报(?=[省市县区镇乡街集公总校教局党委])|发(?:送)?(?:至|到|给)|反馈(?:至|到|给)?"
    r"|回复(?:至|到|给)?|函复|送(?:至|到|交)|交(?:至|到|给)|交(?=[省市县区镇乡街集公总校教局党委])|寄(?:至|到|送)|提交(?:至|到|给)?|返回(?:至|到)?"
)
_SEND = re.compile(SEND)
_WHOM = re.compile(
    rf"(?:{SEND})(?!截止|时间|要求|材料)(?P<whom>[^,。;:(\n@]{{0,24}}"
    r"(?:办公室|工作群|微信群|总工会|工会|委员会|党委|[\u4e00-\u9fff]部|[\u4e00-\u9fff]科|[\u4e00-\u9fff]股|[育务事法产]处|局|办|中心))"
)
_BY = re.compile(
    r"\s?(?:\([^)]{1,8}\))?\s?(?:下班|上午|下午|\d{1,2}[:点时]\d{0,2})?\s?(?:之?前|以前|内|止)|(?<=底)[将把]?|(?<=内)"
)
_UNTIL = re.compile(r"截止(?:时间|日期)?[为是:到至]?\s?$")
_ASKED = re.compile("请|务必|(?:报送|上报)时间(?:更正|调整|改|延长|推迟|提前)[为至到]")
_WHAT = (
    re.compile(r"(?:将|把)(?P<what>[^。;]{2,60}?)(?=[,(]?(?:加盖|盖章|一式|各一式|经|报(?!名|告|表|到书|价)|发|反馈|送|交|提交|寄|返回|回复|上报|呈))"),
    re.compile(r"(?:^|,)(?P<what>[^,。;]{2,24}?)(?:报送|上报)(?:截止)?(?:时间|日期)"),
    re.compile(r"(?:制定|编制|形成|填写|撰写)(?P<what>[^,。;]{2,24}),[^,。;]{0,6}?(?:于|在)"),
    re.compile(r"^(?P<what>[^,。;]{2,30}?)(?:请|应|须|需|务必|统一)*(?:于|在)(?:20\d\d年)?\d"),
    re.compile(r"^(?P<what>[^,。;]{2,20}?)(?:请|由|应|须|需)"),
    re.compile(r"(?:报送|上报|提交|反馈|报)(?P<what>(?!至|到)[^,。;省市县区镇]{2,24})"),
)  # fmt: skip
ADDRESSED = re.compile(
    r"^(?:请|并|望|要求)*(?:各|所属|贵)[^,。;将把]{0,16}?(?:工会|单位|会|校|院|部门|公司|社区|乡镇|街道|村|企业)(?:请|应|须|需|要)*"
)
MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)]\s?|[①-⑳])\s*"
)
_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_BRACKETS = re.compile(r"\([^()]*\)")


class Answer(NamedTuple):
    """What the paper wants back: until when, what, to whom, at which address; and where it says so."""

    due: dt.date
    what: str
    whom: str
    mail: str
    start: int
    end: int


class Facts(NamedTuple):
    """`amends`: the number of the paper that this one supplements or corrects; `supplement`: is it such a one?"""

    issuer: str
    number: str
    title: str
    dated: dt.date | None
    answer: Answer | None
    supplement: bool
    amends: str
    quotas: tuple[Quota, ...]

    @property
    def is_paper(self) -> bool:
        """Does anything at all look like an official paper?"""
        return bool(self.number or (self.title and (self.issuer or self.dated)))


class _Line(NamedTuple):
    start: int
    text: str
    folded: str


def facts_of(text: str, received: dt.date, calendar: Calendar = OFFICIAL) -> Facts:
    """All facts of a paper received on that day; `calendar` counts its working days."""
    lines = _lines(text)
    at = _number_line(lines)
    number = _first_number(lines[at].folded) if at is not None else ""
    head = _title_lines(lines, at)
    title = "".join(line.text.strip() for line in head)
    signed = _signature(lines)
    dated = signed[1] if signed else _dated_under(lines, head)
    issuer = _issuer(lines, title, head, signed)
    answer = _answer(text, dated or received, received, calendar, after=head[-1].start if head else 0)
    supplement = _SUPPLEMENT.search(fold(title)) is not None
    cited = [one for one in _numbers(fold(text)) if one != number]
    return Facts(
        issuer, number, title[:200], dated, answer, supplement, cited[0] if supplement and cited else "",
        tuple(_outside(quotas_in(text), answer)),
    )  # fmt: skip


def _lines(text: str) -> list[_Line]:
    found, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(_Line(start, line, fold(line)))
        start += len(line) + 1
    return found


# --- number ------------------------------------------------------------------------------------------------


def _numbers(folded: str) -> list[str]:
    found = []
    for match in _NUMBER.finditer(folded):
        mark = _CITES.split(match["mark"])[-1]
        found.append(f"{mark}〔{match['year']}〕{int(match['n'])}号")
    return found


def _first_number(folded: str) -> str:
    return next(iter(_numbers(folded)), "")


def normal_number(text: str) -> str:
    """A paper number in the one spelling of GB/T 9704, whatever brackets and blanks were typed; else the text."""
    return _first_number(fold(text)) or text.strip()


def _number_line(lines: list[_Line]) -> int | None:
    """The line that is the number, perhaps with 签发人 beside it; numbers cited in sentences are other papers'."""
    for n, line in enumerate(lines[:HEAD_LINES]):
        match = _NUMBER.match(line.folded.strip())
        if (
            match
            and not re.search("[,。;]|的", line.folded[match.end() :])
            and not _CITES.search(match["mark"])
        ):
            return n
    return None


# --- title, issuer, date -----------------------------------------------------------------------------------


def _title_lines(lines: list[_Line], number_at: int | None) -> list[_Line]:
    """Up to three lines that together end in 通知, 意见, 要点 … and begin as titles do."""
    first = number_at + 1 if number_at is not None else 0
    for n in range(first, min(len(lines), first + 8)):
        if re.search("[。;:]", lines[n].folded) or full_day(lines[n].text):
            continue
        if ORG.fullmatch(lines[n].folded.strip().removesuffix("文件")):
            continue
        for count in (1, 2, 3):
            joined = "".join(line.folded.strip() for line in lines[n : n + count])
            if len(joined) > 120 or re.search("[。;]", joined):
                break
            if _TITLE_END.search(joined) and _TITLE_BEGIN.match(joined) and len(joined) >= 6:
                return lines[n : n + count]
    return []


def _signature(lines: list[_Line]) -> tuple[list[str], dt.date] | None:
    """The names over the date they signed. An 印发 line or an attachment may stand behind it."""
    for n in range(len(lines) - 1, 0, -1):
        on = full_day(lines[n].text)
        if on is None:
            continue
        names = []
        for line in reversed(lines[max(0, n - FOOT_LINES) : n]):
            name = re.sub(r"\s", "", line.text)
            if not ORG.fullmatch(fold(name)) or _TITLE_END.search(fold(name)):
                break
            names.insert(0, name)
        if names:
            return names, on
    return None


def _dated_under(lines: list[_Line], head: list[_Line]) -> dt.date | None:
    """The date under the title (要点), or the last date that fills a line."""
    after = [line for line in lines if head and line.start > head[-1].start]
    days = [full_day(line.text) for line in [*after[:2], *reversed(after[-3:])]]
    return next((on for on in days if on), None)


def _issuer(
    lines: list[_Line], title: str, head: list[_Line], signed: tuple[list[str], dt.date] | None
) -> str:
    if signed:
        return "、".join(signed[0])
    last = re.sub(r"\s", "", lines[-1].folded) if lines else ""
    if ORG.fullmatch(last) and len(lines) > 2 and lines[-1] not in head:
        return re.sub(r"\s", "", lines[-1].text)
    above = [line for line in lines[:4] if not head or line.start < head[0].start]
    for line in above:
        name = re.sub(r"\s", "", line.folded).removesuffix("文件")
        if ORG.fullmatch(name):
            return name
    match = re.match(r"(.{3,30}?)(?:关于|转发|印发)", title)
    return match[1] if match and ORG.fullmatch(fold(match[1])) else ""


# --- the answer --------------------------------------------------------------------------------------------


def _answer(text: str, base: dt.date, received: dt.date, calendar: Calendar, after: int) -> Answer | None:
    """The first sentence that says by when something is to be sent to somebody."""
    folded = fold(text)
    start = after
    for cut in [*re.finditer("[。;!\n]", folded[after:]), None]:
        end = after + cut.start() if cut else len(text)
        found = _answer_in(text, folded, start, end, base, received, calendar)
        if found is not None:
            return found
        start = end + 1
    return None


def _answer_in(
    text: str, folded: str, start: int, end: int, base: dt.date, received: dt.date, calendar: Calendar
) -> Answer | None:
    words = folded[start:end]
    if not _SEND.search(words):
        return None
    limits = [
        day for day in days_in(text[start:end], base, received, calendar)
        if _BY.match(words, day.end) or _UNTIL.search(words, 0, day.start)
    ]  # fmt: skip
    whom = next((one for one in _WHOM.finditer(words) if limits and one.end() > limits[0].start), None)
    if not limits or (whom is None and not _ASKED.search(words)):
        return None
    if whom is None:  # a correction says it in one of its clauses
        begin = words.rfind(",", 0, limits[0].start) + 1
        start, words, limits = start + begin, words[begin:], [limits[0]._replace(end=limits[0].end - begin)]
    stop = whom.end() if whom else len(words)
    follow = re.compile("[,。;]").search(words, stop)
    close = follow.start() if follow else len(words)
    mail = _MAIL.search(text, start, min(len(text), end + 120))
    return Answer(
        limits[0].on, _what(text[start : start + close]), _tidy(text[start:end], whom), mail[0] if mail else "", start,
        start + close,
    )  # fmt: skip


def _what(sentence: str) -> str:
    folded = fold(sentence)
    begin = MARK.match(folded)
    cut = begin.end() if begin else 0
    addressed = ADDRESSED.match(folded[cut:])
    shorter = cut + (addressed.end() if addressed else 0)
    for at in (shorter, cut):
        for pattern in _WHAT:
            match = pattern.search(folded[at:])
            if match:
                said = sentence[at + match.start("what") : at + match.end("what")]
                said = ADDRESSED.sub("", said).strip(" ,，的") if at == cut else said.strip(" ,，")
                said = re.sub(r"[（(][^（）()]*[)）]", "", said)
                said = re.sub(r"(?:各?一式.份|电子版|纸质版)+$", "", said)
                if len(said) >= 2:
                    return said[:60]
    return ""


def _tidy(sentence: str, whom: re.Match[str] | None) -> str:
    return sentence[whom.start("whom") : whom.end("whom")].strip()[:40] if whom else ""


def _outside(quotas: list[Quota], answer: Answer | None) -> list[Quota]:
    return [one for one in quotas if answer is None or not answer.start <= one.start < answer.end]
