"""A letter as a Word file: in our own layout, or through the union's own template."""

from zhijia import papers
from zhijia.kernel.actions import Blocked
from zhijia.kernel.files import actions as files
from zhijia.letters import queries
from zhijia.letters.models import Letter, Template
from zhijia.letters.paper import paper_of, values_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_of(letter: Letter, style: queries.Style, *, own: bool, proposed: int | None = None) -> bytes:
    """The bytes of the paper; `own`: through the union's template for this kind, where one is in use.

    Raises `Blocked` when the template cannot be filled.
    """
    paper = paper_of(letter, style, proposed=proposed)
    template = queries.template_for(letter.union_id, letter.kind) if own else None
    if template is None:
        return papers.to_docx(paper)
    try:
        return papers.filled(bytes_of(template), values_of(paper, letter.kind_of.name))
    except papers.TemplateUnfit as unfit:
        raise Blocked(f"{unfit} 也可以先不用本单位模板。") from None


def bytes_of(template: Template) -> bytes:
    """The template's file. Raises `Blocked` when it is not on the server any more."""
    try:
        (file,) = files.of_row(template)
        with files.opened_file(file) as stream:
            return stream.read()
    except (ValueError, FileNotFoundError):
        raise Blocked("这个模板的文件不在服务器上了。请重新上传模板，或者先不用模板。") from None
