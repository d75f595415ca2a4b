"""Letter: the signatures of a paper, which are no part of what it plans."""

from __future__ import annotations

from .lines import Line
from .patterns import late

_BODY = late(
    r"[^,。;:、\d]{2,28}(?:工会|委员会|联合会|公司|集团|学校|医院|卫生院|学院|小学|中学|幼儿园|局|厅|委|处|所|站|院|"
    r"厂|中心|社区|办公室|支部|办事处)(?:\(.{1,6}\))?"
)
_DAY = (
    r"(?:20\d\d|二[〇零0o][〇零一二三四五六七八九]{2}|[二20]{0,2}[_xX*×]{1,4})\s?年{1,2}\s?"
    r"(?:\d{1,2}|[_xX*×]{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?"
    r"(?:(?:\d{1,2}|[_xX*×]{1,2}|[一二三四五六七八九十]{1,3})\s?日)?"
)
_DATE = late(_DAY)
_BODY_AND_DATE = late(rf"[^,。;:、\d]{{2,28}}\s{_DAY}")


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
        elif last:
            out |= {i, i + 1} if after else {i}
    if lines and len(lines) > 3 and _named(lines, len(lines) - 1):
        out.add(len(lines) - 1)
    return out


def _named(lines: list[Line], i: int) -> bool:
    """Is this line nothing but the name of a body?"""
    if not 0 < i < len(lines):
        return False
    line = lines[i]
    return line.mark is None and not line.row and _BODY.fullmatch(line.text) is not None
