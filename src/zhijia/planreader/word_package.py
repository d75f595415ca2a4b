"""The package of a Word file: a zip of XML parts, opened within limits.

Nothing is trusted that the package says about itself. Sizes are known before anything is unpacked,
and all parts together may hold no more markup than a very long document needs.
"""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from . import refusals
from .model import Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

MAX_PART = 40_000_000  # bytes of one part
MAX_RATIO = 300
MAX_PARTS = 5_000
# Tags plus twice the attributes of all parts that are read. Two hundred pages of WPS's wordy markup
# come to half of it; as a tree in memory it is some 200 MB.
MAX_MARKUP = 1_000_000
_SMALL = 5_000_000  # below this size a high ratio does no harm
_RELATED = {"styles", "numbering", "header", "footer"}
# Word's “Strict Open XML” is the same language under other names
_STRICT = [
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
]
_OTHERS = [
    ("xl/", refusals.EXCEL),
    ("ppt/", refusals.SLIDES),
    ("ofd.xml", refusals.OFD),
    ("content.xml", refusals.ODF),
]


class Package:
    """A Word package whose main part is known. Every failure is `Unreadable` with its sentence."""

    def __init__(self, data: bytes):
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise Unreadable(refusals.BOMB)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # (a damaged directory raises whatever it stumbles over)
            raise Unreadable(refusals.DAMAGED) from error
        # some writers use backslashes or capitals
        self._parts = {
            info.filename.replace("\\", "/").lstrip("/").lower(): info for info in self._zip.infolist()
        }
        self._markup = 0
        self.main = self._main()
        self._related = self._relations_of(self.main)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    @property
    def has_macros(self) -> bool:
        return any(name.endswith("vbaproject.bin") for name in self._parts)

    def part(self, name: str) -> etree._Element:
        """The root element of a part."""
        content = self._content(name)
        self._markup += content.count(b"<") + 2 * content.count(b"=")
        if self._markup > MAX_MARKUP:
            raise Unreadable(refusals.BOMB)
        for strict, plain in _STRICT:
            content = content.replace(strict, plain)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(refusals.DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise Unreadable(refusals.UNSAFE)  # Office writes none; one that unfolds is a bomb
        return root

    def related(self, kind: str) -> etree._Element | None:
        """The styles or the numbering of the main part, None when it has none."""
        usual = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        name = next((name for of, name in self._related.values() if of == kind and name in self), usual)
        return self.part(name) if name in self else None

    def by_id(self, relation: str | None) -> etree._Element | None:
        """The header or footer behind a relation's id."""
        kind, name = self._related.get(relation or "", ("", ""))
        return self.part(name) if kind in _RELATED and name in self else None

    def _main(self) -> str:
        named = [name for kind, name in self._relations_of("").values() if kind == "officeDocument"]
        for name in [*named, "word/document.xml"]:
            if (
                name in self
                and name.lower().endswith(".xml")
                and not name.lower().startswith(("xl/", "ppt/"))
            ):
                return name
        for start, sentence in _OTHERS:
            if any(name.startswith(start) for name in self._parts):
                raise Unreadable(sentence)
        raise Unreadable(refusals.ARCHIVE)

    def _relations_of(self, name: str) -> dict[str, tuple[str, str]]:
        """id → (kind, part) of a part's relations; broken ones count as none."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self:
            return {}
        found = {}
        for relation in self.part(relations):
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External":
                target = posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")
        return found

    def _content(self, name: str) -> bytes:
        info = self._parts[name.lower()]
        if info.flag_bits & 1:
            raise Unreadable(refusals.PASSWORD)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(refusals.DAMAGED)  # Office knows no other; they can unfold without a bound
        if info.file_size > MAX_PART or info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            raise Unreadable(refusals.BOMB)
        try:
            with self._zip.open(info) as part:
                content = part.read(MAX_PART + 1)
        except Exception as error:  # (zlib, sums, unsupported methods: all mean damage)
            raise Unreadable(refusals.DAMAGED) from error
        if len(content) > MAX_PART:
            raise Unreadable(refusals.BOMB)  # the directory of the archive lied about the size
        return content
