"""Imports: a register taken in from a workbook. What the file says is checked whole before a row is written.

A chapter declares an `Importer` in its `importers.py`; upload, columns, check, confirmation, undo, the workbook of
problems and `zhijia import` follow from it. The workbook itself is read by `zhijia.sheetreader`.
"""

from zhijia.kernel.imports.declaration import Importer, Known, Offer, import_page, importers, refs_of
from zhijia.kernel.imports.lines import Line, Masked
from zhijia.sheetreader import Field

__all__ = ["Field", "Importer", "Known", "Line", "Masked", "Offer", "import_page", "importers", "refs_of"]
