"""Workbooks for tests, written the way officers write them."""

import datetime as dt
import io

import xlsxwriter

PEOPLE = ["姓名", "性别", "证件号", "入会日期"]


def xlsx(*sheets, hidden=(), filtered=()):
    """Each sheet: (name, rows). A tuple cell is (formula, stored value); a date is written as a date."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for y, row in enumerate(rows):
                if y + 1 in filtered:
                    sheet.set_row(y, None, None, {"hidden": True})
                for x, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        sheet.write_formula(y, x, cell[0], None, cell[1])
                    elif isinstance(cell, dt.date):
                        sheet.write_datetime(y, x, dt.datetime.combine(cell, dt.time()), day)
                    elif isinstance(cell, str):
                        sheet.write_string(y, x, cell)
                    elif cell is not None:
                        sheet.write(y, x, cell)
    return file.getvalue()
