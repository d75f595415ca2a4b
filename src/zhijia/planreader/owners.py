"""Owners: who the text makes answerable for an activity. Participants and subjects are none."""

from __future__ import annotations

from .lines import Line
from .patterns import late
from .titles import VERBS

_NAME = r"([^,;。:()\n\t]{2,24}?)"
_TITLES = (
    r"(?:责任人|负责人|责任领导|责任部门|责任单位|责任科室|责任处室|牵头单位|"
    r"牵头部门|牵头科室|牵头人|牵头|承办单位|承办部门|承办|经办人|负责部门|"
    r"负责单位|组织部门|责任|(?<![^\s(。;,])负责)"
)
_FIELDS = [
    late(
        rf"{_TITLES}\s?:\s?{_NAME}(?=[,;。()\t]|$|\s{{1,}}\S{{2,6}}:|"
        r"\s*(?:时间|地点|参加|配合))"
    ),
    late(rf"主办单位?\s?:\s?{_NAME}(?=[,;。()\t]|$|\s)"),
]
_AGENT = late(
    r"(?<![自理缘])由([^,;。:()由]{2,16}?)(?:具体|统一|全面|共同|分别|轮流|"
    r"牵头)?(?:负责(?!人)|承办|接待|带队|汇报|牵头|主办|组织实施|主持)"
)
# a sentence of its own after the activity: 由劳保部负责。
_AGENT_ALONE = late(
    r"(?<=[。;])\s?(?:此项|该项|本项)?(?:工作|活动)?由([^,;。:()由]{2,16}?)"
    r"(?:具体|统一|牵头)?(?:负责|承办|牵头|组织实施)(?:落实)?(?=[。;]|$)"
)
# 评分表由安全科印发: a body that does it itself
_AGENT_ACTS = late(
    r"(?<![自理缘])由([^,;。:()由向对给]{1,12}?(?:部|科|室|会|办|组|处|队|院|局|委|中心|公司|部门))"
    rf"(?=(?!组织|开展|进行|参|[向对给为赴])(?:重新|汇编|造册|审核|{VERBS})(?<!办)(?!公室))"
)
_AGENT_IN_BRACKETS = late(r"\(([^,;。:()]{2,12}?)(?:负责|承办|牵头)\)")
# (责任人:…) behind the full stop of the sentence it speaks for
_BEHIND = late(rf"\s*\({_TITLES}\s?:\s?([^,;。:()]{{2,24}})[^()]{{0,30}}\)[。;]?\s*")
_FAR = 800  # an owner is named near the activity; endless lines stay cheap
FIELD_NAME = late(
    r"^\(?(?:责任|组织部门|负责(?!对)|(?:牵头|承办|主办|经办)(?=\s?:|\s|人|单位|部门|科室|处室|领导))"
)


def owner_span(text: str, fields_only: bool = False) -> tuple[int, int] | None:
    """Where folded text names an owner; `fields_only` asks for what speaks for a whole unit: 责任人: and
    its like, or 由…负责 as a sentence of its own."""
    for pattern in (
        [*_FIELDS, _AGENT_ALONE] if fields_only else [*_FIELDS, _AGENT, _AGENT_ACTS, _AGENT_IN_BRACKETS]
    ):
        match = pattern.search(text)
        if match and match[1].strip():
            return match.span(1)
    return None


def owner_behind(line: Line, end: int) -> str | None:
    """The owner in the bracket that follows the sentence line[:end]."""
    match = _BEHIND.match(line.text, end + (line.text[end : end + 1] in ("。", ";", "!")))
    return line.original(*match.span(1)).strip() if match else None


def past_owner(text: str, start: int) -> int:
    """Where the words of a sentence begin, when the owner of the sentence before it stands at `start`."""
    match = _BEHIND.match(text, start)
    return match.end() if match and match.end() < len(text) else start


def closing_owner(line: Line) -> str | None:
    """The owner whom a 责任部门:… at the very end of a paragraph makes answerable for all of it."""
    begin = max(0, len(line.text) - 60)
    found = [m.span(1) for m in _FIELDS[0].finditer(line.text, begin)]
    if not found or line.text[found[-1][1] :].strip(" 。;)"):
        return None
    return line.original(*found[-1]).strip()


def owner_in(line: Line, start: int = 0, end: int | None = None, fields_only: bool = False) -> str | None:
    """The owner named between two positions of a line, in the text's own characters."""
    end = min(len(line.text) if end is None else end, start + _FAR)
    span = owner_span(line.text[start:end], fields_only)
    return line.original(start + span[0], start + span[1]).strip() if span else None
