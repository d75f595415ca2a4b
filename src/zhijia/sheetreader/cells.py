"""One cell as a value. Each reader gives the value, or a `Fault`: what is wrong and what to do about it.

A sure fix is made and told (`Fixed`); a blank cell gives None and means "unchanged".
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import days, identity
from .model import Cell, Wrong, is_blank, key, shown

NOTHING = {"/", "\\", "-", "--", "—", "——", "无", "暂无", "没有", "空", "N/A", "NULL", "NONE", "*"}
MASKED = re.compile(r"\*{2,}|×{2,}|•{2,}|●{2,}")
HAN_NAME = re.compile("[\u3400-\u9fff]{1,6}")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True)
class Fault:
    """The cell cannot be used. `what` groups it with others, `fix` proposes a value where one is likely."""

    what: str
    message: str
    fix: str = ""


@dataclass(frozen=True)
class Fixed:
    """A value that was put right for sure, with what was done."""

    value: Any
    message: str
    shown: str


Read = Any  # the value, None, a Fault or a Fixed
Reader = Callable[[Cell], Read]


def clean(cell: Cell) -> str:
    """Text without what cannot be seen and without blanks around it; other kinds as the sheet shows them."""
    text = cell if type(cell) is str else shown(cell)
    if not text.isascii() or not text.isprintable():
        text = "".join(
            " " if sign.isspace() else sign for sign in text if sign.isprintable() or sign.isspace()
        )
    return text.strip()


def nothing(cell: Cell) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and cell.strip().upper() in NOTHING)


def wrong(cell: Cell, label: str) -> Fault | None:
    """An error cell is a fault of every field."""
    if isinstance(cell, Wrong):
        return Fault("公式出错", f"这一格的公式出错，显示的是 {cell}。请改好公式，或直接填{label}。")
    return None


def text(label: str, most: int) -> Reader:
    def read(cell: Cell) -> Read:
        if fault := wrong(cell, label):
            return fault
        if is_blank(cell):
            return None
        said = clean(cell)
        if len(said) > most:
            return Fault(
                f"{label}太长",
                f"{label}最多 {most} 个字，这里有 {len(said)} 个。请核对是不是几格连在了一起。",
            )
        return said

    return read


def name(label: str, most: int) -> Reader:
    """A person's name: blanks between two Chinese characters are there to fill the column."""
    plain = text(label, most)

    def read(cell: Cell) -> Read:
        if type(cell) is str and HAN_NAME.fullmatch(cell):
            return cell
        said = plain(cell)
        if not isinstance(said, str):
            return said
        wide = unicodedata.normalize("NFKC", said).replace("•", "·").replace("・", "·").strip()
        tight = re.sub(r"(?<=[\u3400-\u9fff·])\s+(?=[\u3400-\u9fff·])", "", wide)
        if re.search(r"\d", tight) or not re.search(r"[^\W_]", tight):
            return Fault(f"{label}不像姓名", f"“{said[:20]}”不像姓名。请核对是不是串了列。")
        if tight == cell:
            return tight
        return Fixed(tight, "全角字已改成半角。" if wide != said else "去掉了多余的空格。", tight)

    return read


def day(label: str, today: dt.date, *, past: bool = True, earliest: int = 1900) -> Reader:
    def read(cell: Cell) -> Read:
        if fault := wrong(cell, label):
            return fault
        if nothing(cell):
            return None
        found = days.day_of(cell, today.year)
        if found.day is None:
            return Fault(f"{label}写法不对", f"{found.told}请写成 2025-04-28 这样。")
        if past and found.day > today:
            return Fault(f"{label}写法不对", "日期在今天之后。请核对年份。")
        if found.day.year < earliest:
            return Fault(f"{label}写法不对", f"年份 {found.day.year} 太早了。请核对。")
        return Fixed(found.day, found.told, found.day.isoformat()) if found.told else found.day

    return read


def number_of(cell: Cell) -> tuple[str, bool]:
    """The signs of a long number, and whether anything around them was taken away."""
    said = unicodedata.normalize("NFKC", shown(cell))
    bare = re.sub(
        r"[\s\u200b\ufeff'’‘`-]", "", "".join(s for s in said if s.isprintable() or s.isspace())
    ).upper()
    return bare, isinstance(cell, str) and bare != cell


def identity_number(label: str, today: dt.date) -> Reader:
    what = f"{label}校验不通过"

    def read(cell: Cell) -> Read:
        if type(cell) is str and identity.sound(cell) and not _born(cell, what, today):
            return cell
        if fault := wrong(cell, label):
            return fault
        if nothing(cell):
            return None
        number, changed = number_of(cell)
        lost = isinstance(cell, float | int) and abs(cell) >= 1e15
        if lost or (SCIENTIFIC.fullmatch(number) and "E" in number):
            return Fault(
                f"{label}丢了位数",
                "Excel 把它存成了数字，后几位已经丢失。请把这一列设成文本，对照证件重新填。",
            )
        if re.fullmatch(r"[1-9]\d{14}", number):
            longer = identity.lengthened(number)
            return _born(longer, what, today) or Fixed(longer, "15 位旧号已换成 18 位。", masked(longer))
        if not re.fullmatch(r"\d+[\dX]", number):
            return Fault(what, "里面有不该出现的字。证件号是 18 位，只有数字，最后一位可能是 X。")
        if len(number) != 18:
            return Fault(what, f"有 {len(number)} 位，应为 18 位。请对照证件再看一遍。" if len(number) > 18
                         else f"只有 {len(number)} 位，应为 18 位。请对照证件再看一遍。")  # fmt: skip
        if fault := _born(number, what, today):
            return fault
        if not identity.sound(number):
            return Fault(what, "最后一位和前 17 位对不上，多半是抄错了一位。请对照证件再看一遍。")
        return Fixed(number, "去掉了多余的空格和符号。", masked(number)) if changed else number

    return read


def _born(number: str, what: str, today: dt.date) -> Fault | None:
    born = identity.born_on(number)
    if born is None or not dt.date(1900, 1, 1) <= born <= today:
        return Fault(what, f"第 7 到 14 位是出生日期，{number[6:14]} 不是一个日子。请对照证件再看一遍。")
    return None


def masked(number: str) -> str:
    """330281********0428: enough to find the row by, too little to use."""
    return (
        f"{number[:4]}{'*' * max(len(number) - 8, 2)}{number[-4:]}" if len(number) > 8 else "*" * len(number)
    )


def phone(label: str) -> Reader:
    what = f"{label}位数不对"

    def read(cell: Cell) -> Read:
        if type(cell) is str and identity.PHONE.fullmatch(cell):
            return cell
        if fault := wrong(cell, label):
            return fault
        if nothing(cell):
            return None
        number, changed = number_of(cell)
        bare = re.sub(r"^(?:\+?86|0086)(?=1\d{10}$)|^0(?=1[3-9]\d{9}$)", "", number)
        if identity.PHONE.fullmatch(bare):
            return (
                Fixed(bare, "去掉了多余的空格和符号。", masked(bare)) if changed or bare != number else bare
            )
        if re.search(r"[,，、;；/]|\d{11}\D", shown(cell)):
            return Fault(what, "一格里好像有两个号码。请只留一个手机号。")
        if not bare.isdigit():
            return Fault(what, "里面有不该出现的字。手机号是 11 位数字。")
        if len(bare) == 11:
            return Fault(what, "手机号是 1 开头的 11 位，第二位是 3 到 9。请核对。")
        return Fault(what, f"手机号应为 11 位，这里有 {len(bare)} 位。请核对。")

    return read


def choice(label: str, words: Mapping[str, str], labels: Mapping[str, str]) -> Reader:
    """`words`: key of a spelling → code; `labels`: code → the word we use. Other words are a fault with the list."""
    known = {key(word): code for word, code in words.items()} | {
        key(word): code for code, word in labels.items()
    }

    def read(cell: Cell) -> Read:
        if fault := wrong(cell, label):
            return fault
        if nothing(cell):
            return None
        said = clean(cell)
        code = known.get(key(said))
        if code is None:
            listed = "、".join(labels.values())
            return Fault(f"{label}不认识", f"“{said[:20]}”不在选项里。请从这些里选：{listed[:120]}。")
        return code if said == labels[code] else Fixed(code, f"按“{labels[code]}”。", labels[code])

    return read


def count(label: str, most: int = 1_000_000) -> Reader:
    def read(cell: Cell) -> Read:
        if fault := wrong(cell, label):
            return fault
        if nothing(cell):
            return None
        said = unicodedata.normalize("NFKC", clean(cell)).replace(",", "").replace(" ", "")
        plain = re.sub(r"(?:人|个|名|家|户|年|次|项)$", "", said)
        if not re.fullmatch(r"\d{1,9}(?:\.0+)?", plain):
            return Fault(f"{label}不是整数", f"“{said[:20]}”不是整数。{label}只填数字，如 12。")
        value = int(float(plain))
        if value > most:
            return Fault(f"{label}不是整数", "这个数太大了。是不是多打了几个 0？")
        return Fixed(value, "已改成数字。", str(value)) if isinstance(cell, str) and plain != cell else value

    return read
