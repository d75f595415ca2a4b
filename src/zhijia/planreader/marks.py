"""List marks: the 一、 (一) 1. ① that stands before a unit, and how marks rank."""

from __future__ import annotations

import re
import string
from typing import NamedTuple

from .characters import PLAIN_NUMERALS, number_of
from .patterns import late

_NUMERALS = "一二三四五六七八九十"
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
_CN = f"[{_NUMERALS}]"
# (kind, pattern). The first group is the numeral; the pattern ends where the unit's text begins.
_PATTERNS = [
    ("chapter", rf"(第\s?(?:{_CN}{{1,3}}|\d{{1,2}})\s?(?:部分|章|篇|编))[、:,.\s]*"),
    ("article", rf"(第\s?(?:{_CN}{{1,3}}|\d{{1,2}})\s?节)(?!课|日)[、:,.\s]*"),
    ("clause", rf"(第\s?(?:{_CN}{{1,3}}|\d{{1,3}})\s?条)[、:,.\s]*(?!第)"),
    ("spoken", rf"(第{_CN}{{1,3}}),\s*(?!第?{_CN}{{1,3}}(?:、|个|教学|周|季|批|期|届|阶段))"),
    ("ordinal", rf"(第{_CN}{{1,3}})[、:.]\s*(?!第?{_CN}{{1,3}}(?:、|个|教学|周|季|批|期|届|阶段))"),
    ("cn_paren", rf"\(\s?({_CN}{{1,3}})\s?\)[、.:,]?\s*"),
    ("cn_paren", rf"({_CN}{{1,3}})\)[、.:,]?\s*"),
    ("cn", rf"({_CN}{{1,3}})\s?(?:[、.:,]+|(?<=\s)(?=[^\s月、\-]))\s*"),
    ("formal", rf"([{_FORMAL}]{{1,3}})(?:[、.:]\s*|\s+(?=[\u4e00-\u9fff]{{3}}))"),
    ("cn", r"(-)、\s*"),  # a scanned 一、
    (
        "decimal",
        r"(\d{1,2}(?:\.\d{1,2}){1,3})(?!\d|\s?(?:[月日号%年元万亿]|个|季度|周))[、.:\s]*(?=[^\d\s\-~,.)])",
    ),
    ("ar_paren", r"\(\s?(\d{1,4})\s?\)[、.:,]?\s*"),
    ("ar_half", r"(\d{1,4})\s?\)[、.:,]?\s*"),
    (
        "ar",
        r"(\d{1,4})\s?(?:、|·(?=[\u4e00-\u9fff\"])|\.(?!\d)|\.(?=\d{1,2}\s?(?:月|[-~、至]\s?\d{1,2}\s?月)|20\d\d\s?年)|[:,](?=\D))"
        r"[.、\s]*",
    ),
    ("roman", r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|[IVX]{1,4}(?=[、.]))[、.:,]?\s*"),
    ("letter", r"\(?([A-Za-z])[、.)]\s?(?=[^\x00-\x7f])"),
]
_COMPILED = [(kind, late(pattern)) for kind, pattern in _PATTERNS]
# which of the patterns above can match, by the first sign: most lines begin with none of these
_BY_FIRST = {
    **dict.fromkeys("0123456789", ("decimal", "ar_half", "ar")),
    **dict.fromkeys(_NUMERALS, ("cn_paren", "cn")),
    **dict.fromkeys(_FORMAL, ("formal",)),
    "第": ("chapter", "article", "clause", "spoken", "ordinal"),
    "(": ("cn_paren", "ar_paren", "letter"),
    "-": ("cn",),
    **dict.fromkeys(string.ascii_letters, ("letter",)),
    **dict.fromkeys("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX", ("roman", "letter")),
}
_TRIED = {
    first: [(kind, pattern) for kind, pattern in _COMPILED if kind in kinds]
    for first, kinds in _BY_FIRST.items()
}
STARS = "◆◇■□▲△★☆◎⊙❖※➢➤►▶"  # signs that stand before headings as well as before entries
_BULLET = late(rf"(?:[*·→√✓✔>{STARS}]|-(?=\s?[^\s\d\-月、])|-(?=\s\d{{1,2}}[、.]))\s*")
_ROMAN = {c: i for i, c in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", 1)} | {
    s: i for i, s in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"], 1)
}
# one character that is a whole mark: (first, last, kind)
_SINGLE = [
    (0x2460, 0x2473, "circled"),
    (0x2776, 0x277F, "circled"),
    (0x2780, 0x2789, "circled"),
    (0x2474, 0x2487, "ar_paren"),
    (0x2488, 0x249B, "ar"),
    (0x3220, 0x3229, "cn_paren"),
    (0x3280, 0x3289, "circled"),
]

# outer before inner, where the text itself does not show another order
RANK = {
    kind: rank
    for rank, kind in enumerate(
        [
            "chapter",
            "article",
            "roman",
            "formal",
            "cn",
            "ordinal",
            "spoken",  # 第一,… as somebody says it; said in one paragraph these are no titles
            "cn_paren",
            "clause",
            "ar",
            "decimal",
            "ar_paren",
            "ar_half",
            "circled",
            "letter",
            "bullet",
        ]
    )
}
TITLE_KINDS = {"chapter", "article", "roman", "formal", "cn", "ordinal", "spoken", "cn_paren"}


class Mark(NamedTuple):
    """A list mark at the start of a unit: `number` as written, `end` where the text begins."""

    kind: str
    number: str
    value: int
    end: int
    depth: int = 1  # of a decimal number: 1.2.3 has 3


def mark_at(text: str, start: int = 0) -> Mark | None:
    """The list mark that stands at `start` of folded text, or None."""
    bullet = _BULLET.match(text, start)
    if bullet:
        inner = mark_at(text, bullet.end()) if bullet.end() < len(text) and bullet.end() > start else None
        return inner or Mark("bullet", "", 0, bullet.end())
    if start >= len(text):
        return None
    code = ord(text[start])
    for first, last, kind in _SINGLE:
        if first <= code <= last:
            end = start + 1
            while end < len(text) and text[end] in "、.: ":
                end += 1
            return Mark(kind, text[start], code - first + 1, end)
    for kind, pattern in _TRIED.get(text[start], ()):
        match = pattern.match(text, start)
        if match:
            return _mark(kind, match)
    return None


def _mark(kind: str, match: re.Match) -> Mark | None:
    numeral = match[1]
    if kind in ("chapter", "article", "clause", "spoken", "ordinal"):
        value = number_of(re.sub(r"[第部分章篇编节条\s]", "", numeral))
    elif kind == "roman":
        value = _ROMAN.get(numeral)
    elif kind == "letter":
        value = ord(numeral.lower()) - 96
    elif kind == "decimal":
        parts = numeral.split(".")
        return Mark(kind, numeral, int(parts[-1]), match.end(), len(parts))
    elif kind == "formal":
        value = number_of(numeral.translate(PLAIN_NUMERALS))
    else:
        value = 1 if numeral == "-" else number_of(numeral)
    if value is None:
        return None
    return Mark(kind, numeral, value, match.end())
