"""The board as a workbook: indicators, months, unions. The same numbers as on the page."""

from io import BytesIO
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from zhijia.board.indicators import Line
from zhijia.board.reading import Month, Place
from zhijia.org.models import Union

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INDICATORS = ["指标", "数值", "单位", "分子", "分母", "上年同期", "同比", "目标", "完成", "怎么算"]
PLACES = [
    "名次",
    "工会",
    "代码",
    "类别",
    "会员",
    "女会员",
    "职工",
    "入会率（%）",
    "新发展",
    "台账（条）",
    "走访（人次）",
    "还缺",
]


def workbook(place: Any, lines: dict[str, Line], months: list[Month], places: list[Place]) -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#FAF9F7", "bottom": 1})
        about = f"{place.union.name}{'（含下级）' if place.subtree else ''}{place.line_told}，{place.period.label}"
        _sheet(book, head, "指标", about, INDICATORS, [_indicator(line) for line in lines.values()])
        rows = [[m.label, m.members, m.rate, m.added, m.removed] for m in months]
        _sheet(book, head, "逐月", about, ["月份", "月末会员", "入会率（%）", "增加", "减少"], rows)
        if places:
            _sheet(book, head, "下级工会", about, PLACES, [_place(one) for one in places])
    return held.getvalue()


def _sheet(book: Any, head: Any, name: str, about: str, heads: list[str], rows: list[list[Any]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, about)
    sheet.write_row(1, 0, heads, head)
    sheet.freeze_panes(2, 1)
    sheet.set_column(0, 0, 10 if name == "下级工会" else 22)
    sheet.set_column(1, len(heads) - 1, 14)
    for n, row in enumerate(rows, start=2):
        for m, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(n, m, value)
            elif value is not None:
                sheet.write_number(n, m, value)


def _indicator(line: Line) -> list[Any]:
    value = line.value
    return [
        value.figure.name, value.value, value.figure.unit, value.numerator, value.denominator, line.before.value,
        line.change, line.aimed, line.gap, " ".join(told for told in (value.figure.how, line.note, value.doubt) if told),
    ]  # fmt: skip


def _place(one: Place) -> list[Any]:
    return [
        one.rank, one.union.name, one.union.code, Union.Kind(one.union.kind).label, one.members, one.women, one.employees,
        one.rate, one.joined, one.traces, one.visits, "、".join([*one.blanks, *filter(None, [one.doubt])]),
    ]  # fmt: skip
