"""Letter: what belongs to the paper and not to what it plans: dates, signatures, attachments, copies."""

from __future__ import annotations

import re

from .lines import Line
from .patterns import late

_BODY = late(
    r"[^,。;:、\d]{2,28}(?:工会|委员会|联合会|公司|集团|学校|医院|卫生院|学院|小学|中学|幼儿园|局|厅|委|处|所|站|院|"
    r"厂|中心|社区|办公室|支部|办事处)(?:\(.{1,6}\))?"
)
_DAY = (
    r"(?:20\d\d|二[〇零0o][〇零一二三四五六七八九]{2}|[二20]{0,2}[_xX*×]{1,4})\s?年{1,2}\s?"
    r"(?:\d{1,2}|[_xX*×]{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?"
    r"(?:(?:\d{1,2}|[_xX*×]{1,2}|[一二三四五六七八九十廿卅]{1,3})\s?日)?"
)
_DATE = late(rf"\(?\s?{_DAY}\s?\)?")
_BODY_AND_DATE = late(rf"[^,。;:、\d]{{2,28}}\s{_DAY}")

_PASSED = late(r"\(.{0,40}(?:通过|审议|讨论|印发|发布|公布|修订).{0,8}\)")
_SPEAKER = late(
    r".{0,14}(?:主席|书记|校长|院长|主任|会长|报告人|汇报人|作者|撰稿人?|执笔)[:\s]+[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{1,3}"
    r"|[\u4e00-\u9fff]\s[\u4e00-\u9fff]{1,2}"
)
_GIVEN = late(rf"-*\s?\(?{_DAY}在.{{4,40}}(?:会议?|大会)上?\)?")  # 2026年2月27日在教代会上
_ATTACHED = late(r"附件?\s?:\s?[^,。]{0,40}")
_ANNEX = late(r"附[件录]?[一二三\d]?\s?:\s?(?!\d|[一二三]、)[^,。;:]{2,30}")
_COPIES = late(
    rf"(?:主送|抄送|抄报|报送|[报送发])\s?:.*|.{{2,30}}?[\s|]+{_DAY}[\s|]*印发?[\s|]*(?:\(.*\))?|{_DAY}\s?印发|\(?共印\d+份\)?"
    r"|\S{2,14}\(20\d\d\)\s?\d+\s?号|签发人\s?:.{2,10}"
)
_IMPRINT_SIGN = late(r"[送报印号:]")
_NUMBER = late(r"[\d一二三四五六七八九十]+")
_NOTES = late(r"(?:备?注)\s?:")  # what follows belongs to no month of the schedule above
_HEAD_LINES = 3  # so many lines below the title may say when and by whom


def asides(lines: list[Line], head: int) -> set[int]:
    """Indexes of the lines that are the paper's own; `head` lines at the top are its title."""
    below = {
        i
        for i in range(head, min(head + _HEAD_LINES, len(lines) - 1))
        if (not lines[i].mark or lines[i].text[0] == "(") and _says_whose(lines, i)
    }
    return {*range(head), *below, *signatures(lines), *_after(lines)}


def _says_whose(lines: list[Line], i: int) -> bool:
    """Does a line near the top only say when the paper was passed, or who speaks?"""
    text = lines[i].text
    if _DATE.fullmatch(text):
        return not one_of_many(lines, i)
    return any(pattern.fullmatch(text) for pattern in (_PASSED, _SPEAKER, _GIVEN))


def one_of_many(lines: list[Line], i: int) -> bool:
    """Does another line, but for the signature at the end, differ from this one in its numbers only: (三月), (四月)?"""
    shape = _NUMBER.sub("0", lines[i].text)
    return any(n != i and _NUMBER.sub("0", line.text) == shape for n, line in enumerate(lines[:-1]))


def _after(lines: list[Line]) -> set[int]:
    """The list of attachments and who gets copies, at the end of the paper."""
    signed = signatures(lines)
    out = {i for i, line in enumerate(lines) if is_imprint(line) or _NOTES.fullmatch(line.text)}
    for i in range(len(lines) - 1, max(0, len(lines) - 12), -1):
        if _ATTACHED.fullmatch(lines[i].text) and not lines[i].style:
            listed = list(range(i, len(lines)))
            names = [lines[n] for n in listed[1:] if n not in out | signed]
            if is_annex(lines, i) and names:
                break
            if all(not x.row and len(x.text) <= 40 and x.text[-1] not in "。;" for x in names):
                return out | set(listed)
    return out


def is_imprint(line: Line) -> bool:
    """The paper's number, who gets copies, who printed it and when."""
    return _IMPRINT_SIGN.search(line.text) is not None and _COPIES.fullmatch(line.text) is not None


def is_signature(text: str) -> bool:
    """A body's name and a date: 县医院工会 2026年1月10日."""
    return _BODY_AND_DATE.fullmatch(text.strip()) is not None


def is_annex(lines: list[Line], i: int) -> bool:
    """附:经费概算 alone above what it announces, and no list 附:1.… 2.…"""
    if _ANNEX.fullmatch(lines[i].text) is None or i + 1 >= len(lines):
        return False
    mark, text = lines[i + 1].mark, lines[i + 1].text
    return mark is None or (mark.value == 1 and re.search("[,。]", text) is not None)


def signatures(lines: list[Line]) -> set[int]:
    """Indexes of the lines that say who signed the paper, and when: the body's name, the date, or both."""
    out: set[int] = {
        i for i, x in enumerate(lines) if i > 1 and not x.row and _BODY_AND_DATE.fullmatch(x.text)
    }
    for i, line in enumerate(lines):
        if line.mark or line.row or not _DATE.fullmatch(line.text):
            continue
        before, after = _named(lines, i - 1), _named(lines, i + 1)
        last = i >= len(lines) - 2
        if before and i - 1 not in out:
            out |= {i - 1, i}
        elif last and (after or i == len(lines) - 1):
            out |= {i, i + 1} if after else {i}
    end = len(lines) - 1
    if end > 2 and (_named(lines, end) or _SPEAKER.fullmatch(lines[end].text)):
        out.add(end)
    return out


def _named(lines: list[Line], i: int) -> bool:
    """Is this line nothing but the name of a body?"""
    if not 0 < i < len(lines):
        return False
    line = lines[i]
    return line.mark is None and not line.row and _BODY.fullmatch(line.text) is not None
