"""Festivals and memorial days: the months they stand for."""

from __future__ import annotations

from .patterns import late

_NAMED = {
    "春节|新春佳节|新春|除夕": (1, 2),
    "元宵节|元宵|正月十五": (2,),
    "国际劳动妇女节|国际妇女节|劳动妇女节|妇女节|女神节|女生节|女职工节|学雷锋日|学雷锋纪念日|植树节": (3,),
    "清明节|清明|世界读书日|全民读书日": (4,),
    "国际劳动节|劳动节|青年节|国际护士节|护士节|母亲节": (5,),
    "端午节|端午|国际儿童节|儿童节|父亲节|世界环境日": (6,),
    "建党节|建党纪念日|党的生日|党的诞生日": (7,),
    "七夕节|七夕|建军节|中国医师节|医师节": (8,),
    "教师节|中秋佳节|中秋节|中秋|八月十五": (9,),
    "国庆佳节|国庆节|国庆|重阳节|重阳|敬老节|老人节|老年节|十一黄金周|十一长假": (10,),
    "记者节|消防日|消防宣传日": (11,),
    "宪法日|冬至|圣诞节|圣诞|世界艾滋病日": (12,),
    "元旦佳节|元旦节|元旦|腊八节|腊八": (1,),
}
# days known by their numerals, written with any separator or none: “三·八”, "5.12", “七一”
_NUMBERED = {
    "三八": 3,
    "38": 3,
    "423": 4,
    "五一": 5,
    "51": 5,
    "五四": 5,
    "54": 5,
    "五一二": 5,
    "512": 5,
    "六一": 6,
    "61": 6,
    "65": 6,
    "七一": 7,
    "71": 7,
    "八一": 8,
    "81": 8,
    "819": 8,
    "910": 9,
    "十一": 10,
    "101": 10,
    "119": 11,
    "118": 11,
    "124": 12,
    "11": 1,
}
_NUMERALS = r"[\d一二三四五六七八十](?:\s?[.·\-/?'*、]?\s?[\d一二四八]){1,3}"
_FULL_NAMES = r"(?:国际|国家|全国|劳动|妇女|青年|护士|儿童|建党|建军|教师|国庆|中国|医师|读书|消防|宪法)"
_MONTHS = {name: months for names, months in _NAMED.items() for name in names.split("|")}
_NAMED_PATTERN = late("|".join(sorted(_MONTHS, key=len, reverse=True)))
_QUOTED_PATTERN = late(
    rf"\"\s?({_NUMERALS})(?:{_FULL_NAMES}{{0,"
    rf"3}}[节日])?\s?\"(?:\s?{_FULL_NAMES}{{0,3}}[节日](?![前\d])|节)?"
)
_TITLED_PATTERN = late(rf"(?<![\d一二三四五六七八九十.])({_NUMERALS})\s?{_FULL_NAMES}{{0,3}}节(?!约)")
_BARE_PATTERN = late(
    r"(?<![一二三四五六七八九十第\d])(三[·.]?八|五[·.]?[一四]|六[·.]?一|七[·.]?一|"
    r"八[·.]?一)(?![一二三四五六七八九十个名项次人份张场月班号所\d、])|(?<=[、和及与])"
    r"(十一)(?=[、,和及与等期]|$)|(五一|六一|七一|十一)(?=、[\"五六七八十国元中])"
)
# 五四、七一、十一: numerals that stand among their like are days, not counts
_LISTED_PATTERN = late(
    r"(?<![一二三四五六七八九十第\d])(?:三八|五[一四]|六一|七一|八一|十一)(?:、(?:三八|五[一四]|六一|七一|八一|十一))+"
    r"(?=等|节|、|和|及|期间|[,。;]|$)"
)
_LISTED = late(r"三八|五[一四]|六一|七一|八一|十一")
# the day's name inside an honour, a speech, a place: no time is meant
_NAME_ONLY = late(
    r"\s?\"?\s?(?:国际)?(?:劳动)?(?:节)?(?:口号|精神|运动(?!会)|讲话|奖|先进|巾帼|"
    r"红旗|文明|示范|旗手|集体|标兵|林|路|广场|小学"
    r"|中学|社区|工程|福利标准)"
)
_TWO = late(r"\"?(?<![节庆旦秋][\"、])(?<![节庆旦秋])(?:两节|双节)\"?")
_SEPARATORS = late(r"[^\d一二三四五六七八十]")


def festivals_in(text: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """(start, end, months) of each festival named in folded text; readings may overlap."""
    found = []
    for match in _NAMED_PATTERN.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] == '"' == text[end : end + 1]:
            start, end = start - 1, end + 1
        found.append((start, end, _MONTHS[match[0]]))
    if "两节" in text or "双节" in text:  # by themselves; 中秋国庆双节 are those two
        found += [(m.start(), m.end(), (1, 2)) for m in _TWO.finditer(text)]
    for sign, pattern in ((r'"', _QUOTED_PATTERN), ("节", _TITLED_PATTERN), ("", _BARE_PATTERN)):
        for match in pattern.finditer(text) if sign in text else ():
            numerals = next(group for group in match.groups() if group)
            month = _NUMBERED.get(_SEPARATORS.sub("", numerals))
            if month:
                found.append((match.start(), match.end(), (month,)))
    if "、" in text:
        for listed in _LISTED_PATTERN.finditer(text):
            found += [
                (m.start(), m.end(), (_NUMBERED[m[0]],)) for m in _LISTED.finditer(text, *listed.span())
            ]
    return [(start, end, months) for start, end, months in found if not _NAME_ONLY.match(text, end)]
