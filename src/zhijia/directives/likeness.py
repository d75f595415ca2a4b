"""How much two wordings speak of one thing: shared pairs of neighbouring signs, numbers and days aside. Pure."""

import re

from zhijia.planreader.characters import fold

_PLAIN = re.compile(
    r"[\W\d_]+|[一二两三四五六七八九十百千]+(?=[\u4e00-\u9fff])|不少于|不低于|至少|以上|月|日|底|前|开展|组织|活动|工作|完成"
)


def pairs_of(text: str) -> frozenset[str]:
    words = _PLAIN.sub("", fold(text))
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def dice(one: str, other: str) -> float:
    """0 for nothing in common, 1 for the same pairs."""
    a, b = pairs_of(one), pairs_of(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def held(one: str, other: str) -> float:
    """Which share of the shorter wording stands in the longer."""
    a, b = pairs_of(one), pairs_of(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
