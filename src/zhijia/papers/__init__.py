"""Papers: official documents as .docx, laid out by GB/T 9704-2012. Pure: values in, bytes out."""

from zhijia.papers.content import (
    Attachment,
    Head,
    HeadForm,
    Heading,
    Imprint,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Table,
    ordinal,
)
from zhijia.papers.making import TemplateUnfit, fields_of, filled, to_docx

__all__ = [
    "Attachment", "Head", "HeadForm", "Heading", "Imprint", "PageBreak", "Paper", "Paragraph", "Run", "Table",
    "TemplateUnfit", "fields_of", "filled", "ordinal", "to_docx",
]  # fmt: skip
