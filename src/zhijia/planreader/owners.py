"""Owners: who the text makes answerable for an activity. Participants and subjects are none."""

from __future__ import annotations

import re

_NAME = r"([^,;。:()\n\t]{2,24}?)"
_FIELDS = [
    re.compile(rf"(?:责任人|负责人|责任领导|责任部门|责任单位|责任科室|责任处室|牵头单位|牵头部门|牵头科室|牵头人|牵头|承办单位|承办部门|承办|经办人|负责部门|负责单位|组织部门|责任)\s?:\s?{_NAME}(?=[,;。()\t]|$|\s{{1,}}\S{{2,6}}:|\s*(?:时间|地点|参加|配合))"),
    re.compile(rf"主办单位?\s?:\s?{_NAME}(?=[,;。()\t]|$|\s)"),
]
_AGENT = re.compile(r"(?<![自理缘])由([^,;。:()由]{2,16}?)(?:具体|统一|全面|共同|分别|牵头)?(?:负责|承办|接待|带队|汇报|牵头|主办|组织实施|主持)")
_AGENT_IN_BRACKETS = re.compile(r"\(([^,;。:()]{2,12}?)(?:负责|承办|牵头)\)")
FIELD_NAME = re.compile(r"^\(?(?:责任|负责|牵头|承办|主办|经办|组织部门)")


def owner_in(folded: str, original: str) -> str | None:
    """The owner named in a stretch of text, quoted from the original of the same length."""
    for pattern in [*_FIELDS, _AGENT, _AGENT_IN_BRACKETS]:
        match = pattern.search(folded)
        if match:
            return original[match.start(1) : match.end(1)].strip() or None
    return None
