"""Word's number formats: a value as its list shows it."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")]
_ROMAN += [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
_COUNTING = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
    "koreanDigital2",
    "japaneseDigitalTenThousand",
}
# signs that stand in a row in Unicode: (the first, how many)
_ROWS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}


def numeral(value: int, form: str) -> str:
    """A number in one of Word's number formats; in an unknown one as decimal."""
    if value < 1:
        return str(value)
    if form in _COUNTING:
        return counted(value, _DIGITS, "十百千")
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return counted(value, _LEGAL, "拾佰仟")
    if form in ("ideographDigital", "japaneseLegal"):
        return "".join("〇" if d == "0" else _DIGITS[int(d)] for d in str(value))
    if form in _ROWS:
        first, count = _ROWS[form]
        return chr(ord(first) + value - 1) if value <= count else str(value)
    if form == "ideographTraditional":
        return _STEMS[value - 1] if value <= 10 else str(value)
    if form == "ideographZodiac":
        return _BRANCHES[value - 1] if value <= 12 else str(value)
    if form == "ideographZodiacTraditional":
        return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min(3, (value + 25) // 26)  # z, aa, bb
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return roman(value).upper() if form == "upperRoman" else roman(value)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(d)) for d in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "numberInDash":
        return f"- {value} -"
    return str(value)


def counted(value: int, digits: str, units: str) -> str:
    """1–9999 as it is counted: 十二, 二十, 一百零五. Larger numbers as decimal."""
    if value > 9999:
        return str(value)
    out, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            out += digits[0] * gap + digits[digit] + (units[place - 1] if place else "")
        gap = bool(out) and not digit
    return out[1:] if out.startswith("一十") else out


def roman(value: int) -> str:
    out = ""
    for step, sign in _ROMAN if value < 4000 else []:
        while value >= step:
            out, value = out + sign, value - step
    return out or str(value)
