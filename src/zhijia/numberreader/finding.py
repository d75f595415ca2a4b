"""Finding: every numeral of a text with its unit, before anybody asks what it means."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from math import prod
from typing import NamedTuple

from zhijia.planreader.patterns import late

from .counting import counts
from .notfigures import spans_without_figures
from .numerals import split_scale, value_of
from .tables import cells_in
from .units import SCALES, UNIT, unit_name


class Found(NamedTuple):
    """A numeral with its unit; `more` is 余, 多 or 来 between them, `upper` the end of a range."""

    start: int
    end: int
    value: Decimal | None
    unit: str
    more: str = ""
    upper: Decimal | None = None
    damaged: str = ""
    bare: bool = False


_CN = "零〇一二两三四五六七八九十百千"
_ARABIC = (
    r"(?<![0-9.A-Za-z])(?P<sign>(?<=[\u4e00-\u9fff|\t(])[-+](?=[0-9]))?"
    r"(?P<arabic>[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?(?:\s?(?:[百千](?![克米瓦分])|[万亿](?=[0-9]+千))(?:[0-9]+千)?)?)"
)
_CHINESE = rf"(?P<chinese>[{_CN}][{_CN}点万亿]*)"
_TAIL = rf"\s?(?P<more>[余多来])?\s?(?P<scale>万亿|万|亿)?\s?(?P<more2>[余多])?\s?(?P<unit>{UNIT})?"
_PART = rf"(?P<whole>[{_CN}]{{1,4}}|[0-9]{{1,4}})分之(?P<part>[{_CN}点]+|[0-9]+(?:\.[0-9]+)?)"
_SLASH = r"(?<![0-9./])(?P<slash>[1-9][0-9]?/[1-9][0-9]?)(?=以上|左右|的|,|。|强|以下)"
_HALF = (
    r"(?P<half>一半|半数|(?<=[过超])(?<!时间过)(?<!任务过)半(?!年|天|个)|"
    r"(?<![上下前后每近一二两三四五六七八九十大])半(?=天|个?小时|个月))"
)
_MASKED = (
    r"(?P<mask>(?:20|19)[xX×*_]{2}|[xX×*]{2,6}|_{2,8}|×)\s?(?P<more3>[余多])?\s?"
    r"(?P<unit3>(?:万|亿)?(?:人次|元|户|名(?!称)|件|场|%|份|条|[家人次](?![\u4e00-\u9fff])))"
)
_NUMERAL = late("|".join((_MASKED, _PART, _SLASH, _HALF, _ARABIC + _TAIL, _CHINESE + r"(?P<tail>)")))
_CN_TAIL = late(_TAIL)
_TO = late(r"\s?(?:-{1,2}|~{1,2}|至|到)\s?")
_GROWTH = late(r"(?:由|从|自)[^,。;]{0,20}$")
_JOINED = late(r"\s?[、,和与及]\s?")
_VALUE_AFTER = late(
    r"\s?(?:以上|左右|余|多)?\s?(?:[,。;、)|\t\n!?]|$|增|上升|下降|减|提高|降|以上|左右|和|与|及|比)"
)
_VALUE_BEFORE = late(r"(?:达到?|至|到|为|是|共|计|有|:|由|从|数|总数|率|合计|分别|约|近|增加|减少|了)\s*$")
_TENTHS = late(r"[一二三四五六七八九半](?![\u4e00-\u9fff])|[一二三四五六七八九半](?=以上|左右|的)")
_CHANGES = late(r"\s?(?:增加|增长|上升|下降|减少|提高|降低|增|降|升|减)(?:到|至|为)")
_YEARLIKE = late(r"(?:19|20)[0-9]{2}")
_PAIR = late(r"(?P<head>.*?)(?P<a>[一二三四五六七八两])(?P<b>[二三四五六七八九])(?P<tail>[十百千万]?)$")


def found_in(original: str, folded: str) -> list[Found]:
    """Every figure of the text in order; `folded` is `characters.fold(original)`."""
    blocked = spans_without_figures(original, folded)
    ends: list[int] = []  # the furthest end of the blocked spans up to each one
    for _, end in blocked:
        ends.append(max(end, ends[-1] if ends else 0))
    starts = [start for start, _ in blocked]
    out: list[Found] = []
    position = 0
    while match := _NUMERAL.search(folded, position):
        position = match.end()
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < ends[before]:
            position = max(ends[before], match.start() + 1)
            continue
        if found := _read(original, folded, match):
            out.append(found)
            position = max(found.end, match.start() + 1)
    return _with_cells(folded, _with_lent_units(folded, _with_ranges(folded, out)))


def _read(original: str, folded: str, match: re.Match[str]) -> Found | None:
    if match["mask"]:
        why = "这里的数字被遮住了，看不出是多少"
        return Found(match.start(), match.end(), None, match["unit3"], match["more3"] or "", None, why)
    if match["whole"] or match["slash"] or match["half"]:
        return _fraction(folded, match)
    if match["chinese"]:
        return _chinese(folded, match)
    return _arabic(original, folded, match)


def _fraction(folded: str, match: re.Match[str]) -> Found | None:
    if match["half"]:
        tail = _CN_TAIL.match(folded, match.end())
        if match["half"] == "半" and tail and tail["unit"]:
            return Found(match.start(), tail.end(), Decimal("0.5"), unit_name(tail["unit"]))
        return Found(match.start(), match.end(), Decimal(50), "%")
    if match["slash"]:
        part, whole = (Decimal(n) for n in match["slash"].split("/"))
    else:
        parts, wholes = value_of(match["part"]), value_of(match["whole"])
        if parts is None or not wholes:
            return None
        part, whole = parts, wholes
    value = part * 100 / whole
    return Found(match.start(), match.end(), value if value == round(value, 2) else round(value, 2), "%")


def _chinese(folded: str, match: re.Match[str]) -> Found | None:
    numeral, start = match["chinese"], match.start()
    bare, scale = split_scale(numeral)
    if not bare:
        bare, scale = scale, ""
    if not counts(folded, start, match.end(), numeral):
        return None
    tail = _CN_TAIL.match(folded, match.end())
    assert tail  # every part of it may be missing
    unit = (scale or tail["scale"] or "") + unit_name(tail["unit"] or "")
    if not unit:
        return None
    more = tail["more"] or tail["more2"] or ""
    if pair := _PAIR.match(bare):
        low = value_of(pair["head"] + pair["a"] + pair["tail"])
        high = value_of(pair["head"] + pair["b"] + pair["tail"])
        if low is None or high is None or high <= low:
            return None
        return Found(start, tail.end(), low, unit, more, high)
    value = value_of(numeral if scale else bare)  # 三亿五千万 is 35000 万
    if value is None:
        return None
    if scale:
        value = _plain(value / prod(SCALES[sign] for sign in scale))
    if tail["unit"] in ("天", "个月", "个小时", "小时") and folded.startswith("半", tail.end()):
        return Found(start, tail.end() + 1, value + Decimal("0.5"), unit, more)
    if unit == "成" and (tenth := _TENTHS.match(folded, tail.end())):  # 七成五
        tenths = value_of(tenth[0].replace("半", "五"))
        return Found(start, tenth.end(), value + (tenths or 0) / Decimal(10), unit, more)
    return Found(start, tail.end(), value, unit, more)


def _plain(value: Decimal) -> Decimal:
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _arabic(original: str, folded: str, match: re.Match[str]) -> Found | None:
    numeral = match["arabic"]
    start = match.start("sign") if match["sign"] == "-" else match.start("arabic")
    if "," in numeral and "," not in original[match.start("arabic") : match.end("arabic")]:
        numeral = numeral.partition(",")[0]  # a Chinese comma parts two figures
        end = match.start("arabic") + len(numeral)
        if _YEARLIKE.fullmatch(numeral):
            return None
        return Found(start, end, Decimal(numeral), "", bare=True)
    value = value_of(numeral)
    if value is None:
        return None
    if match["sign"] == "-":
        value = -value
    more = match["more"] or match["more2"] or ""
    scale, written = match["scale"] or "", match["unit"] or ""
    end = match.end()
    if not written and not scale:
        end = match.end("arabic")
        leads = _led(folded, start, end, numeral)
        if not leads and not _listed(folded, start, end):
            return None
        return Found(start, end, value, "", bare=not leads)
    if not written:
        end = match.end("scale")
        more = match["more"] or ""
    return Found(start, end, value, scale + unit_name(written), more, None, _damage(numeral, more, written))


def _led(folded: str, start: int, end: int, numeral: str) -> bool:
    """Whether digits without a unit are a figure by themselves: 会员达到13200, 由200增加到260."""
    if len(numeral) > 8 or not (_VALUE_AFTER.match(folded, end) or _TO.match(folded, end)):
        return False
    if _YEARLIKE.fullmatch(numeral) and folded[start - 1 : start] in "(:至到从自是为-~":
        return False
    return bool(_VALUE_BEFORE.search(folded, max(0, start - 6), start) or _CHANGES.match(folded, end))


def _listed(folded: str, start: int, end: int) -> bool:
    """Whether digits without a unit may share the unit of a neighbour: 12、15和20场."""
    return bool(_JOINED.match(folded, end) or _TO.match(folded, end)) or folded[start - 1 : start] in (
        *"、和与及-~至到",
    )


def _damage(numeral: str, more: str, unit: str) -> str:
    if unit == "%" and _YEARLIKE.match(numeral) and len(numeral) >= 4 and "." not in numeral:
        return "像是年份替换时改坏的百分数"
    if more and _YEARLIKE.fullmatch(numeral):
        return f"“{numeral}”是准数，后面不会再跟“{more}”，像是年份替换时改坏的"
    return ""


def _with_ranges(folded: str, found: list[Found]) -> list[Found]:
    """3至5人 is one figure with two ends; 由200到260 stays two."""
    out: list[Found] = []
    for one in found:
        last = out[-1] if out else None
        if (
            last
            and last.upper is None
            and last.value is not None
            and one.value is not None
            and _TO.fullmatch(folded, last.end, one.start)
            and last.unit in ("", one.unit, one.unit[:1] if one.unit[:1] in "万亿" else one.unit)
            and not _GROWTH.search(folded, max(0, last.start - 24), last.start)
        ):
            out[-1] = one._replace(start=last.start, value=last.value, upper=one.value, bare=False)
        else:
            out.append(one)
    return out


def _with_lent_units(folded: str, found: list[Found]) -> list[Found]:
    """分别为12、15和20场: the last unit speaks for all; a bare figure that no list holds goes."""
    out: list[Found] = []
    lent: Found | None = None
    for one in reversed(found):
        if not one.unit and lent and _JOINED.fullmatch(folded, one.end, lent.start):
            one = one._replace(unit=lent.unit, bare=False)
        elif one.bare:
            lent = None
            continue
        lent = one
        out.append(one)
    return out[::-1]


def _with_cells(folded: str, found: list[Found]) -> list[Found]:
    """Figures that stand alone in the cells of a table, with the unit of their column."""
    if "\t" not in folded and "|" not in folded and "   " not in folded:
        return found
    cells = cells_in(folded)
    taken = {(cell.start, cell.end): cell for cell in cells}
    out = [
        one._replace(unit=taken[one.start, one.end].unit)
        if not one.unit and (one.start, one.end) in taken
        else one
        for one in found
    ]
    have = {one.start for one in found}
    for cell in cells:
        if cell.start not in have:
            value = value_of(folded[cell.start : cell.end].strip("%+"))
            if value is not None:
                out.append(Found(cell.start, cell.end, value, cell.unit))
    return sorted(out)
