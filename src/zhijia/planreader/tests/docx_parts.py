"""Word files from raw parts, so that a test shows the very markup it is about."""

import io
import zipfile

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
NS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for part, kind in [("document", "document.main"), ("styles", "styles"), ("numbering", "numbering")]
    )
    + "</Types>"
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def package(body: str, *, numbering: str = "", styles: str = "", links=(), **more: str | bytes) -> bytes:
    """A Word file with this body.

    `links` are relations of the document; `more` are other parts in `word/`, with __ for the dot of their names.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            ("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml"), *links
        ),
        "word/styles.xml": f"<w:styles {NS}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NS}>{numbering}</w:numbering>",
    }
    return zipped(parts | {f"word/{name.replace('__', '.')}": content for name, content in more.items()})


def relations(*rows: tuple[str, str, str]) -> str:
    """A .rels part: (id, kind, target) each."""
    inside = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in rows
    )
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph of runs; plain strings become runs."""
    inside = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def listed(text: str, depth: int = 0, list_id: int = 7) -> str:
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, properties=number)


def styled(text: str, style: str) -> str:
    return p(text, properties=f'<w:pStyle w:val="{style}"/>')


def cell(*content: str, span: int = 1, merge: str = "") -> str:
    """A cell of paragraphs; `merge` is restart or continue."""
    properties = f'<w:tcW w:w="{2000 * span}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = "".join(one if one.startswith("<") else p(one) for one in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row; plain strings become cells."""
    inside = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: list[str] | str) -> str:
    """A table; lists become rows."""
    inside = "".join(one if isinstance(one, str) else row(*one) for one in rows)
    grid = '<w:gridCol w:w="2000"/>' * max(len(one) for one in rows if not isinstance(one, str))
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>'


def abstract(key: int, *levels: str, more: str = "") -> str:
    inside = "".join(f'<w:lvl w:ilvl="{n}">{level}</w:lvl>' for n, level in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{inside}</w:abstractNum>'


def level(form: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'


def num(key: int, abstract_key: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_key}"/>{more}</w:num>'


def style(key: str, name: str, properties: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{base}{properties}</w:style>'
