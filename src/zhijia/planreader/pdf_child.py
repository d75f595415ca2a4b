"""The child that opens a PDF: reads it from standard input, prints a line of JSON a page.

PDFium is not thread-safe, and no file must take the web server with it; so it runs here, behind
`fenced`. Run by its path, it imports nothing of ours. Each line is one page:
`{"runs": [[text, x0, top, x1, bottom], …], "rules": [[x0, top, x1, bottom], …], "picture": bool, "size": [width, height]}`
with y growing downwards and the text upright, or `{"refused": "password" | "damaged" | "long"}`.
"""

import ctypes
import json
import sys

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_PAGES, MAX_CHARACTERS, MAX_RULES, MAX_OBJECTS = 300, 1_000_000, 4_000, 50_000
SAME_RUN = 0.5  # of a character's height: a wider gap begins a new run
THIN = 2.0  # points: a rule leans no more than this
FAR = 50_000.0  # points: nothing of a page stands farther away, and no number is
SHORT = 6.0  # points: shorter strokes are no borders


def main() -> None:
    """Print the pages of the PDF on standard input."""
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer.read())
        pages = len(document)
    except pdfium.PdfiumError as error:
        wrong = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        say({"refused": "password" if wrong else "damaged"})
        return
    if pages > MAX_PAGES:
        say({"refused": "long"})
        return
    left = MAX_CHARACTERS
    for number in range(pages):
        try:
            page = document[number]
            shown, left = read(page, left)
            page.close()
        except pdfium.PdfiumError:
            shown = {"runs": [], "rules": [], "picture": True, "size": [0, 0]}
        say(shown)
        if left < 0:
            say({"refused": "long"})
            return


def say(value: dict) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def read(page, left: int) -> tuple[dict, int]:
    """One page, and how many characters may still come."""
    text = page.get_textpage()
    count = text.count_chars()
    turn = turned(text, count)
    box = page.get_cropbox()
    x, y, width, height = box[0], box[1], box[2] - box[0], box[3] - box[1]

    def upright(a: float, b: float) -> tuple[float, float]:
        a, b = a - x, b - y
        return [(a, height - b), (b, a), (width - a, b), (height - b, width - a)][turn]

    runs = runs_of(text, min(count, left + 1), upright)
    rules, picture = drawn(page, upright)
    size = [height, width] if turn % 2 else [width, height]
    return {"runs": runs, "rules": rules, "picture": picture, "size": size}, left - count


def turned(text, count: int) -> int:
    """By how many quarters most of the text is turned to the left."""
    votes = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 40)):
        # PDFium measures clockwise
        angle = raw.FPDFText_GetCharAngle(text, index)
        votes[-round(angle / 1.5707963) % 4 if angle > 0 else 0] += 1
    return votes.index(max(votes))


def runs_of(text, count: int, upright) -> list[list]:
    """Characters that stand close together in the page's own order, with the box around them."""
    runs: list[list] = []
    box = raw.FS_RECTF()
    spaced = True
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 33 or code == 0xA0 or code == 0x3000 or raw.FPDFText_IsGenerated(text, index) == 1:
            spaced = True
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            continue
        a, b = upright(box.left, box.bottom), upright(box.right, box.top)
        x0, x1 = sorted((a[0], b[0]))
        top, bottom = sorted((a[1], b[1]))
        if not all(-FAR < place < FAR for place in (x0, top, x1, bottom)):
            continue
        sign = "\ufffd" if raw.FPDFText_HasUnicodeMapError(text, index) == 1 else chr(code)
        last = runs[-1] if runs else None
        size = max(1.0, bottom - top)
        if (
            last is not None
            and abs(last[4] - bottom) < 0.3 * size
            and -0.3 * size < x0 - last[3] < SAME_RUN * size
        ):
            gap = (
                " "
                if spaced and x0 - last[3] > 0.1 * size and last[0][-1].isascii() and sign.isascii()
                else ""
            )
            last[0] += gap + sign
            last[3], last[2] = max(last[3], x1), min(last[2], top)
        else:
            runs.append([sign, x0, top, x1, bottom])
        spaced = False
    return [[run[0], *(round(place, 1) for place in run[1:])] for run in runs]


def drawn(page, upright) -> tuple[list[list[float]], bool]:
    """Straight lines along the page's edges, and whether there is a picture."""
    rules: list[list[float]] = []
    picture = False
    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number > MAX_OBJECTS or len(rules) > MAX_RULES:
            break
        if item.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            picture = True  # scanners often wrap theirs in a form
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            rules += strokes(item, upright)
    return rules, picture


def strokes(path, upright) -> list[list[float]]:
    """The sides of a path that run along the page's edges."""
    matrices, holder = [], path
    while holder is not None:
        matrices.append(holder.get_matrix())
        holder = holder.container
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[list[float]] = []
    begun = here = None
    for index in range(min(raw.FPDFPath_CountSegments(path), MAX_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        place = x.value, y.value
        for matrix in matrices:
            place = matrix.on_point(*place)
        there = upright(*place)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or here is None:
            begun = there
        elif kind == raw.FPDF_SEGMENT_LINETO:
            found += rule(here, there)
        if raw.FPDFPathSegment_GetClose(segment) and begun is not None:
            found += rule(there, begun)
        here = there
    return found


def rule(a: tuple[float, float], b: tuple[float, float]) -> list[list[float]]:
    x0, x1 = sorted((a[0], b[0]))
    y0, y1 = sorted((a[1], b[1]))
    if not all(-FAR < place < FAR for place in (x0, y0, x1, y1)):
        return []
    if (x1 - x0 <= THIN and y1 - y0 >= SHORT) or (y1 - y0 <= THIN and x1 - x0 >= SHORT):
        return [[round(place, 1) for place in (x0, y0, x1, y1)]]
    return []


if __name__ == "__main__":
    main()
