"""Mending: what scanning, markdown and converters did to the text of one line is undone."""

from __future__ import annotations

from .characters import is_han
from .patterns import late

_SCAN_SPACE_AROUND = set("月日年周季度份旬第()、.:")
# a space between these two signs breaks a word that says when, however clean the line is otherwise
_TIME_WORDS = {"上半", "下半", "半年", "每半", "每季", "每月", "每周", "每年", "每学", "季度", "月份"}
_YEAR_WORD = late(r"年[终底初末]")  # 5 年终评优: a row's number
_MARKDOWN = late(r"^\s*#{1,6}\s*|\*\*")
_PINYIN = late(r"(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,7}[)）]")


# 每 季 度 末: signs that stand a blank apart, at least three of them
_APART = late(r"(?<!\S)[\u4e00-\u9fff\d](?: [\u4e00-\u9fff\d]){2,}(?!\S)")
# 九  月, 春  节: a short time set as wide as its longer neighbours, before what is done then
_SET_WIDE = late(
    r"(?:[\d一二三四五六七八九十元正]{1,2}( +)月|[春端中国重清元除六七五八待未]( +)[节午秋庆阳明旦夕一定])(?=[ :]|$)"
)

_SENTENCE = 8  # so many signs between two spaces may be a sentence
COLUMNS = late(r"\t|\||(?<=\S) {2,}(?=\S)")


def without_pinyin(text: str) -> str:
    """Drop the romanised readings some converters leave behind every character: 學(xué)習(xí)."""
    found = _PINYIN.findall(text)
    return _PINYIN.sub("", text) if len(found) >= 5 else text


def markdown_style(folded: str) -> int:
    """## 附件 is a heading as one of Word's styles is; a single # is the title of the text."""
    return max(0, len(folded) - len(folded.lstrip("#")) - 1)


def stopped(text: str) -> str:
    """A paragraph whose full stops are gone, with spaces in their place: they are put back."""
    if len(text) < 40 or text.count(",") < 2 or COLUMNS.search(text):
        return text
    pieces = text.split(" ")
    whole = [len(piece) >= _SENTENCE for piece in pieces]
    if sum(whole) * 2 < len(pieces):
        return text
    out = [pieces[0]]
    for n in range(1, len(pieces)):
        closed = whole[n - 1] and whole[n] and (is_han(pieces[n - 1][-1]) or pieces[n - 1][-1] in ')"')
        out += ["。" if closed else " ", pieces[n]]
    return "".join(out)


def kept_positions(text: str) -> list[int]:
    """Positions without markdown signs and the white space that scanning put inside words and dates."""
    gaps = [
        i
        for i in range(1, len(text) - 1)
        if text[i] == " "
        and text[i - 1] != " "
        and text[i + 1] != " "
        and is_han(text[i - 1])
        and is_han(text[i + 1])
    ]
    han = sum(map(is_han, text))
    noisy = set(gaps) if len(gaps) >= 3 and len(gaps) * 3 >= han else set()
    for i in range(1, len(text) - 1):
        if text[i] == " " and text[i - 1] != " " and text[i + 1] != " ":
            before, after = text[i - 1], text[i + 1]
            if (
                (before.isdigit() and after in "月日年周季" and not _YEAR_WORD.match(text, i + 1))
                or before + after in _TIME_WORDS
                or before == "、"
                or (noisy and (before in _SCAN_SPACE_AROUND or after in "月日年周、.:,。"))
                or (noisy and (before.isdigit() or after.isdigit() or before in ",。;" or after in ";!"))
            ):
                noisy.add(i)
    for match in _APART.finditer(text):
        noisy.update(i for i in range(*match.span()) if text[i] == " ")
    wide = _SET_WIDE.match(text, len(text) - len(text.lstrip()))
    if wide:
        noisy.update(range(*wide.span(wide.lastindex or 1)))
    for match in _MARKDOWN.finditer(text):
        noisy.update(range(*match.span()))
    return [i for i in range(len(text)) if i not in noisy]
