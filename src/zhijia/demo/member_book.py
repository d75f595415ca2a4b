"""A roll of members as a workbook to try the import with: invented people, and bad rows of twelve kinds among them.

The same seed gives the same workbook. Benchmarks make theirs with it too.
"""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]

from zhijia.demo import names
from zhijia.kernel.scope import Seat, below
from zhijia.org.models import Union
from zhijia.sheetreader import identity

ROWS, SEED = 13_200, 20261120
TODAY = dt.date(2026, 11, 20)
HEAD = [
    "序号",
    "姓名",
    "性别",
    "身份证号码",
    "出生年月",
    "联系电话",
    "单位",
    "车间",
    "入会时间",
    "会员类型",
    "部门",
    "工种",
    "用工性质",
    "是否农民工",
    "民族",
    "文化程度",
    "政治面貌",
    "户口性质",
    "籍贯",
    "会员证号",
]
NAME, SEX, IDENTITY, PHONE, UNION, JOINED, EDUCATION = 1, 2, 3, 5, 6, 8, 15


@dataclass(frozen=True)
class Place:
    """A union as the file writes it, and the first day on which somebody can have joined."""

    name: str
    since: dt.date


def _row(order: int, place: Place, dice: Random) -> list[Any]:
    woman = dice.random() < 0.42
    born = dt.date(1966, 1, 1) + dt.timedelta(days=order * 6007 % 14_000)  # so that no number comes twice
    first = f"3302{dice.choice(('81', '82', '12', '26'))}{born:%Y%m%d}{order // 14_000 * 2 + (not woman):03}"
    joined = place.since + dt.timedelta(days=dice.randrange(max((TODAY - place.since).days, 1)))
    spelt = dice.random()
    day: Any = f"{joined:%Y-%m-%d}"
    if spelt < 0.02:
        day = f"{joined.year}.{joined.month}.{joined.day}"
    elif spelt < 0.03:
        day = f"{joined.year}年{joined.month}月"
    elif spelt < 0.6:
        day = joined
    name = names.person(dice, woman)
    if len(name) == 2 and spelt > 0.97:
        name = f"{name[0]} {name[1]}"
    return [
        order, name, "女" if woman else "男", first + identity.check_sign(first), f"{born:%Y-%m}",
        f"1{dice.choice('3578')}{dice.randrange(10):01}{order % 100_000_000:08}", place.name, "", day, "普通会员",
        dice.choice(("生产部", "质检部", "后勤部", "办公室", "仓储部")),
        dice.choice(("操作工", "检验员", "司机", "文员", "电工")),
        dice.choice(("合同制", "合同制", "合同制", "劳务派遣")), dice.choice(("是", "否")), "汉族" if spelt < 0.95 else "回族",
        dice.choice(("初中", "高中", "中专", "大专", "本科")), dice.choice(("群众", "群众", "群众", "党员", "团员")),
        dice.choice(("农业", "非农业", "居民户口")),
        dice.choice(("浙江余姚", "安徽阜阳", "江西上饶", "河南信阳")), f"HY{order:08}",
    ]  # fmt: skip


def _checksum(row: list[Any], dice: Random) -> None:
    row[IDENTITY] = row[IDENTITY][:17] + ("1" if row[IDENTITY][17] != "1" else "2")


def _as_number(row: list[Any], dice: Random) -> None:
    row[IDENTITY] = float(row[IDENTITY][:17] + "0")


def _short(row: list[Any], dice: Random) -> None:
    row[IDENTITY] = row[IDENTITY][:8] + row[IDENTITY][9:]


def _later(row: list[Any], dice: Random) -> None:
    row[JOINED] = f"20{dice.randrange(30, 60)}-0{dice.randrange(1, 10)}-28"


def _no_day(row: list[Any], dice: Random) -> None:
    row[JOINED] = f"20{dice.randrange(10, 22)}-02-30"


def _union(row: list[Any], dice: Random) -> None:
    row[UNION] = dice.choice(("大海捞针有限公司", "云端幻影厂", "查无此会"))


def _phone(row: list[Any], dice: Random) -> None:
    row[PHONE] = row[PHONE][:10]


def _sex(row: list[Any], dice: Random) -> None:
    row[SEX] = "男" if row[SEX] == "女" else "女"


def _no_name(row: list[Any], dice: Random) -> None:
    row[NAME] = None


def _formula(row: list[Any], dice: Random) -> None:
    row[UNION] = NOT_FOUND


def _education(row: list[Any], dice: Random) -> None:
    row[EDUCATION] = "自学成才"


NOT_FOUND = object()
Spoil = Callable[[list[Any], Random], None]
KINDS: tuple[tuple[str, Spoil | None, int], ...] = (
    ("checksum", _checksum, 6), ("kept as a number", _as_number, 4), ("seventeen digits", _short, 4),
    ("in the future", _later, 4), ("no such day", _no_day, 3), ("unknown union", _union, 5),
    ("phone too short", _phone, 4), ("sex does not fit", _sex, 4), ("twice in the file", None, 4),
    ("no name", _no_name, 3), ("formula found nothing", _formula, 3), ("unknown word", _education, 3),
)  # fmt: skip
BAD = sum(count for *_, count in KINDS)


def rows(
    places: Sequence[Place], count: int = ROWS, bad: int = BAD, seed: int = SEED
) -> tuple[list[list[Any]], dict[int, str]]:
    """The rows of the roll, and which of them (counted from 0) are bad in what way."""
    dice = Random(seed)  # noqa: S311 (an invented town, not a secret)
    found = [_row(order, places[(order * 7919) % len(places)], dice) for order in range(1, count + 1)]
    kinds = [kind for kind in KINDS for _ in range(kind[2])]
    spoilt: dict[int, str] = {}
    chosen = sorted(dice.sample(range(count // 10, count), bad))
    for n, at in enumerate(chosen):
        name, spoil, _ = kinds[n % len(kinds)]
        if spoil is None:
            found[at] = [*found[at][:IDENTITY], found[n][IDENTITY], *found[at][IDENTITY + 1 :]]
            found[at][SEX] = found[n][SEX]
            found[at][4] = found[n][4]
        else:
            spoil(found[at], dice)
        spoilt[at] = name
    return found, spoilt


def write(file: BinaryIO | str, places: Sequence[Place], count: int = ROWS, bad: int = BAD) -> dict[int, str]:
    """The workbook: a title, headings in row 3, the rows, a total, a line for signatures. Which rows are bad in what way."""
    table, spoilt = rows(places, count, bad)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet("会员")
        page.set_column(0, len(HEAD), 14)
        page.write_string(0, 0, "会员实名册")
        page.write_string(1, 0, "填报日期：2026年11月20日")
        page.write_row(2, 0, HEAD)
        for y, row in enumerate(table, 3):
            for x, cell in enumerate(row):
                if cell is NOT_FOUND:
                    page.write_formula(y, x, "=NA()", None, "#N/A")
                elif isinstance(cell, dt.date):
                    page.write_datetime(y, x, dt.datetime.combine(cell, dt.time()), day)
                elif isinstance(cell, str):
                    page.write_string(y, x, cell)
                elif cell is not None:
                    page.write_number(y, x, cell)
        page.write_string(len(table) + 3, 0, f"合计：{len(table)}人")
        page.write_string(len(table) + 4, 0, "填表人：")
        page.write_string(len(table) + 4, 5, "审核人：")
    return spoilt


def places_of(by: Seat) -> list[Place]:
    """The grassroots unions of this seat's reach."""
    unions = Union.objects.filter(
        pk__in=below(by.union_id), kind__in=Union.GRASSROOTS, state=Union.State.ACTIVE
    )
    return [Place(name, since) for name, since in unions.order_by("code").values_list("name", "founded_on")]


def sample(by: Seat) -> bytes:
    """The workbook for the unions of this seat."""
    file = io.BytesIO()
    write(file, places_of(by))
    return file.getvalue()
