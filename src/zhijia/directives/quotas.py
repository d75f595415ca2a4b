"""Quotas in a superior's paper: 不少于2场, 至少30名, 达到95%以上, 每个基层工会1次. Pure.

Works on folded text (`planreader.characters`), so offsets are those of the original.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from zhijia.planreader.characters import fold, number_of

COMPARATORS = {"at_least": "不少于", "at_most": "不超过", "exactly": ""}

UNITS = (
    "人次|家次|户次|万元|课时|学时|小时|人|名|家|户|场|次|期|篇|件|条|对|所|册|份|项|例|支|批|节|元|个|轮|处|台|间|组"
    "|桌|幅|部|%"
)  # fmt: skip
BEFORE = {
    "at_most": r"不得?(?:超过|多于|高于)|最多|至多|控制在|≤|<=",  # asked first: it holds 超过
    "at_least": r"不得?(?:少|低|小)于|至少|最少|达到?|超过|≥|>=|力争",
}
AFTER = {"at_least": "及?以上", "at_most": "以内|以下|之内"}
_NUMERAL = r"\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]{1,5}"
_QUOTA = re.compile(
    rf"(?<![第\d.〔(/])(?P<number>{_NUMERAL})(?P<wan>万)?(?:余|多)?"
    rf"(?P<range>\s?[-~至到]{{1,2}}\s?(?:{_NUMERAL}))?\s?(?P<unit>{UNITS})"
    rf"(?P<after>{AFTER['at_most']}|{AFTER['at_least']})?"
)
# what looks like a number of something and is none
_NO_QUOTA = re.compile(
    r"个(?:工作日|月|方面|环节|层面|阶段|重点|意识|维护|代表|自信|确保|小时|百分点)|人(?:大|民|员|才|心)|次(?:会议|全会)|项(?:工作|规定"
    r"|要求|制度|任务|措施)|部(?:门|署|分)|条(?:例|件|款)|件精神|名(?:义|称|单|额|牌)|家(?:属|庭)|处(?:理|置|室)|元旦|组(?:织|长|成)|份?起"
    r"|所(?:有|在)|期间|场所|间(?:隔|接)|对(?:照|象|于|口)|节(?:前|约|日|能)|台(?:账|阶)"
)
_NOT_BEFORE = re.compile(r"(?:一式|各式|附件|附表|第|星期|周|截至|职称|提前|电话:?)$")
_EACH = re.compile(
    r"每(?!月|季|年|周|日|天|半|学期)(?:个|家|所|名|位)?[\u4e00-\u9fff]{0,5}?(?:工会|企业|乡镇|街道|社区|单位|车间|班组|部门|科室|医院|小组|支部|学校|园区|[县市区镇村校场期批班站])"
)


class Quota(NamedTuple):
    """A number that the paper asks for. `each`: whose number it is where not the union's own (每个基层工会)."""

    number: Decimal
    unit: str
    comparator: str
    each: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return f"{self.each}{COMPARATORS[self.comparator]} {self.number:,f} {self.unit}".strip()


def quotas_in(text: str) -> list[Quota]:
    """All quotas of the text, in order."""
    folded = fold(text)
    found = []
    for match in _QUOTA.finditer(folded):
        at = match.start("number")
        ahead = folded[max(0, at - 4) : at]
        if _NO_QUOTA.match(folded, match.start("unit")) or _NOT_BEFORE.search(ahead):
            continue
        number = _value(match["number"], bool(match["wan"]))
        if not number:
            continue
        clause = folded[max(folded.rfind(cut, 0, at) for cut in ",。;:\n") + 1 : at]
        each = _EACH.findall(clause)
        comparator = _comparator(match, clause)
        found.append(Quota(number, match["unit"], comparator, each[-1] if each else "", at, match.end()))
    return found


def _value(numeral: str, ten_thousands: bool) -> Decimal | None:
    plain = numeral.replace(",", "")
    value = Decimal(plain) if plain[0].isdigit() else number_of(plain)
    return Decimal(value) * (10_000 if ten_thousands else 1) if value is not None else None


def _comparator(match: re.Match[str], clause: str) -> str:
    """By the sign before the number, a few words between them allowed (至少派1人), else by the one after it."""
    for name, sign in BEFORE.items():
        if re.search(rf"(?:{sign})[^\d,]{{0,10}}$", clause):
            return name
    if match["range"]:
        return "at_least"
    return next((name for name, sign in AFTER.items() if re.match(sign, match["after"] or "")), "exactly")
