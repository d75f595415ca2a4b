"""What an officer's corrections of one reading teach for the next (改法). Pure: contents in, contents out.

A lesson says what the reader wrote (`said`) and what became of it (`made`):

    owner   工会办 → {"owner": "工会干事", "owner_post": 12, "owner_union": None}
    work    送温暖行动 → {"kind": "visit"}                words of a title, the kind of work they mean
    area    强基工程 → {"areas": ["A"]}                   words of a heading
    month   两会期间 → {"months": [3]}                    an expression of time; no months: it is no time
    drop    坚持以…为指导 → {}                             no task at all; heeded from the second paper on

A use is one lesson at work in one reading: {"lesson", "kind", "said", "key", "was", "now", "by", "name"}. What
became of it is never stored, it is read off the content: the values are `now` (kept), `was` (taken back) or
others (corrected anew). So taking back is a correction like any other, and pressing twice changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zhijia.plans import corrections, kinds
from zhijia.plans.suggest import FILLER, plain

KINDS = {"owner": "责任人", "work": "种类", "area": "标题的领域", "month": "时间", "drop": "不要的"}
DROPS_NEEDED = 2
"""A sentence is left out by itself only when it was left out of two papers before."""
CONTRADICTIONS = 2
"""After so many papers in which a lesson was overruled it is no longer offered."""
SHORTEST, LONGEST = 3, 20

Content = dict[str, Any]
Use = dict[str, Any]


class Known(NamedTuple):
    """A lesson that may be put to use: its id, what it says, and who taught it last."""

    lesson: int
    kind: str
    said: str
    made: dict[str, Any]
    by: int | None = None
    name: str = ""


class Taught(NamedTuple):
    """What one accepted reading teaches."""

    kind: str
    said: str
    made: dict[str, Any]


# --- the words of a lesson -------------------------------------------------------------------------------

_QUOTED = re.compile('[“"「]([^“”"「」]{2,20})[”"」]')
_LEAD = re.compile(
    "^(?:继续|认真|深入|积极|扎实|切实|大力|全面|进一步|持续|组织|开展|举办|举行|召开|做好|抓好|搞好|加强|"
    "推进|推动|落实|实施|进行|完成|参加|配合|协助|深化|抓实|办好)+"
)
_TAIL = re.compile("(?:活动|工作)$")
_CLAUSE = re.compile("[，。；：、,;:（）()\\s]+")
_TIMED = re.compile(
    "[在于到至]?([\u4e00-\u9fff]{1,8}?"
    "(?:期间|前后|前夕|之前|以前|之后|以后|之际|季节|时节|伊始|来临|到来|前|后|初|末))"
)
_NO_EXPRESSION = re.compile(
    "[\\d〇一二三四五六七八九十元正两]+ ?(?:个?月|日|号|旬|季|周|年|天|次|场|期)|季度|半年|年初|年底|年末|年中|年终|岁末|全年"
    "|上旬|中旬|下旬|月底|月初|每|今后|此后|然后|最后|先后|提前|当前|目前"
)
LUNAR = re.compile("春节|新春|除夕|两节|双节|元宵|正月|清明|端午|中秋|八月十五|重阳|敬老节|老年节|老人节|腊")
"""Feasts that fall into another month from year to year: last year's month is no rule for the next."""


def phrase(title: str) -> str:
    """The words of a title by which its like will be known again: what is quoted, else without 开展…活动."""
    quoted = _QUOTED.search(title)
    words = quoted[1] if quoted else _LEAD.sub("", re.split("\\d", title)[0])
    words = plain(words)
    short = _TAIL.sub("", words)
    words = short if len(short) >= SHORTEST else words
    return words if SHORTEST <= len(words) <= LONGEST and not _says_nothing(words) else ""


def _says_nothing(words: str) -> bool:
    return all(words[n : n + 2] in FILLER for n in range(0, len(words) - 1, 2))


def expression(task: dict[str, Any]) -> str:
    """The words for a time in a task's sentence: as the reader understood them, else what looks like some.

    Where months are named by their number there is nothing to learn; where two expressions stand, nothing is sure.
    """
    if task["when"]:
        return "" if _NO_EXPRESSION.search(task["when"]) else plain(task["when"])
    found = [
        match[1] for part in _CLAUSE.split(task["sentence"]) if (match := _TIMED.match(_LEAD.sub("", part)))
    ]
    found = [words for words in found if not _NO_EXPRESSION.search(words)]
    words = plain(found[0]) if len(found) == 1 else ""
    return words if len(words) >= SHORTEST else ""


# --- putting lessons to use ------------------------------------------------------------------------------


def applied(content: Content, known: Iterable[Known]) -> tuple[Content, list[Use]]:
    """The content with every fitting lesson put to use, and the uses. The longer words win."""
    ranked = sorted(known, key=lambda one: (-len(one.said), one.lesson))
    by_kind = {kind: {one.said: one for one in reversed(ranked) if one.kind == kind} for kind in KINDS}
    inside = {kind: [one for one in ranked if one.kind == kind] for kind in ("area", "work")}
    uses: list[Use] = []
    for section in content["sections"]:
        title = plain(section["title"])
        one = by_kind["area"].get(title) or _in(title, inside["area"])
        if one is not None:
            uses += _use(one, section["key"], {"areas": section["areas"]}, one.made)
    for task in content["tasks"]:
        if corrections.is_out(task):
            continue
        title = plain(task["title"])
        fitting = (
            by_kind["drop"].get(title),
            by_kind["owner"].get(plain(task["owner"])) if task["owner"] else None,
            _in(title, inside["work"]),
            _timed(task, by_kind["month"]),
        )
        for one in fitting:
            if one is not None:
                now = _made(one, task)
                uses += _use(one, task["key"], {name: task[name] for name in now}, now)
    for use in uses:
        content = _put(content, use, use["now"])
    return content, uses


def _in(title: str, ranked: list[Known]) -> Known | None:
    return next((one for one in ranked if len(one.said) >= SHORTEST and one.said in title), None)


def _timed(task: dict[str, Any], known: dict[str, Known]) -> Known | None:
    """The lesson on a task's expression of time. One that the reader did not know only ever gives months."""
    if not known:
        return None
    if task["when"]:
        return known.get(plain(task["when"]))
    one = None if corrections.is_dated(task) else known.get(expression(task))
    return one if one is not None and one.made["months"] else None


def _made(one: Known, task: dict[str, Any]) -> dict[str, Any]:
    """The values a lesson gives a task. A deadline outside the new months goes with the old ones."""
    if one.kind == "drop":
        return {"dropped": True}
    if one.kind != "month":
        return dict(one.made)
    months, deadline = one.made["months"], task["deadline"]
    return {"months": months, "deadline": deadline if deadline and deadline[0] in months else None}


def _use(one: Known, key: str, was: dict[str, Any], now: dict[str, Any]) -> list[Use]:
    if was == now:
        return []
    use = {"lesson": one.lesson, "kind": one.kind, "said": one.said, "key": key, "was": was, "now": now}
    return [use | {"by": one.by, "name": one.name}]


def _put(content: Content, use: Use, values: dict[str, Any]) -> Content:
    if use["kind"] == "area":
        return corrections.with_areas(content, use["key"], values["areas"])
    if use["kind"] == "work":
        return corrections.with_kind(content, use["key"], values["kind"])
    return corrections.corrected(content, use["key"], **values)


def heeded(content: Content, use: Use) -> Content:
    """The lesson's values again, after they were taken back."""
    return _put(content, use, use["now"])


def taken_back(content: Content, use: Use) -> Content:
    """What the reader had written, in place of what the lesson made of it."""
    return _put(content, use, use["was"])


def standing(content: Content, use: Use) -> str:
    """What became of a use: "kept", "back" or "other"."""
    rows = content["sections"] if use["kind"] == "area" else content["tasks"]
    row = next((row for row in rows if row["key"] == use["key"]), None)
    if row is None:
        return "other"
    for name, values in (("kept", use["now"]), ("back", use["was"])):
        if all(row[field] == value for field, value in values.items()):
            return name
    return "other"


# --- what an accepted reading teaches --------------------------------------------------------------------


def outcome(content: Content, uses: Sequence[Use]) -> tuple[Counter[int], set[int]]:
    """How often each lesson was kept, and which were overruled: used, and in no place left as they were."""
    out = {task["key"] for task in content["tasks"] if task["merged_into"]}
    told = [use for use in uses if use["key"] not in out]
    kept = Counter(use["lesson"] for use in told if standing(content, use) == "kept")
    return kept, {use["lesson"] for use in told} - set(kept)


def taught(first: Content, final: Content) -> list[Taught]:
    """What the differences between what the reader found and what was accepted say clearly.

    Clear is: exactly that field was corrected, and everywhere the same words stood the same was made of them.
    """
    if not first:
        return []
    final_tasks = {task["key"]: task for task in final["tasks"]}
    final_sections = {section["key"]: section for section in final["sections"]}
    said: dict[tuple[str, str], list[dict[str, Any] | None]] = {}
    for was in first["sections"]:
        now = final_sections.get(was["key"])
        if now is not None and (words := plain(was["title"])):
            made = {"areas": now["areas"]} if now["areas"] and now["areas"] != was["areas"] else None
            said.setdefault(("area", words), []).append(made)
    spares_undated = any(
        not corrections.is_dated(was) and not final_tasks[was["key"]]["dropped"]
        for was in first["tasks"]
        if was["key"] in final_tasks
    )
    for was in first["tasks"]:
        now = final_tasks.get(was["key"])
        if now is None or now["merged_into"]:
            continue
        # All undated ones left out at once says nothing of any single one.
        if corrections.is_dated(was) or spares_undated:
            words = plain(was["title"])
            said.setdefault(("drop", words), []).append(
                {} if now["dropped"] and len(words) > SHORTEST else None
            )
        if now["dropped"]:
            continue
        for kind, words, made in _corrections(was, now):
            said.setdefault((kind, words), []).append(made)
    return [
        Taught(kind, words[:120], made)
        for (kind, words), every in said.items()
        if words
        for made in _agreed(kind, every)
    ]


def _agreed(kind: str, made: list[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """The one thing made of these words. An owner left as it was says nothing against a match elsewhere."""
    heard = [one for one in made if one is not None or kind != "owner"]
    return [heard[0]] if heard and heard[0] is not None and all(one == heard[0] for one in heard) else []


def _corrections(
    was: dict[str, Any], now: dict[str, Any]
) -> Iterable[tuple[str, str, dict[str, Any] | None]]:
    owner = {name: now[name] for name in ("owner", "owner_post", "owner_union")}
    is_owned = any(owner.values()) and any(was[name] != value for name, value in owner.items())
    yield "owner", plain(was["owner"]), owner if is_owned else None
    words = phrase(was["title"])
    is_named = now["kind"] and now["kind"] != was["kind"] and words in plain(now["title"])
    yield "work", words, {"kind": now["kind"]} if is_named else None
    words = expression(was)
    yield "month", words, _months_made(was, now, words)


def _months_made(was: dict[str, Any], now: dict[str, Any], words: str) -> dict[str, Any] | None:
    if now["months"] == was["months"] or now["recurrence"] or (now["months"] and LUNAR.search(words)):
        return None
    if not now["months"]:
        return {"months": []} if was["when"] and now["deadline"] is None else None
    return {"months": now["months"]}


# --- in words --------------------------------------------------------------------------------------------


def told(kind: str, said: str, made: dict[str, Any], owner: str = "") -> str:
    """A lesson as the officer reads it. `owner` is the label of the post or union it names."""
    if kind == "owner":
        return f"责任人“{said}”就是{owner or made['owner']}"
    if kind == "work":
        known = kinds.by_code().get(made["kind"])
        return f"“{said}”归到{known.name if known else '已停用的种类'}"
    if kind == "area":
        return f"标题“{said}”归到{'、'.join(kinds.AREAS[area] for area in made['areas'])}"
    if kind == "month":
        months = "、".join(f"{month}月" for month in made["months"])
        return f"“{said}”是{months}" if months else f"“{said}”不是时间"
    return f"“{said}”不列为任务"
