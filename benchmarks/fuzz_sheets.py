"""Damaged workbooks by the thousand: each is read to verdicts' threshold, or refused with a sentence; nothing else happens."""

import datetime as dt
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator

from benchmarks import Figure
from zhijia.sheetreader import Field, Unreadable, cells, read
from zhijia.sheetreader.columns import matched
from zhijia.sheetreader.tables import tables_of
from zhijia.sheetreader.tests import damage

FILES, SECONDS = 2_000, 10
TODAY = dt.date(2026, 11, 20)
FIELDS = [
    Field("name", "姓名"),
    Field("identity", "证件号", looks="identity"),
    Field("joined_on", "入会日期"),
]
READERS = {
    "name": cells.name("姓名", 40), "identity": cells.identity_number("证件号", TODAY), "joined_on": cells.day("入会日期", TODAY),
}  # fmt: skip


def figures() -> Iterator[Figure]:
    found, slowest = Counter(), 0.0
    for number in range(FILES):
        data, begun = damage.workbook(number), time.monotonic()
        try:
            look_through(data)
            found["read"] += 1
        except Unreadable as unreadable:
            found["sentence" if unreadable.sentence.endswith("。") else "broken"] += 1
        except Exception:  # noqa: BLE001 (whatever it is, it is what we look for)
            found["broken"] += 1
            print(f"workbook {number}: {traceback.format_exc()[-2000:]}", file=sys.stderr)
        slowest = max(slowest, time.monotonic() - begun)
    yield Figure("damaged workbooks", sum(found.values()), "files", FILES, more_is_better=True)
    yield Figure("  of which read", found["read"], "files", 0, more_is_better=True)
    yield Figure("  of which refused with a sentence", found["sentence"], "files", 0, more_is_better=True)
    yield Figure("  of which raised", found["broken"], "files", 0)
    yield Figure("  slowest file", slowest, "s", SECONDS)


def look_through(data: bytes) -> None:
    """As an import does: tables, columns, every cell."""
    for table in tables_of(read(data), [name for one in FIELDS for name in one.names]):
        columns = {one.column: READERS[one.field] for one in matched(table, FIELDS) if one.field}
        for _, row in table.rows:
            for column, reader in columns.items():
                if column < len(row):
                    reader(row[column])
