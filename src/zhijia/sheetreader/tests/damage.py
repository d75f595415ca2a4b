"""Workbooks as they should not be: sound ones damaged in many ways, each told by its number alone."""

import io
import random
import re
import zipfile

from zhijia.planreader.tests import damage
from zhijia.sheetreader.tests.books import PEOPLE, xlsx

ABSURD = (
    b"", b"-1", b"0", b"A0", b"XFD1048577", b"AAAA1", b"99999999999", b"1e400", b"NaN", b"s", b"e", b"inlineStr", b"b", b"d",
    b"\xe5\xb7\xa5" * 3000, b"&#x10FFFF;", b"rId99", b"../../x.xml", b"worksheets/sheet1.xml", b"0001-01-01", b"true",
)  # fmt: skip


def sound(rng: random.Random) -> bytes:
    people = [
        ["王芳", "女", "330281199003120427", "2019.3.1", ("=NA()", "#N/A"), rng.random() * 1e6]
        for _ in range(rng.randint(1, 30))
    ]
    return xlsx(
        ("会员", [["名册"], [], PEOPLE, *people, ["合计", 3]]), ("字典", [["男"], ["女"]]), hidden=["字典"]
    )


def workbook(number: int) -> bytes:
    """One damaged workbook."""
    rng = random.Random(number)
    data = sound(rng)
    kind = number % 6
    if kind == 0:
        return rng.choice(damage.BYTES)(rng, data)
    if kind == 5:  # text with separators, of whatever bytes
        signs = bytes(rng.choice(b"\t,;|\"'\n\r=\0 ") for _ in range(rng.randint(1, 4000)))
        mixed = bytearray("姓名,性别\n王芳,女\n".encode(rng.choice(["utf-8", "gb18030", "utf-16"])) + signs)
        for _ in range(rng.choice([0, 3, 50])):
            mixed[rng.randrange(len(mixed))] = rng.randrange(256)
        return bytes(mixed)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rng.choice([*parts, "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
    if kind == 1:
        parts.pop(name)
    elif kind == 2:
        parts[name] = rng.choice(
            [
                b"",
                rng.randbytes(400),
                parts[rng.choice([*parts])],
                parts[name][: rng.randrange(len(parts[name]) or 1)],
            ]
        )
    elif kind == 3:
        share = rng.choice([0.02, 0.2, 0.7])
        parts[name] = re.sub(
            rb'="[^"]*"',
            lambda match: b'="' + rng.choice(ABSURD) + b'"' if rng.random() < share else match[0],
            parts[name],
        )
    else:
        parts[name] = re.sub(rb">([^<]+)<", lambda match: b">" + rng.choice(ABSURD) + b"<", parts[name])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as package:
        for path, content in parts.items():
            package.writestr(path, content)
    return file.getvalue()
