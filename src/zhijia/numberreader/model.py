"""The nouns of a checked report: what `numbers_in` and `problems_in` hand to their callers.

Offsets (`start`, `end`, `sentence`) count characters of the text that was given, end exclusive.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Number(NamedTuple):
    """One figure of a text.

    `start`..`end` hold the numeral and its unit (`200余人次`, `三分之一`); words such as 近, 约, 以上 stand
    outside and are in `approx`. `value` is in the written `unit`: 3.5 with 万元, 56 with %, 1.2 with 万人次,
    4 with 成; a fraction (三分之一, 一半) is turned into % with two decimals. `value` is None where a mask
    ate the figure. `amount` is the same in the base of the `measure` (元, 人, %), so that 3.5 万元 and
    35000 元 are equal; `low` and `high` are the amounts the wording allows (None: no bound on that side),
    rounding included.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    unit: str
    measure: str  # one of MEASURES in units.py: persons, person_times, households, firms, money, rate …
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    approx: str = ""  # 近, 约, 余, 以上, 不足 … as written, "" for a plain figure
    subject: str = ""  # what it counts: 慰问困难职工, 劳动合同签订率
    noun: str = ""  # the thing alone, without the verb: 困难职工
    role: str = "flow"  # one of ROLES below
    listed: str = ""  # 其中, 分别, 合计, 各: how it stands in an enumeration; "" when it does not
    period: str = (
        ""  # 上半年, 截至6月底, 去年 …: the time its sentence states, as written; "" is the report's own
    )
    scope: str = ""  # 全镇, 各基层工会, 女, 非公有制 …: whom it is about, as written
    sentence: tuple[int, int] = (0, 0)
    damaged: str = ""  # why the figure itself cannot be right (a mask ate it), else ""


# stock: how many there are; flow: how many happened; rate, share and growth are told apart because only
# growth and fulfilment may pass 100 %; threshold: 100人以上企业 counts nothing.
ROLES = (
    "stock",
    "flow",
    "rate",
    "share",
    "growth",
    "fulfilment",
    "target",
    "forecast",
    "average",
    "opening",
    "new",
    "left",
    "threshold",
)


class Problem(NamedTuple):
    """What cannot be right (`strong`) or deserves a look (not `strong`).

    `numbers` are indexes into the list that was given; it is empty where a figure is missing altogether.
    `why` is a sentence for the page, with the arithmetic.
    """

    kind: str
    strong: bool
    numbers: tuple[int, ...]
    start: int
    end: int
    why: str
