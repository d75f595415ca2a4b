"""From an uploaded summary to plain text, its title and the period it seems to speak of. Pure."""

from __future__ import annotations

import re

from zhijia.kernel.figures import Period
from zhijia.planreader import Unreadable, intake

LINE_ENDS = re.compile(r"\r\n?")
PACKAGES = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
LONGEST = 200_000
"""Characters of a summary; more is a book, or the wrong file."""
HEAD = 400
"""Characters at the beginning in which a text says what it is about."""
_YEAR = r"((?:19|20)\d{2})\s*年?"
_PERIODS = (
    (
        re.compile(r"((?:19|20)\d{2})\s*[-—–－至]\s*((?:19|20)?\d{2,4})\s*学年度?\s*第?([一二上下])学期"),
        "term",
    ),
    (re.compile(r"((?:19|20)\d{2})\s*[-—–－至]\s*((?:19|20)?\d{2,4})\s*学年"), "school"),
    (re.compile(_YEAR + r"度?\s*([上下])半年"), "half"),
    (re.compile(_YEAR + r"度?\s*第?([一二三四1-4])季度"), "quarter"),
    (re.compile(_YEAR + r"\s*(\d{1,2})月(?:份)?(?!\s*\d{1,2}日)[^，。\n]{0,8}(?:总结|小结|汇报)"), "month"),
    (re.compile(_YEAR), "year"),
)
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


def text_of(data: bytes) -> str:
    """The plain text, lines ended by \\n. Raises `Unreadable` with a sentence for people.

    Of a text file it is the file's own text as decoded; of all else the paragraphs and table rows, one a line.
    """
    try:
        blocks = intake.blocks_of_bytes(data, _unheard)
    except Unreadable as refusal:
        raise Unreadable(str(refusal).replace("计划", "总结")) from None
    decoded = _decoded(data)
    text = "\n".join(block.text for block in blocks) if decoded is None else decoded
    if len(text) > LONGEST:
        raise Unreadable(f"这份文件太长（超过 {LONGEST // 10_000} 万字）。请只传总结本身，或分成几份。")
    return LINE_ENDS.sub("\n", text)


def _decoded(data: bytes) -> str | None:
    """The text of a plain text file; None for packages and for what has no sure encoding."""
    if data.startswith(PACKAGES) or data.count(b"\x00") > len(data) // 8:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _unheard(sentence: str) -> None:
    """Warnings of the intake concern plans: macros are never run, pictures hold no numbers we read."""


def title_of(text: str) -> str:
    """The first line that is not a mark or a number of a paper."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    titled = [line for line in lines[:4] if re.search("总结|小结|汇报|报告|情况", line) and len(line) <= 60]
    return (titled or lines or ["没有标题"])[0][:80]


def period_of(text: str) -> Period | None:
    """The period that title and first lines name; None when they name none."""
    head = text[:HEAD]
    for pattern, kind in _PERIODS:
        if found := pattern.search(head):
            try:
                return Period(_code(kind, found))
            except ValueError:
                continue
    return None


def _code(kind: str, found: re.Match[str]) -> str:
    year = int(found[1])
    if kind == "half":
        return f"{year}H{_NUMBERS[found[2]]}"
    if kind == "quarter":
        return f"{year}Q{_NUMBERS.get(found[2]) or found[2]}"
    if kind == "month":
        return f"{year}-{int(found[2]):02}"
    if kind == "term":
        return f"{year}-{year + 1}-{_NUMBERS[found[3]]}"
    return f"{year}-{year + 1}" if kind == "school" else str(year)
