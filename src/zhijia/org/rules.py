"""The rules of the organisation. Pure: numbers and days in, answers out."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from zhijia.kernel.clock import months_after

EARLIEST = 1925  # the year in which the national federation was founded

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def code_fault(code: str) -> str:
    """What is wrong with a unified social credit code (GB 32100-2015, its ninth to seventeenth sign GB 11714)."""
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现在是 {len(code)} 位。请对照证书再看一遍。"
    if wrong := next((sign for sign in code if sign not in ALPHABET), ""):
        return f"代码里不会有“{wrong}”。是不是把 I、O、S、V、Z 和数字 1、0、5、2 看混了？"
    if check_sign(code) != code[17]:
        return "最后一位校验不对，有一位抄错了。请对照证书再看一遍。"
    if body_sign(code[8:16]) != code[16]:
        return "第 9 到 17 位（主体代码）校验不对，有一位抄错了。请对照证书再看一遍。"
    return ""


def check_sign(code: str) -> str:
    """The eighteenth sign, from the seventeen before it."""
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(code, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31]


def body_sign(body: str) -> str:
    """The last sign of the nine that name the body, from the eight before it (GB 11714)."""
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def tidy_code(text: str) -> str:
    """A code as people type it: blanks and small letters do not count."""
    return "".join(text.split()).upper()


class Band(NamedTuple):
    """Committee seats for so many members and more (基层工会组织选举工作条例 art. 8)."""

    members: int
    least: int
    most: int


BANDS = (
    Band(0, 3, 5), Band(25, 3, 7), Band(201, 7, 15), Band(1001, 15, 21), Band(5001, 21, 29), Band(10001, 29, 37),
    Band(50001, 37, 45),
)  # fmt: skip


def seats_for(members: int, bands: Iterable[Band] = BANDS) -> Band:
    """The band a union of so many members falls into."""
    return [band for band in bands if band.members <= members][-1]


INDUCTION_MONTHS = 12  # A13: within twelve months of taking office
RADAR = (3, 6, 12)  # months before the end of a term


def radar(term_to: dt.date, today: dt.date) -> int | None:
    """0 for an overdue term, else within how many months it ends: 3, 6 or 12; None beyond."""
    if term_to < today:
        return 0
    return next((months for months in RADAR if term_to <= months_after(today, months)), None)


class Standing(NamedTuple):
    """What is known of a grassroots union on a day, for what it lacks."""

    members: int | None
    women: int | None
    offices: frozenset[str]
    bodies: frozenset[str]  # kinds whose term runs
    term_to: dt.date | None
    has_code: bool
    seal: str
    own_accounts: str
    certificate_to: dt.date | None
    heads_on: dt.date | None  # the oldest of its employers' latest head-counts; None where one has none
    employers: int


STALE = 12  # months after which a head-count is asked for again


def lacking(
    union: Standing, today: dt.date, *, committee_from: int = 25, women_from: int = 10, renewal: int = 30
) -> list[str]:
    """What an irregular union lacks, in the words of the office. Nothing is stopped by it (field notes).

    From `committee_from` members on a committee is needed instead of an organiser, from `women_from` women their own.
    `renewal`: days before the end of its certificate in which it is renewed (基层工会法人登记管理办法 art. 27).
    """
    found = []
    organiser = "organiser" in union.offices and (union.members or 0) < committee_from
    if "chair" not in union.offices and not organiser:
        found.append("缺主席")
    if union.term_to is None:
        if not organiser:
            found.append("缺委员会届期")
    elif union.term_to < today:
        found.append("委员会超期未换届")
    if union.own_accounts == "yes" and "audit" not in union.bodies and "auditor" not in union.offices:
        found.append("缺经费审查委员会")
    if union.own_accounts == "":
        found.append("缺账户情况（独立建账还是代管）")
    women = union.women or 0
    if women >= women_from and "women" not in union.bodies:
        found.append("缺女职工委员会")
    elif 0 < women < women_from and "women" not in (union.offices | union.bodies):
        found.append("缺女职工委员")
    if not union.seal:
        found.append("缺印章情况")
    if not union.has_code:
        found.append("缺统一社会信用代码")
    if union.certificate_to and union.certificate_to < today:
        found.append("法人资格证书已过期")
    elif union.certificate_to and (union.certificate_to - today).days <= renewal:
        found.append(f"法人资格证书 {union.certificate_to:%Y-%m-%d} 到期，现在可以换")
    if not union.employers:
        found.append("缺覆盖单位")
    elif union.heads_on is None:
        found.append("缺职工人数")
    elif union.heads_on < months_after(today, -STALE):
        found.append(f"职工人数是 {union.heads_on:%Y-%m-%d} 的，满一年了")
    return found
