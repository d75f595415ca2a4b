"""What an upper union reads of a title: names of known persons masked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

COMPOUND = frozenset(
    {
        *(
            "欧阳",
            "司马",
            "上官",
            "诸葛",
            "东方",
            "皇甫",
            "尉迟",
            "公孙",
            "慕容",
            "令狐",
            "司徒",
            "轩辕",
            "夏侯",
        ),
        *(
            "长孙",
            "宇文",
            "端木",
            "南宫",
            "独孤",
            "西门",
            "东郭",
            "百里",
            "呼延",
            "闻人",
            "申屠",
            "公冶",
            "太史",
        ),
        *(
            "澹台",
            "濮阳",
            "淳于",
            "单于",
            "仲孙",
            "钟离",
            "赫连",
            "万俟",
            "拓跋",
            "第五",
            "东野",
            "完颜",
            "纳兰",
        ),
    }
)
"""Surnames of two characters still borne today."""

DOTS = "·•・．.‧∙"


def open_title(title: str, names: Iterable[str]) -> str:
    """The title with every known person's name masked: 王芳 → 王某, 欧阳娜娜 → 欧阳某.

    Longer names go first, so that 王芳芳 never leaves 王某芳. Blanks inside a name (王　芳, as tables are set) do
    not hide it. A name that is also a word is masked all the same: one word too many is the smaller harm.
    """
    bare = "".join(title.split())
    known = {"".join(name.split()) for name in names}
    for name in sorted((n for n in known if len(n) > 1 and n in bare), key=lambda n: (-len(n), n)):
        title = re.sub(r"\s*".join(map(re.escape, name)), surname(name) + "某", title)
    return title


def surname(name: str) -> str:
    """欧阳娜娜 → 欧阳, 王芳 → 王, 阿依古丽·买买提 → 阿. A two-character name has one of one character."""
    if len(name) > 2 and name[:2] in COMPOUND and not any(dot in name for dot in DOTS):
        return name[:2]
    return name[:1]
