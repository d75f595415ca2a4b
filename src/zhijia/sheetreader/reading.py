"""A workbook's bytes to its sheets, through the fenced child."""

from __future__ import annotations

import datetime as dt
import gc
import json
import sys
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhijia.planreader import fenced
from zhijia.planreader.ole import top_streams

from .model import Cell, Sheet, Unreadable, Wrong

LARGEST = 40 * 1024 * 1024  # bytes; 80,000 rows of twenty columns take 10 MB
SECONDS = 60
_MEGABYTES = 1600  # of address space; the largest allowed sheet takes half
_CHILD = Path(__file__).with_name("child.py")

EMPTY = "这个文件是空的，里面没有一行字。请看看是不是选错了文件。"
TOO_LARGE = "这个文件太大了。一次最多 30 万行、40 MB，请按工会拆成几个文件分次导入。"
DAMAGED = "这个文件打不开，可能没有传完整或者损坏了。请用 Excel 或 WPS 打开，另存为 .xlsx 再传。"
SENTENCES = {
    "password": "这个文件加了密码。请在 Excel 里去掉密码，另存一份再传。",
    "damaged": DAMAGED,
    "large": TOO_LARGE,
    "wide": "这张表有四百多列，多半是右边有用不到的格子。请只留要导入的列，另存为 .xlsx 再传。",
    "encoding": "这个文本文件的编码认不出来。请用 Excel 打开，另存为 .xlsx 再传。",
    "other": "这个文件不是 Excel 表格。请选 .xlsx、.xls 或 .csv 文件；WPS 的 .et 请另存为 .xlsx。",
    "page": "这个文件虽然叫 Excel，里面其实是网页，没有找到表格。请用 Excel 打开，另存为 .xlsx 再传。",
}
SLOW = "这个文件读了一分钟还没有读完，已经停下。请删去空白的行列和图片，另存为 .xlsx 再传。"
BUSY = "正在读另一个文件。请过一会儿再传一次。"


@contextmanager
def uncollected() -> Iterator[None]:
    """A large workbook makes a million objects without cycles; looking through them for some takes a quarter of its time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@uncollected()
def read(data: bytes) -> list[Sheet]:
    """The sheets as they stand, in order. Raises `Unreadable` with its sentence."""
    if not data.strip(b"\xef\xbb\xbf \r\n\t"):
        raise Unreadable(EMPTY)
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    if data[:4] == b"\xd0\xcf\x11\xe0" and "EncryptedPackage" in top_streams(data):
        raise Unreadable(SENTENCES["password"])
    with closing(_said(data)) as lines:
        return _sheets(lines)


def _said(data: bytes) -> Generator[bytes]:
    """The child's lines, read while it goes on reading the workbook."""
    try:
        with fenced.turn(), tempfile.TemporaryDirectory(prefix="zhijia-") as folder:
            command = [sys.executable, "-I", str(_CHILD)]
            yield from fenced.heard(command, folder=folder, seconds=SECONDS, megabytes=_MEGABYTES, said=data)
    except fenced.Busy:
        raise Unreadable(BUSY) from None
    except fenced.Failed as failed:
        raise Unreadable(SLOW if failed.slow else DAMAGED) from None


def _sheets(lines: Iterable[bytes]) -> list[Sheet]:
    sheets: dict[int, Sheet] = {}
    texts: dict[str, str] = {}  # equal ones become one
    rows: list[list[Cell]] = []
    for value in map(json.loads, filter(None, lines)):
        if isinstance(value, list):
            rows += [[texts.setdefault(one, one) if type(one) is str
                      else _cell(*one) if type(one) is list else one for one in cells] for cells in value]  # fmt: skip
        elif "refused" in value:
            raise Unreadable(SENTENCES[value["refused"]])
        elif "wrong" in value:
            if value["at"] in sheets:
                _mark(sheets[value["at"]].rows, value["wrong"])
        else:
            rows = []
            sheets[value["at"]] = Sheet(value["sheet"], rows, value["hidden"])
    return list(sheets.values())


@lru_cache(maxsize=20_000)
def _cell(kind: str, text: str) -> Cell:
    return dt.date.fromisoformat(text) if kind == "d" else dt.datetime.fromisoformat(text)


def _mark(rows: list[list[Cell]], wrong: list[list[Any]]) -> None:
    """Put the error cells back where they stand, also behind the last value of a row."""
    for number, column, shown in wrong:
        if not 0 < number <= len(rows) + 1 or column >= 400:
            continue
        if number > len(rows):
            rows.append([])
        row = rows[number - 1]
        row.extend([""] * (column + 1 - len(row)))
        if row[column] == "":
            row[column] = Wrong(shown)
