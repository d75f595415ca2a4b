"""Papers: official documents as .docx, laid out by GB/T 9704-2012. Pure: values in, bytes out."""

from zhijia.kernel.papers.content import Attachment, Heading, PageBreak, Paper, Paragraph, Run, Table, ordinal
from zhijia.kernel.papers.writer import to_docx

__all__ = ["Attachment", "Heading", "PageBreak", "Paper", "Paragraph", "Run", "Table", "ordinal", "to_docx"]
