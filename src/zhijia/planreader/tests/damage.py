"""Files as they should not be: whole ones damaged in some hundred ways, each told by its number alone.

`docx(number)`, `pdf(number)` and `ole(number)` give the same bytes for the same number, for ever.
"""

import copy
import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

from zhijia.planreader.tests import ole_parts, pdf_parts
from zhijia.planreader.tests.docx_parts import (
    NS,
    abstract,
    cell,
    level,
    listed,
    num,
    p,
    package,
    relations,
    row,
    run,
    style,
    styled,
    table,
)

Parts = dict[str, bytes]
MAIN = "word/document.xml"
WORDS = "3月组织职工开展劳动竞赛，由女工委负责。"


def whole(rng: random.Random) -> Parts:
    """The parts of a sound plan that has a little of everything."""
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    contents = (
        field.format("begin") + "<w:r><w:instrText> TOC </w:instrText></w:r>" + field.format("separate")
    )
    box = f"<w:r><w:drawing><wps:txbx><w:txbxContent>{p(WORDS)}</w:txbxContent></wps:txbx></w:drawing></w:r>"
    body = p("某厂工会2026年工作计划") + p(contents + run("目标"), field.format("end"))
    for _ in range(rng.randint(1, 6)):
        body += styled("重点工作", "H") + listed(WORDS, rng.randint(0, 2)) + listed(WORDS, 1)
        body += p(
            run("5月"),
            "<w:del><w:r><w:delText>春游</w:delText></w:r></w:del>",
            box,
            f"<w:ins>{run(WORDS)}</w:ins>",
        )
        body += table(
            ["时间", cell("内容", span=2)],
            [cell("6月", merge="restart"), "讲座", "一次"],
            row(cell(merge="continue"), cell(table(["甲", "乙"], ["丙", "丁"]), p(WORDS)), "完"),
        )
    data = package(
        body,
        styles=style("H", "heading 1") + style("A", "甲", based_on="H") + style("B", "乙", based_on="A"),
        numbering=abstract(
            3,
            level("chineseCounting", "%1、"),
            level("decimal", "%1.%2"),
            level("decimalEnclosedCircle", "%3"),
        )
        + num(7, 3),
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def document(body: str) -> Parts:
    return {MAIN: f"<w:document {NS}><w:body>{body}</w:body></w:document>".encode()}


# --- any bytes


def cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randint(0, len(data) - 1)]


def flipped(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5, 20, 200])):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def overwritten(rng: random.Random, data: bytes) -> bytes:
    start, length = rng.randrange(len(data)), rng.choice([1, 4, 30, 300, 3000])
    filler = rng.choice([bytes(length), b"\xff" * length, rng.randbytes(length), data[:length]])
    return data[:start] + filler + data[start + length :]


def doubled(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[rng.randrange(len(data)) :] + data[start:]


BYTES = [cut, flipped, overwritten, doubled]


# --- the zip and its members


def without_a_member(rng: random.Random) -> bytes:
    parts = whole(rng)
    for name in rng.sample(sorted(parts), rng.randint(1, 3)):
        del parts[name]
    return zipped(parts)


def members_exchanged(rng: random.Random) -> bytes:
    parts = whole(rng)
    one, two = rng.sample(sorted(parts), 2)
    parts[one], parts[two] = parts[two], parts[one]
    return zipped(parts)


def a_member_of_junk(rng: random.Random) -> bytes:
    parts = whole(rng)
    name = rng.choice(sorted(parts))
    parts[name] = rng.choice(
        [
            b"",
            b"\0" * 99,
            rng.randbytes(500),
            b"<a",
            b"<a/>",
            b"<?xml?>",
            parts[name].decode().encode("utf-16"),
        ]
    )
    return zipped(parts)


def a_damaged_member(rng: random.Random) -> bytes:
    parts = whole(rng)
    name = rng.choice([MAIN, MAIN, "word/styles.xml", "word/numbering.xml", rng.choice(sorted(parts))])
    parts[name] = rng.choice(BYTES)(rng, parts[name])
    return zipped(parts)


def another_method(rng: random.Random) -> bytes:
    return zipped(whole(rng), rng.choice([zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED]))


def flags_and_sizes(rng: random.Random) -> bytes:
    """The directory says something else than the members: locked, longer, shorter, elsewhere."""
    data = bytearray(zipped(whole(rng)))
    heads = [match.start() for match in re.finditer(b"PK\x01\x02", bytes(data))]
    at = rng.choice(heads) + rng.choice([8, 10, 16, 20, 24, 28, 30, 32, 42])
    data[at : at + 4] = struct.pack(
        "<I", rng.choice([1, 9, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(32)])
    )
    return bytes(data[: max(len(data), at)])


def a_zip_bomb(rng: random.Random) -> bytes:
    parts = whole(rng)
    filler = rng.choice([b" ", b"<w:p/>", "工".encode(), b"<!-- -->"])
    content = filler * (rng.choice([6, 30, 60]) * 1_000_000 // len(filler))
    name = rng.choice([MAIN, "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
    parts[name] = b"<w:document " + NS.encode() + b"><w:body>" + content + b"</w:body></w:document>"
    return zipped(parts)


def a_bomb_that_lies(rng: random.Random) -> bytes:
    """A member of many megabytes whose sizes, in head and directory, are small."""
    data = bytearray(zipped(document("<w:p/>" * rng.choice([1_000_000, 9_000_000]))))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = struct.pack("<I", 1000)
    return bytes(data)


def too_many_members(rng: random.Random) -> bytes:
    return zipped(whole(rng) | {f"word/media/{n}": b"" for n in range(rng.choice([3000, 6000]))})


# --- XML


ENTITIES = [
    '<!DOCTYPE x [<!ENTITY a "工工工工工工工工工工">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>",
    '<!DOCTYPE x [<!ENTITY i "' + "工" * 50_000 + '">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
    '<!DOCTYPE x [<!ATTLIST w:p w:rsid CDATA "工工工工">]>',
    "<!DOCTYPE x>",
]


def an_entity_bomb(rng: random.Random) -> bytes:
    content = document(p(WORDS + rng.choice(["&i;", "&i;" * 1000, "", "&lt;"])))[MAIN]
    if rng.random() < 0.3:
        content = content.replace(b"<w:p>", b'<w:p w:rsidR="&i;">')
    return zipped(whole(rng) | {MAIN: rng.choice(ENTITIES).encode() + content})


def deep_nesting(rng: random.Random) -> bytes:
    tag, deep = (
        rng.choice(["w:sdt", "w:ins", "w:tbl", "cells", "boxes", "mc:AlternateContent"]),
        rng.choice([30, 80, 240, 260, 5000]),
    )
    before = {"cells": "<w:tbl><w:tr><w:tc>", "boxes": "<w:p><w:r><w:txbxContent>"}.get(tag, f"<{tag}>")
    after = {"cells": f"{p('甲')}</w:tc></w:tr></w:tbl>", "boxes": "</w:txbxContent></w:r></w:p>"}.get(
        tag, f"</{tag}>"
    )
    return zipped(whole(rng) | document(before * deep + p(WORDS) + after * deep))


def elements_moved(rng: random.Random) -> bytes:
    """Well formed, but elements are left out, doubled, put elsewhere, called otherwise."""
    parts = whole(rng)
    name = rng.choice([MAIN, MAIN, "word/numbering.xml", "word/styles.xml"])
    root = etree.fromstring(parts[name])
    for _ in range(rng.choice([1, 3, 10, 60])):
        inside = [one for one in root.iter() if one.getparent() is not None]
        if len(inside) < 2:
            break
        one, other = rng.sample(inside, 2)
        change = rng.randrange(5)
        if change == 0:
            one.getparent().remove(one)
        elif change == 1:
            one.addnext(copy.deepcopy(one))
        elif change == 2 and other not in one.iterdescendants() and one not in other.iterdescendants():
            other.append(one)
        elif change == 3:
            one.tag = other.tag
        else:
            other.append(copy.deepcopy(one) if len(one) < 20 else etree.Element(one.tag))
    parts[name] = etree.tostring(root)
    return zipped(parts)


ABSURD = [
    "", "-1", "0", "1", "9", "10", "63", "64", "999", "65536", "2147483648", "9" * 30, "1e9", "٣", "²", "ⅷ", "x" * 200,
    "%1" * 50, "%9%8%7", "continue", "begin", "end", "&#x10FFFF;", "&#55296;", "工" * 5000, "true", "H", "B", "7",
]  # fmt: skip


def absurd_values(rng: random.Random) -> bytes:
    parts = whole(rng)
    for name in (MAIN, "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
        share = rng.choice([0.02, 0.1, 0.6])
        parts[name] = re.sub(
            rb'="[^"]*"(?=[^<]*>)',
            lambda match, share=share: (
                b'="' + rng.choice(ABSURD).encode() + b'"'
                if b"http" not in match[0] and rng.random() < share
                else match[0]
            ),
            parts[name],
        )
    return zipped(parts)


def huge_attributes(rng: random.Random) -> bytes:
    many = " ".join(f'w:a{n}="1"' for n in range(rng.choice([1000, 90_000])))
    long = f'w:a="{"工" * rng.choice([100_000, 4_000_000])}"'
    return zipped(whole(rng) | document(p(WORDS) + f"<w:p {rng.choice([many, long])}/>"))


def circles(rng: random.Random) -> bytes:
    """Styles, lists, and relations that lead back to themselves."""
    loop = (
        style("H", "heading 1", based_on="B")
        + style("A", "甲", based_on="H")
        + style("B", "乙", based_on="A")
    )
    in_list = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    body = styled(WORDS, "H") + styled(WORDS, "B") + listed(WORDS)
    data = package(
        body * rng.randint(1, 50),
        styles=loop + style("L", "表", in_list, kind="numbering", based_on=rng.choice(["L", ""])),
        numbering=abstract(3, level("decimal", "%1"), more='<w:numStyleLink w:val="L"/>') + num(7, 3),
        links=[("rId9", "styles", rng.choice(["../word/document.xml", "/", "..", "document.xml"]))],
    )
    return data


def wrong_types_and_encodings(rng: random.Random) -> bytes:
    parts = whole(rng)
    declared = rng.choice(
        ["utf-16", "utf-8", "gb18030", "latin-1", "ebcdic-cp-us", "utf-7", "", "ucs-4", "nonsense"]
    )
    written = rng.choice(["utf-16", "utf-8", "gb18030", "utf-32", "utf-8-sig"])
    text = f'<?xml version="1.0" encoding="{declared}"?>' + parts[MAIN].decode()
    parts[MAIN] = text.encode(written)
    parts["[Content_Types].xml"] = rng.choice(
        [b"<Types/>", b"", parts["[Content_Types].xml"].replace(b"document.main", b"image")]
    )
    return zipped(parts)


def absurd_counts(rng: random.Random) -> bytes:
    kind = rng.randrange(6)
    if kind == 0:
        body = table([cell(WORDS, span=63)] * 40, *[["甲"] * 500] * 40)
    elif kind == 1:
        body = table(
            [cell(WORDS * 50, merge="restart")] * 60, *[[cell(merge="continue")] * 60] * rng.choice([50, 500])
        )
    elif kind == 2:
        body = listed(WORDS) * 8_000
    elif kind == 3:
        body = p(*['<w:r><w:fldChar w:fldCharType="begin"/></w:r>'] * 30_000, WORDS)
    elif kind == 4:
        body = p(*[run("工")] * 50_000)
    else:
        body = p(run(WORDS * 60_000))
    return zipped(whole(rng) | document(body))


def other_packages(rng: random.Random) -> bytes:
    parts = whole(rng)
    target = rng.choice(
        ["xl/workbook.xml", "/etc/passwd", "../../x.xml", "http://x", "word/media/a.png", "", "\u0000"]
    )
    parts["_rels/.rels"] = relations(("r", "officeDocument", target)).encode()
    if rng.random() < 0.5:
        parts[rng.choice(["xl/workbook.xml", "ppt/presentation.xml", "content.xml", "OFD.xml"])] = parts.pop(
            MAIN
        )
    return zipped(parts)


STRUCTURES: list[Callable[[random.Random], bytes]] = [
    without_a_member, members_exchanged, a_member_of_junk, a_damaged_member, a_damaged_member, a_damaged_member,
    another_method, flags_and_sizes, a_zip_bomb, a_bomb_that_lies, too_many_members, an_entity_bomb, deep_nesting,
    elements_moved, elements_moved, elements_moved, absurd_values, absurd_values, absurd_values, huge_attributes,
    circles, wrong_types_and_encodings, absurd_counts, other_packages,
]  # fmt: skip


def docx(number: int) -> bytes:
    """One damaged Word file."""
    rng = random.Random(number)
    if number % 3 == 0:
        return rng.choice(BYTES)(rng, zipped(whole(rng)))
    return STRUCTURES[number // 3 % len(STRUCTURES)](rng)


# --- PDF


def sound_pdf(rng: random.Random) -> bytes:
    sheet = "".join(pdf_parts.text(90, 100 + 24 * n, WORDS) for n in range(rng.randint(1, 20)))
    return pdf_parts.pdf(sheet + pdf_parts.grid([80, 200, 500], [90, 300, 600]), pdf_parts.PICTURE, sheet)


def pdf(number: int) -> bytes:
    """One damaged PDF."""
    rng = random.Random(number)
    data = sound_pdf(rng)
    kind = number % 8
    if kind < 4:
        return BYTES[kind](rng, data)
    if kind == 4:  # a number somewhere becomes absurd
        numbers = [match.span() for match in re.finditer(rb"\d+", data)]
        start, end = rng.choice(numbers)
        return data[:start] + rng.choice([b"0", b"-1", b"99999999999", b"6", b"1e30"]) + data[end:]
    if kind == 5:  # a stream that unfolds
        filler = rng.choice([b" ", b"q ", b"0 0 m 1 1 l S "])
        packed = zlib.compress(filler * (rng.choice([1_000_000, 60_000_000]) // len(filler)), 9)
        stream = b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed)
        return data.replace(b"7 0 obj\n", b"7 0 obj\n" + stream + b"endobj\n8 0 obj\n", 1)
    if kind == 6:  # pages that hold themselves
        return data.replace(b"/Kids[", b"/Kids[2 0 R ", 1).replace(b"/Count 3", b"/Count 2000000000", 1)
    deep = rng.choice([b"[", b"<<", b"("]) * rng.choice([100, 100_000])
    return data.replace(b"/MediaBox", deep + b"/MediaBox", 1)


# --- compound files


def sound_ole(rng: random.Random) -> bytes:
    """The frame of a .doc, mostly; what stands in its streams is junk."""
    names = rng.choice(
        [["WordDocument", "1Table"], ["WordDocument"], ["Workbook"], ["EncryptedPackage"], ["甲" * 31]]
    )
    return ole_parts.ole({name: rng.randbytes(400) for name in names}, {"Workbook": b"x"})


def ole(number: int, sound: bytes = b"") -> bytes:
    """One damaged compound file, made of this one where there is one."""
    rng = random.Random(number)
    data = sound or sound_ole(rng)
    kind = number % 6
    if kind < 4:
        return BYTES[kind](rng, data)
    out = bytearray(data)
    at = rng.choice(
        [30, 44, 48, 60, 68, 72, 76, 512, 516, 520, 1024 + 68, 1024 + 76, 1024 + 116, 1024 + 128 + 64]
    )
    out[at : at + 4] = struct.pack("<I", rng.choice([0, 1, 2, 3, 0xFFFFFFFF, 0x7FFFFFFF, 0xFFFE]))
    return bytes(out)
