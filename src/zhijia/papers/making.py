"""Making a paper. python-docx and docxtpl are slow to load: only who makes one waits for them, not every command."""

from collections.abc import Mapping
from typing import Any

from zhijia.papers.content import Paper


class TemplateUnfit(ValueError):
    """The template cannot be used; the message says why and what to do."""


def to_docx(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx file."""
    from zhijia.papers import writer

    return writer.to_docx(paper)


def fields_of(template: bytes) -> set[str]:
    """The names of the values a template asks for. Raises `TemplateUnfit`."""
    from zhijia.papers import templates

    return templates.fields_of(template)


def filled(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The template with its values, as the bytes of a .docx file. Raises `TemplateUnfit`."""
    from zhijia.papers import templates

    return templates.filled(template, values)
