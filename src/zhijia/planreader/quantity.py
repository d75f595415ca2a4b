"""Quantity: the countable goal a measure names, as 30 家 or 200 人次."""

from __future__ import annotations

from .characters import number_of
from .patterns import late

_UNITS = (
    "人次|家次|户次|万元|人|名|家|户|场|次|期|篇|件|条|对|所|册|份|项|例|支|批|节|课时|学时|小时|元|个|轮"
)
_PATTERN = late(
    rf"(?<![第\d.])(\d{{1,7}}|[一二两三四五六七八九十百千]{{1,5}})\s?(?:余|多|"
    rf"来)?\s?({_UNITS})(?![、]?[一二三四五六七八九]?(?:届|是|方面|月|"
    r"年))(?:以上|左右)?"
)
_NO_GOAL = late(
    r"个(?:月|工作委员会|方面|代表|意识|确保|维护|层面|环节|中心|重点|一批|好|五年)|"
    r"次会议精神|项(?:工作|职能|职责|制度|规定|任务)|(?<=一)(?:批|支)|人(?:大|"
    r"民|员|才|心)|名(?:义|称|牌|誉|师)|家(?:属|庭|园|长)|条(?:例|件|款)|"
    r"件精神"
)


def quantity_in(text: str) -> tuple[int | None, str | None]:
    """(number, unit) of the first countable goal in folded text, or (None, None)."""
    for match in _PATTERN.finditer(text[:400]):
        if _NO_GOAL.match(text, match.start(2)):
            continue
        if text[match.start() - 1 : match.start()] == "每" or text[
            max(0, match.start() - 2) : match.start()
        ] in ("每月", "每人"):
            continue
        n = number_of(match[1])
        if n:
            return n, match[2]
    return None, None
