"""PDF files from raw objects: text at given places, strokes, pictures. No font is embedded; the text is coded."""

RANGES = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
BLOCKS = [
    f"{len(part)} beginbfrange {' '.join(part)} endbfrange"
    for part in (RANGES[:90], RANGES[90:180], RANGES[180:])
]
UNICODE = (
    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
    f"{' '.join(BLOCKS)} endcmap end"
).encode()
WIDTH, HEIGHT = 595, 842


def text(x: float, y: float, words: str, size: float = 12) -> str:
    """Words whose left lower corner is `y` points under the page's upper edge."""
    return f"BT /F {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def grid(xs: list[float], ys: list[float]) -> str:
    """All borders of a table."""
    return "".join(stroke(x, ys[0], x, ys[-1]) for x in xs) + "".join(stroke(xs[0], y, xs[-1], y) for y in ys)


PICTURE = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q\n"


def pdf(*pages: str, more: str = "", rotate: int = 0) -> bytes:
    """A PDF with these pages; `more` goes into the trailer."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[0 127 500]/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4"
        b"/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 880/StemV 80>>>>]>>",
        stream(UNICODE),
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\xff\nendstream",
    ]
    for n, content in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {7 + 2 * n} 0 R/Rotate {rotate}"
            "/Resources<</Font<</F 3 0 R>>/XObject<</I 5 0 R>>>>>>".encode()
        )
        objects.append(stream(content.encode()))
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
