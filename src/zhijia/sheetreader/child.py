"""The child that opens a workbook: reads it from standard input, prints its sheets as lines of JSON.

Workbooks come from anywhere, so it runs behind `planreader.fenced`. Run by its path, it imports nothing of ours.
A line is `{"sheet": name, "hidden": bool}`, some rows as a list of lists, `{"wrong": [[row, column, text], …]}` or
`{"refused": "password" | "damaged" | "large" | "wide" | "encoding" | "other"}`. In a row a list is what JSON has no kind
for: ["d", "2019-03-01"] a day, ["t", "2019-03-01T08:00:00"] a moment.
"""

import csv
import datetime as dt
import io
import json
import re
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

MAX_ROWS, MAX_CELLS, MAX_COLUMNS = 300_000, 6_000_000, 400
MAX_UNPACKED, MAX_RATIO, SMALL = 800_000_000, 400, 5_000_000  # bytes; below SMALL a high ratio does no harm
MAX_TEXT = 32_767  # of one cell, Excel's own bound
TOGETHER = 50  # rows in a line
CHUNK = 1 << 20
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
)  # whatever they are called

ERROR_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"(?:\s*<f\b[^>]*(?:/>|>[^<]*</f>))?\s*<v>([^<]{1,20})</v>"
)
SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
RELATION = re.compile(rb"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')


class Refused(Exception):
    pass


def main() -> None:
    """Print the sheets of the workbook on standard input."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    data = sys.stdin.buffer.read()
    try:
        if data[:2] == b"PK":
            measured(data)
            with ThreadPoolExecutor(
                1
            ) as beside:  # unpacking and the library's own work let other threads go on
                wrong = beside.submit(wrong_cells, data)
                spreadsheet(data)
                for cells in wrong.result():
                    say(cells)
        elif data[:4] == b"\xd0\xcf\x11\xe0":
            spreadsheet(data)
        elif data.startswith(OTHERS):
            raise Refused("other")
        else:
            text_table(data)
    except Refused as refused:
        say({"refused": str(refused)})


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def measured(data: bytes) -> None:
    """What the package says it unpacks to; where it lies, the bounds of the fence hold."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except Exception:  # noqa: BLE001 (a damaged directory raises whatever it stumbles over)
        raise Refused("damaged") from None
    if not any(part.filename.replace("\\", "/").lower().startswith("xl/") for part in parts):
        raise Refused("other")
    packed = [(part.file_size, part.compress_size) for part in parts]
    if sum(size for size, _ in packed) > MAX_UNPACKED:
        raise Refused("large")
    if any(size > SMALL and size > MAX_RATIO * max(small, 1) for size, small in packed):
        raise Refused("large")


def spreadsheet(data: bytes) -> None:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        left = MAX_CELLS
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(number)
            say(
                {
                    "sheet": about.name,
                    "hidden": about.visible != calamine.SheetVisibleEnum.Visible,
                    "at": number,
                }
            )
            height, width = sheet.total_height, sheet.total_width
            if height > MAX_ROWS * 4 or width > MAX_COLUMNS * 45:
                raise Refused("large")
            left = rows_of(sheet.iter_rows(), left)
    except Refused:
        raise
    except calamine.PasswordError:
        raise Refused("password") from None
    except Exception:  # noqa: BLE001 (of the library's many errors none says more to whoever chose the file)
        raise Refused("damaged") from None


def rows_of(rows, left: int) -> int:
    """Print rows as far as they hold anything; how many cells may still come."""
    blank, count = 0, 0
    some: list[list] = []
    for cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            blank += 1
            continue
        count, left = count + blank + 1, left - len(cells)
        if len(cells) > MAX_COLUMNS:
            raise Refused("wide")
        if left < 0 or count > MAX_ROWS:
            raise Refused("large")
        some += [[]] * blank
        some.append(cells)
        blank = 0
        if len(some) >= TOGETHER:
            sys.stdout.write(rows_said(some) + "\n")
            some = []
    sys.stdout.write(rows_said(some) + "\n")
    return left


def rows_said(rows) -> str:
    """Rows as JSON: written as they stand, and cell by cell where they hold something unusual."""
    try:
        line = AS_IT_STANDS(rows)
    except ValueError:  # a number that is none
        line = ""
    if line and len(line) <= MAX_TEXT and "\\u0000" not in line:
        return line
    return AS_IT_STANDS([[plain(cell) for cell in cells] for cells in rows])


def plain(cell):
    """A cell within bounds: no NUL and no endless text, no number that is none."""
    if type(cell) is str:
        return cell[:MAX_TEXT].replace("\0", "")
    return "" if type(cell) is float and not abs(cell) < 1e300 else cell


def other_kind(cell):
    """What JSON has no kind for, marked with its kind: the text of a cell never comes as a list."""
    if type(cell) is dt.datetime:
        day = cell.time() == dt.time()
        return ["d", cell.date().isoformat()] if day else ["t", cell.isoformat(timespec="seconds")]
    if type(cell) is dt.date:
        return ["d", cell.isoformat()]
    return str(cell)


AS_IT_STANDS = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), default=other_kind
).encode


# --- error cells: the library gives them back blank, so their places are looked up in the sheet's own markup


def wrong_cells(data: bytes) -> list[dict]:
    """Which cells of an .xlsx show an error. A package that is built otherwise has none that we know of."""
    sheets = []
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        relations = {}
        for tag in RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
            said = dict(ATTRIBUTE.findall(tag))
            relations[said.get(b"Id")] = said.get(b"Target", b"").decode().lstrip("/").removeprefix("xl/")
        for number, part in enumerate(SHEET.findall(package.read("xl/workbook.xml"))):
            name = f"xl/{relations.get(part, '')}"
            if name.startswith("xl/worksheets/"):
                found = errors_in(package, name)
                if found:
                    sheets.append({"wrong": found, "at": number})
    except (KeyError, ValueError, zipfile.BadZipFile, OSError, NotImplementedError):
        pass
    return sheets


def errors_in(package: zipfile.ZipFile, name: str) -> list[list]:
    found, rest = [], b""
    with package.open(name) as part:
        while piece := part.read(CHUNK):
            text = rest + piece
            if b't="e"' in text:
                for column, row, shown in ERROR_CELL.findall(text):
                    found.append([int(row), number_of(column), shown.decode("ascii", "replace")])
            cut = text.rfind(b"<c ")
            rest = text[cut:][:8192] if cut >= 0 else b""
            if len(found) > 20_000:
                break
    return [list(one) for one in dict.fromkeys(map(tuple, found))]


def number_of(column: bytes) -> int:
    number = 0
    for sign in column:
        number = number * 26 + sign - 64
    return number - 1


# --- text with separators


def text_table(data: bytes) -> None:
    text = decoded(data)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype", "<table", "<meta", "<style")):
        return page(text)
    if start.startswith(("<?xml", "mime-version")):
        raise Refused("page")
    first = text[:5000].splitlines()[:20]
    separator = max(",\t;|", key=lambda sign: sum(line.count(sign) for line in first))
    csv.field_size_limit(1_000_000)
    say({"sheet": "", "hidden": False, "at": 0})
    try:
        rows_of(
            (list(map(unquoted, row)) for row in csv.reader(io.StringIO(text), delimiter=separator)),
            MAX_CELLS,
        )
    except csv.Error:
        raise Refused("damaged") from None


class Cells(HTMLParser):
    """The rows of the tables of a page: many systems call such a page .xls. One inside another counts as its own."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False  # inside a cell

    def handle_starttag(self, tag, attrs):
        self.open = self.open and tag not in ("tr", "table")
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.open = True
        elif tag == "br" and self.open:
            self.rows[-1][-1] += " "
        if tag in ("td", "th") and self.rows:
            more = str(dict(attrs).get("colspan") or 1)
            self.wide = min(int(more), MAX_COLUMNS) - 1 if more.isascii() and more.isdigit() else 0

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.open:
            self.open = False
            self.rows[-1] += [""] * self.wide

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


def page(text: str) -> None:
    cells = Cells()
    cells.feed(text)
    if not any(any(row) for row in cells.rows):
        raise Refused("page")
    say({"sheet": "", "hidden": False, "at": 0})
    rows_of(([" ".join(cell.split()) for cell in row] for row in cells.rows), MAX_CELLS)


def decoded(data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(sign < " " and sign not in "\t\r\n" for sign in text[:20_000])
        if controls * 50 > len(text[:20_000]):
            raise Refused("other")  # a picture, a program: anything but text
        return text
    raise Refused("encoding")


def unquoted(cell: str) -> str:
    """="00123" and '=… are how text is kept from being taken for numbers and formulas."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r" and cell[1:] else cell


if __name__ == "__main__":
    main()
