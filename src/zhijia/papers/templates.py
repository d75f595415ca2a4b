"""A union's own Word template, filled by docxtpl: {{ 标题 }} where a value goes, {% for %} over paragraphs.

A template comes from outside: it is rendered in a sandbox that can loop over the values given and little else,
and whatever is wrong with it is said in a sentence.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from zhijia.papers.making import TemplateUnfit

LONGEST = 5_000_000
MOST_UNPACKED = 50_000_000
TOO_LONG = "这个模板太大（超过 5 MB）。请删去里面的图片，另存一份再传。"
BROKEN = "这个模板打不开。请确认它是 Word 文档(.docx)，能用 Word 或 WPS 打开，再传。"
NOT_ALLOWED = "模板里有不许用的写法。请只用 {{ 标题 }} 这样的占位和 {% for %} 循环，再传。"
TORN = "模板里有一处占位没有写完整，例如少了一个括号。请对照说明检查 {{ }} 和 {% %}，改好再传。"
UNKNOWN = "模板里有程序不认识的名称。请对照可用名称改一下，再传。"
Result = TypeVar("Result")


class _Sandbox(ImmutableSandboxedEnvironment):
    """No functions, no arithmetic that swells, three filters: a template has nothing to compute."""

    intercepted_binops = frozenset(["*", "**", "+", "%"])

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in ("default", "join", "length")}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(operator)


def fields_of(template: bytes) -> set[str]:
    """The names of the values a template asks for. Raises `TemplateUnfit`."""
    return _told(lambda: _opened(template).get_undeclared_template_variables(_Sandbox()))


def filled(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The template with its values, as the bytes of a .docx file. Raises `TemplateUnfit`."""

    def fill() -> bytes:
        opened = _opened(template)
        opened.render(dict(values), jinja_env=_Sandbox(), autoescape=True)
        saved = io.BytesIO()
        opened.save(saved)
        return saved.getvalue()

    return _told(fill)


def _opened(template: bytes) -> DocxTemplate:
    if len(template) > LONGEST:
        raise TemplateUnfit(TOO_LONG)
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
            raise TemplateUnfit(TOO_LONG)
    return DocxTemplate(io.BytesIO(template))


def _told(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except TemplateUnfit:
        raise
    except SecurityError:
        raise TemplateUnfit(NOT_ALLOWED) from None
    except UndefinedError:
        raise TemplateUnfit(UNKNOWN) from None
    except TemplateSyntaxError as error:
        # An unknown filter is no slip of the pen.
        raise TemplateUnfit(NOT_ALLOWED if "filter" in str(error) else TORN) from None
    except Exception:  # noqa: BLE001 (lxml and docx raise whatever a spoilt file makes them stumble over)
        raise TemplateUnfit(BROKEN) from None
