"""Suggest the kind of a record and the task it belongs to, from the officer's own words. Pure.

No learning and no dictionary: the words stand in kinds.toml, the weights below. Each suggestion says which
words spoke for it, so that an officer can see why and a maintainer can mend the list. The same words always
give the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from .kinds import Kind, by_code, kinds

LONGER = 1.5
"""A word of n characters weighs n ** LONGER: 职工代表大会 says more than three times what 大会 says."""
CORE, DOUBLE = "!", 2.0
"""A word marked in kinds.toml as the name of the thing itself (提案!) weighs double, and so does every word of
its kind that holds it (提案+整理): short, but sure."""
LATER = 0.25
"""Chinese puts what is done at the end (女职工趣味运动会): the last word weighs a quarter more than the first."""
FURTHER = 0.5
"""Second, third … words of one kind add half, a quarter …: one clear word beats a heap of vague ones."""
SEASON = 1.15
"""A kind in its usual months weighs a little more; it tips a balance, no more."""
FLOOR = 2.0
"""Below this nothing is suggested: silence is better than a guess."""

FILLER = frozenset(
    [
        "职工",
        "工会",
        "开展",
        "活动",
        "组织",
        "工作",
        "进行",
        "加强",
        "继续",
        "做好",
        "全体",
        "我们",
        "本月",
        "今年",
        "参加",
        "员工",
        "会员",
        "召开",
        "举办",
        "落实",
        "推进",
        "深入",
        "积极",
    ]
)
"""Pairs of characters that stand in any record and so say nothing about which task is meant."""

NOISE = re.compile(r"[\s，。；：、！？“”‘’（）《》〈〉【】,.;:!?\"'()\[\]<>\-—~～·…/|]+")
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A kind (by code) or a task (by its key) that may be meant, and the words that spoke for it."""

    key: object
    score: float
    because: tuple[str, ...]

    @property
    def reason(self) -> str:
        return "、".join(self.because)


@dataclass(frozen=True, slots=True)
class TaskHint:
    """What suggest needs to know of a task. `spans` are its occurrences' (starts_on, ends_on)."""

    key: object
    title: str
    area: str = ""
    kind: str = ""
    spans: tuple[tuple[date, date], ...] = ()
    finished: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    shown: str
    parts: tuple[str, ...]
    weight: float


@cache
def _index() -> tuple[dict[str, tuple[_Word, ...]], int]:
    """Words by their first part, and the length of the longest part."""
    index: dict[str, list[_Word]] = {}
    for kind in kinds():
        core = [plain(word) for word in kind.words if word.endswith(CORE)]
        for word in kind.words:
            parts = tuple(plain(part) for part in word.split("+"))
            weight = sum(map(len, parts)) ** LONGER
            if any(name in part for name in core for part in parts):
                weight *= DOUBLE
            index.setdefault(parts[0], []).append(_Word(kind.code, "…".join(parts), parts, weight))
    longest = max(len(part) for words in index.values() for word in words for part in word.parts)
    return {part: tuple(words) for part, words in index.items()}, longest


def plain(text: str) -> str:
    """The text without blanks and punctuation: “三·八”节 and 三八节 read alike."""
    return NOISE.sub("", text).upper()


def kinds_for(text: str, on: date | None = None, limit: int = 3) -> list[Suggestion]:
    """Kinds the text may mean, best first; empty when nothing speaks clearly."""
    line = plain(text)
    if not line:
        return []
    ranked = []
    for code, heard in _heard(line).items():
        kind = by_code()[code]
        score, because = _weigh(heard, len(line))
        if on is not None and on.month in kind.months:
            score *= SEASON
        if score >= FLOOR:
            ranked.append((-score, kind.order, Suggestion(kind.code, round(score, 3), because)))
    ranked.sort(key=lambda row: row[:2])
    return [suggestion for *_, suggestion in ranked[:limit]]


def kind_for(text: str, on: date | None = None) -> Kind | None:
    """The likeliest kind, or None."""
    best = kinds_for(text, on, limit=1)
    return by_code()[best[0].key] if best else None


def _heard(line: str) -> dict[str, list[tuple[_Word, int]]]:
    """Words that stand in the line, by kind, with the place where each ends last.

    Every short stretch of the line is looked up once, so the cost follows the line and not the word list.
    """
    index, longest = _index()
    ends = {line[i:j]: j for i in range(len(line)) for j in range(i + 1, min(i + longest, len(line)) + 1)}
    heard: dict[str, list[tuple[_Word, int]]] = {}
    for stretch in ends:
        for word in index.get(stretch, ()):
            if all(part in ends for part in word.parts):
                heard.setdefault(word.kind, []).append((word, max(ends[part] for part in word.parts)))
    return heard


def _weigh(heard: list[tuple[_Word, int]], length: int) -> tuple[float, tuple[str, ...]]:
    score, share, taken = 0.0, 1.0, []
    for word, end in sorted(heard, key=lambda pair: (-pair[0].weight, pair[0].shown)):
        if any(_inside(word, other) for other in taken):
            continue
        score += share * word.weight * (1 + LATER * end / length)
        share *= FURTHER
        taken.append(word)
        if len(taken) == 4:
            break
    return score, tuple(word.shown for word in taken)


def _inside(word: _Word, other: _Word) -> bool:
    """慰问 has been heard already where 走访慰问 or 春节…慰问 was."""
    return all(any(part in whole for whole in other.parts) for part in word.parts)


def areas_heard(texts: Iterable[str]) -> dict[str, float]:
    """How strongly each area speaks in these texts: what a heading's tasks are about."""
    heard: dict[str, float] = {}
    for text in texts:
        best = kinds_for(text, limit=1)
        if best:
            area = by_code()[best[0].key].area
            heard[area] = heard.get(area, 0.0) + 1.0
    return heard


def tasks_for(
    text: str,
    tasks: Iterable[TaskHint],
    on: date | None = None,
    area: str = "",
    kind: str = "",
    limit: int = 5,
) -> list[Suggestion]:
    """Tasks the record may belong to, best first, from its words, area or kind, and month.

    Words alone or area and month together suffice; the month alone never does, or every record of March
    would be offered every task of March.
    """
    pairs = _pairs(text)
    ranked = []
    for place, task in enumerate(tasks):
        score, because = _fit(text, pairs, task, on, area, kind)
        if score >= 1.0:
            ranked.append((-score, place, Suggestion(task.key, round(score, 3), because)))
    ranked.sort(key=lambda row: row[:2])
    return [suggestion for *_, suggestion in ranked[:limit]]


def _fit(
    text: str, pairs: frozenset[str], task: TaskHint, on: date | None, area: str, kind: str
) -> tuple[float, tuple[str, ...]]:
    theirs = _pairs(task.title)
    common = pairs & theirs
    score, because = 0.0, []
    if common:
        score += 4.0 * len(common) / min(max(len(pairs), 1), max(len(theirs), 1))
        because.append(_longest_common(text, task.title))
    if kind and kind == task.kind:
        score += 1.5
        because.append("同一种类")
    elif area and area == task.area:
        score += 0.6
        because.append("同一领域")
    if score == 0.0:
        return 0.0, ()
    if on is not None and task.spans:
        away = min(_months_away(on, span) for span in task.spans)
        if away == 0:
            score += 1.0
            because.append("正在这个月")
        elif away == 1:
            score += 0.3
        else:
            score -= min(0.2 * away, 1.0)
    if task.finished:
        score -= 0.5
    return score, tuple(because)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    runs = CHINESE.findall(plain(text))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1)) - FILLER


def _longest_common(one: str, other: str) -> str:
    one, other = plain(one), plain(other)
    best = ""
    for start in range(len(one)):
        while one[start : start + len(best) + 1] in other and start + len(best) < len(one):
            best = one[start : start + len(best) + 1]
    return best


def _months_away(on: date, span: tuple[date, date]) -> int:
    starts_on, ends_on = span
    here = on.year * 12 + on.month
    if here < (first := starts_on.year * 12 + starts_on.month):
        return first - here
    return max(here - (ends_on.year * 12 + ends_on.month), 0)
