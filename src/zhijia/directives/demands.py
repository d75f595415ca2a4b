"""Demands of a superior's paper: what it asks to be done, how much and in which days. Pure.

The plan reader finds what is to be done; here head, signatures and the answer are kept from it, numbers and days are
read as papers write them, and what a reader of plans need not know (全年, 本月20日前, the year that follows) is added.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from zhijia import planreader
from zhijia.directives.paper_days import days_in, full_day
from zhijia.directives.paper_facts import ADDRESSED, MARK, ORG, Answer, Facts
from zhijia.directives.quotas import Quota, quotas_in
from zhijia.kernel.clock import OFFICIAL, Calendar
from zhijia.kernel.figures import Period
from zhijia.planreader.characters import fold
from zhijia.plans import rules, suggest
from zhijia.plans.reading import Content, content_of

Span = tuple[dt.date, dt.date]

_YEARLONG = re.compile(r"(?:^|(?<=[,;。]))\s*(?:全年|年内|今年|本年度?)(?!以来|初|底|末|终)")
_PREAMBLE = re.compile(r"^\s*(?:根据|为了?|经研究|按照|依据|现将|接)")
_EXHORTS = re.compile(r"组织领导|(?:工作|有关|几点)?要求|保障措施|组织保障|加强领导")
_RESENT = re.compile(r"\"(?P<old>[^\"]{4,60})\"\s?(?:更正|修改|调整|改|变更)为\s?\"(?P<new>[^\"]{4,80})\"")
_MOVED = re.compile("时间(?:更正|修改|调整|改)")
_LEADING_DAY = re.compile(
    r"^(?=.{0,6}[月年节]).{1,12}?(?:[底末日旬节]|月份?)(?:之前|以前|前|期间|内)?,?(?=[\u4e00-\u9fff]{4})"
)
_ATTACHED = re.compile(r"\s*附\s?件?\s?[:：]")
_LISTED = re.compile(r"\s*\d{1,2}[.、．]\s?\S{2,30}$")
SHORT_TITLE = 6


class Found(NamedTuple):
    """One demand as the paper has it. `times` are the days it is due, in order; empty when the paper names none."""

    title: str
    sentence: str
    start: int
    end: int
    when: str
    times: tuple[Span, ...]
    recurrence: str
    quotas: tuple[Quota, ...]
    area: str
    kind: str


def demands_in(
    document: planreader.Plan, facts: Facts, received: dt.date, calendar: Calendar = OFFICIAL
) -> list[Found]:
    """All demands of the paper in text order; its answer is none of them."""
    text, base = document.text, facts.dated or received
    aside = _aside(text, facts)
    if any(text[end:].strip().count("\n") > 2 for _, end in aside):
        document = planreader.read_text(_blotted(text, aside))
    content = content_of(document)
    tasks = _each_in_its_place(text, content["tasks"])
    spans = [one for task in tasks for one in _parts(text, task, content)]
    if facts.supplement:
        spans = [one for one in spans if not _MOVED.search(one[2]["title"])] + _corrections(text)
    found = []
    for start, end, task in sorted(spans, key=lambda one: one[:2]):
        if _covered(start, end, aside) or (facts.answer and _same_place(start, end, facts.answer)):
            continue
        found.append(_found(text, start, end, task, facts, base, received, calendar))
    return found


# --- where demands may stand -------------------------------------------------------------------------------


def _aside(text: str, facts: Facts) -> list[tuple[int, int]]:
    """Places that demand nothing: the head down to the title, dates and names on lines of their own, 附件 lists."""
    places, start, listing = [], 0, False
    head = text.find(facts.title[-6:]) + 6 if facts.title else 0
    for line in text.split("\n"):
        end = start + len(line)
        folded = fold(line)
        listing = bool(_ATTACHED.match(line)) or (listing and bool(_LISTED.match(line)))
        name = ORG.fullmatch(folded.strip()) is not None and len(folded.strip()) < 30
        if end <= head or full_day(line) or listing or name:
            places.append((start, end))
        start = end + 1
    return places


def _blotted(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in these places: what is left keeps its offsets."""
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _covered(start: int, end: int, places: Iterable[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b + 1 for a, b in places)


def _same_place(start: int, end: int, answer: Answer) -> bool:
    """Does the demand speak of sending the answer? Most of it lies in the answer's own clauses."""
    return min(end, answer.end) - max(start, answer.start) > (end - start) / 2


def _each_in_its_place(text: str, tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two demands of one sentence get the stretch from their own time on, or the numbers of one go to the other."""
    placed = []
    for task in tasks:
        same = [one for one in tasks if (one["start"], one["end"]) == (task["start"], task["end"])]
        starts = [_clause_of(text, one) for one in same]
        later = [at for at in starts if at > starts[same.index(task)]]
        if len(same) > 1 and len(set(starts)) == len(same):
            task = {**task, "start": starts[same.index(task)], "end": min([*later, task["end"]])}
        placed.append(task)
    return placed


def _clause_of(text: str, task: dict[str, Any]) -> int:
    at = text.find(task["when"], task["start"], task["end"]) if task["when"] else task["start"]
    return max(
        task["start"], *(text.rfind(cut, task["start"], max(at, task["start"])) + 1 for cut in "，,；;")
    )


def _parts(text: str, task: dict[str, Any], content: Content) -> list[tuple[int, int, dict[str, Any]]]:
    """The task's sentence; where 全年… begins a clause of its own inside, that is another demand."""
    start, end = task["start"], max(task["end"], task["start"] + 1)
    if not task["months"]:  # a measure is quoted by its clause: the numbers stand in the rest of the sentence
        stop = re.compile("[。;；\n]").search(text, end - 1)
        end = stop.start() if stop else len(text)
    words = text[start:end]
    if _PREAMBLE.match(words) and not task["section"] and re.search("决定|现将|通知如下|如下", words):
        return []
    heading = next((one["title"] for one in content["sections"] if one["key"] == task["section"]), "")
    if _EXHORTS.fullmatch(heading) and not task["months"] and not quotas_in(words):
        return []
    cuts = [one.start() for one in _YEARLONG.finditer(fold(words)) if one.start()]
    if not cuts or task["title"] in words[cuts[0] :]:
        return [(start, end, task)]
    rest = {**task, "title": "", "months": [], "when": "", "recurrence": "", "deadline": None}
    return [(start, start + cuts[0], task), (start + cuts[0], end, rest)]


def _corrections(text: str) -> list[tuple[int, int, dict[str, Any]]]:
    """“全年新建工会15家”更正为“18家”: what is put in its place is demanded."""
    blank = {
        "months": [],
        "when": "",
        "recurrence": "",
        "deadline": None,
        "area": "",
        "kind": "",
        "title": "",
    }
    return [(m.start("new"), m.end("new"), blank) for m in _RESENT.finditer(fold(text))]


# --- what one demand says ----------------------------------------------------------------------------------


def _found(
    text: str,
    start: int,
    end: int,
    task: dict[str, Any],
    facts: Facts,
    base: dt.date,
    received: dt.date,
    calendar: Calendar,
) -> Found:
    sentence = text[start:end].strip()
    title = _title(task["title"], sentence)
    kind = suggest.kind_for(title)
    return Found(
        title=title,
        sentence=sentence,
        start=start,
        end=end,
        when=task["when"][:60],
        times=tuple(_times(sentence, task, _year_of(facts, base), base, received, calendar)),
        recurrence=task["recurrence"],
        quotas=tuple(quotas_in(sentence)),
        area=kind.area if kind else task["area"],
        kind=kind.code if kind else "",
    )


def _title(found: str, sentence: str) -> str:
    """The reader's title without whom it is addressed to; the first clause where the reader's says too little."""
    title = found
    if len(title) < SHORT_TITLE:
        begin = MARK.match(fold(sentence))
        first = re.split("[，,。；;]", sentence[begin.end() if begin else 0 :].strip())[0]
        title = first if len(first) >= SHORT_TITLE else (title or sentence)
    title = ADDRESSED.sub("", title).strip(" ，。、“”")
    shorter = _LEADING_DAY.sub("", title)
    return (shorter if len(shorter) >= SHORT_TITLE and days_in(title, dt.date(2026, 1, 1)) else title)[:120]


def _year_of(facts: Facts, base: dt.date) -> int:
    named = re.search(r"(20\d\d)年", fold(facts.title))
    return int(named[1]) if named and abs(int(named[1]) - base.year) <= 1 else base.year


def _times(
    sentence: str, task: dict[str, Any], year: int, base: dt.date, received: dt.date, calendar: Calendar
) -> list[Span]:
    """The days of a demand, as the plan's rules count them; what lay behind when the paper was signed is left out."""
    said = re.search(r"(20\d\d)年", fold(task["when"]))
    year = int(said[1]) if said else year
    days = [day for day in days_in(sentence, base, received, calendar) if _limits(fold(sentence), day.end)]
    if not task["months"]:
        if days:
            return [(_since(days[0].on, base), days[0].on)]
        if _YEARLONG.search(fold(sentence)):
            return [(max(dt.date(year, 1, 1), base.replace(day=1)), dt.date(year, 12, 31))]
        return []
    festival = next((day for day in days if "月" not in sentence[day.start : day.end]), None)
    if festival is not None and festival.on.month not in task["months"]:
        return [(_since(festival.on, base), festival.on)]
    spans = _occurrences(task, year)
    ahead = [span for span in spans if span[1] >= base]
    if not ahead and not said:
        ahead = _occurrences(task, year + 1)
    return ahead or spans


def _occurrences(task: dict[str, Any], year: int) -> list[Span]:
    deadline = tuple(task["deadline"]) if task["deadline"] else None
    return rules.occurrences(task["months"], year, task["recurrence"], deadline, Period.parse(str(year)))


def _limits(folded: str, at: int) -> bool:
    return (
        re.match(r"\s?(?:\([^)]{1,8}\))?\s?(?:之?前|以前|内|底)|", folded[at:])[0] != ""
        or folded[at - 1 : at] in "前内底末"
    )


def _since(due: dt.date, base: dt.date) -> dt.date:
    """A deadline alone runs from the first of its month, as in a plan; never from before the paper."""
    return min(due, max(due.replace(day=1), base))
