"""Which figure a number of a text is: candidates with a score, and whether one is sure enough to contradict it. Pure.

A wrong "differs" costs the officer's trust, a wrong "agrees" hides a mistake. So a number is held against a
figure as *sure* only when the words beside it are all understood and nothing narrows them (a place, a group of
people, a festival); a likely one may still agree, since the value itself then speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from zhijia.kernel.figures import Period
from zhijia.numberreader import Number
from zhijia.plans import suggest
from zhijia.reports import meanings, times
from zhijia.reports.meanings import Meaning

SURE, CLEAR = 5.0, 1.25
"""A sure candidate scores this much, and this many times as much as the next one of another topic."""
LIKELY = 2.5
SENTENCE, SAME_TOPIC = 0.6, 5.0
"""What the sentence before the clause adds to a topic, and what it adds that the last number was of the topic."""
STRANGE = 3
"""So many characters beside a number may be of no known word before something may narrow it."""

AIMS = ("target", "forecast")
CLAUSE = re.compile(r"[，,。；;：:（）()！!？?\n\t]")
ASIDE = re.compile(r"[（(][^（()）\d一二三四五六七八九十百]{1,12}[）)]")
"""厂（校、院）务: a bracket without a number interrupts no clause."""
BEHIND = re.compile(r"[、，,。；;：:（）()！!？?\n\t]")
PART = re.compile(r"[；;。\n]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TIME = re.compile(
    r"截[至止](?:到)?[^，。；]{0,12}?(?:日|底|末|前)|(?:20\d\d|[今本去上]|全)年(?:度|底|末|初)?|\d+月(?:份|底)?|\d+日|第?[一二三四]季度|[上下]半年|\d+"
)
LAST_YEAR = re.compile(
    r"[比较同](?:去年|上年|上一年|前年)?(?:同期|同比)?(?:净)?(?:增加|增长|多|上升|提高|减少|下降|少|降低|增|减)了?(?:近|约)?$|同比[^，。；]{0,4}$"
)
COMPARED = re.compile(
    "同期|同比|[比较同]|去年|上年|前年|上一年|本年|今年|分别|净|增加|增长|增幅|上升|提高|提升|减少|下降|降低|[多少增减了近约为达超有]"
)
NET = re.compile(
    "[比较]?年初(?:时|数)?(?:净增|增加|增长|减少|多|少)了?(?:会员)?$|^净增(?:加|长)?(?:会员)?了?$"
)
HAVING = re.compile("现有|建有|拥有|已有|下设|在册|只有|共建有")
NARROWS = re.compile(meanings.words()["narrows"]["words"])
EVENT = re.compile(meanings.words()["narrows"]["event"])


@dataclass(frozen=True)
class Match:
    """A figure that a number may be.

    `how`: value; ratio (over `under`); growth and more (both against last year); net (more than `under`).
    """

    code: str
    days: times.Days
    score: float
    sure: bool
    how: str = "value"
    under: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.code, self.under) if self.under else (self.code,)


@dataclass
class _Place:
    """Where a number stands: the words beside it, the part of the sentence up to it."""

    beside: str
    before: str
    lead: str  # the clauses of the part before its own, which may narrow it
    part: str
    begins: int


def matches(
    text: str, numbers: Sequence[Number], report: Period, own_names: Sequence[str] = ()
) -> list[list[Match]]:
    """For each number its candidates, the likeliest first. The union's own names narrow nothing."""
    return _Matcher(text, numbers, report, own_names).run()


class _Matcher:
    def __init__(
        self, text: str, numbers: Sequence[Number], report: Period, own_names: Sequence[str] = ()
    ) -> None:
        for name in own_names:
            text = text.replace(name, "工" * len(name))  # as long as before: offsets have to stand
        self.text = ASIDE.sub(lambda aside: "、" * len(aside[0]), text)
        self.numbers, self.report = numbers, report
        self.found: list[list[Match]] = []

    def run(self) -> list[list[Match]]:
        part_begins, earlier, aimed = -1, [], False
        for i, number in enumerate(self.numbers):
            place = self._place(i)
            if place.begins != part_begins:
                part_begins, earlier, aimed = place.begins, [], False
            aimed = aimed or number.role in AIMS  # 计划新建工会8家，发展会员500人: both are intended
            found = [] if aimed else self._of(number, place, earlier)
            self.found.append(found)
            if found:
                earlier.append(found[0])
        return self.found

    def _place(self, i: int) -> _Place:
        number = self.numbers[i]
        begins = max(
            [
                number.sentence[0],
                *(m.end() for m in PART.finditer(self.text, number.sentence[0], number.start)),
            ]
        )
        marks = [m.end() for m in CLAUSE.finditer(self.text, begins, number.start)]
        clause = max([begins, *marks])
        last_end = self.numbers[i - 1].end if i else 0
        next_start = self.numbers[i + 1].start if i + 1 < len(self.numbers) else len(self.text)
        stop = BEHIND.search(self.text, number.end)
        after = self.text[number.end : min(stop.start() if stop else len(self.text), next_start)]
        before = self.text[max(clause, last_end) : number.start]
        end = number.end + len(after)
        return _Place(before + "，" + after, before, self.text[begins:clause], self.text[begins:end], begins)

    def _of(self, number: Number, place: _Place, earlier: list[Match]) -> list[Match]:
        if number.value is None or number.role in (
            "target",
            "forecast",
            "threshold",
            "average",
            "fulfilment",
        ):
            return []
        if NET.search(place.before) and "会员" in place.part and number.measure == "persons":
            return [Match("people.members", times.Days(self.report), SURE, True, "net", "people.opening")]
        if number.role == "growth" or number.measure == "points" or LAST_YEAR.search(place.before):
            return _against_last_year(number, place, earlier)
        days = times.days_of(number.period, self.report)
        if days.period is None:
            return []
        if number.measure == "rate":
            return self._rates(number, place, days, earlier)
        return self._values(number, place, days, earlier)

    def _values(self, number: Number, place: _Place, days: times.Days, earlier: list[Match]) -> list[Match]:
        own, part = _topics(place.beside), _topics(place.part)
        last = meanings.by_code()[earlier[-1].code].topic if earlier else None
        told = {match.code for match in earlier if match.days == days}
        scored: list[tuple[float, Meaning]] = []
        for meaning in meanings.fitting(number.measure, number.unit):
            if meaning.code in told:
                continue
            score = _score(meaning, number, place, own, part, last)
            if score >= LIKELY:
                scored.append((score, meaning))
        scored.sort(key=lambda pair: -pair[0])
        return [
            Match(meaning.code, days, round(score, 2), n == 0 and _is_sure(scored, number, place, days))
            for n, (score, meaning) in enumerate(scored[:6])
        ]

    def _rates(self, number: Number, place: _Place, days: times.Days, earlier: list[Match]) -> list[Match]:
        for meaning in meanings.of_registers():
            if meaning.unit == "%" and meaning.is_said(place.beside, place.part):
                sure = days.sure and not NARROWS.search(place.beside)
                return [Match(meaning.code, days, meaning.weight, sure)]
        if number.role == "share" and earlier and earlier[-1].code == "people.women":
            return [Match("people.women_share", days, 8.0, days.sure)]
        topics = _topics(place.part)
        last = meanings.by_code()[earlier[-1].code].topic if earlier else None
        found = []
        for ratio in meanings.ratios():
            score = topics.get(ratio.topic, 0.0) + (SAME_TOPIC if ratio.topic == last else 0.0)
            if score >= LIKELY and ratio.says.search(place.beside):
                sure = score >= SURE and days.sure and not NARROWS.search(place.beside)
                found.append(Match(ratio.over, days, score, sure, "ratio", ratio.under))
        found.sort(key=lambda match: -match.score)
        meant = {match.code for match in found if match.score * CLEAR > found[0].score}
        return found if len(meant) <= 1 else []


def _against_last_year(number: Number, place: _Place, earlier: list[Match]) -> list[Match]:
    """增长16.7%, 比上年多3对: of the number just before it, unless the clause has a subject of its own (工资增长6%)."""
    base = next((match for match in reversed(earlier) if match.how in ("value", "ratio")), None)
    if base is None or CHINESE.search(COMPARED.sub("", place.before)):
        return []
    if number.measure in ("rate", "points"):
        how = "growth" if number.measure == "rate" else "more"
    else:
        if not meanings.by_code()[base.code].fits(number.measure, number.unit):
            return []
        how = "more"
    return [Match(base.code, base.days, base.score, base.sure, how, base.under)]


def _score(
    meaning: Meaning,
    number: Number,
    place: _Place,
    own: dict[str, float],
    part: dict[str, float],
    last: str | None,
) -> float:
    if not meaning.is_said(place.beside, place.part):
        return 0.0
    if not meaning.topic:
        if meaning.stock and number.role in ("new", "left") and meaning.code != "people.opening":
            return 0.0
        return meaning.weight + (SAME_TOPIC if last == "" else 0.0)
    score = own.get(meaning.topic, 0.0) + SENTENCE * part.get(meaning.topic, 0.0)
    said = suggest.plain(place.beside).replace("了", "")
    score += sum(len(phrase) ** suggest.LONGER for phrase in meaning.phrases if phrase in said)
    if last == meaning.topic:
        score += SAME_TOPIC
    return score * (0.5 if number.role == "stock" and HAVING.search(place.before) else 1.0)


def _is_sure(scored: list[tuple[float, Meaning]], number: Number, place: _Place, days: times.Days) -> bool:
    best, meaning = scored[0]
    rival = max((score for score, other in scored[1:] if other.topic != meaning.topic), default=0.0)
    sister = any(score >= best / CLEAR for score, other in scored[1:] if other.topic == meaning.topic)
    if best < SURE or best < CLEAR * rival or sister or not days.sure:
        return False
    if number.role == "stock" and meaning.topic and HAVING.search(place.before):
        return False
    lead = place.lead if not any(mark.isdigit() for mark in place.lead) else ""
    beside = _all_of(place.beside, meaning)
    if any(not _known(meaning, word) for word in NARROWS.findall(beside)):
        return False
    if (event := EVENT.search(TIME.sub("", lead))) and not _known(meaning, event[0]):
        return False
    if meaning.topic and not _is_called(meaning, place.part):
        return False
    if any(word in beside and word not in _plain_words() for word in meaning.sorts):
        return False
    return len(strange(beside, meaning)) <= STRANGE


def _all_of(beside: str, meaning: Meaning) -> str:
    """Of 技能比武等劳动竞赛 only 劳动竞赛: the sorts before 等 are told as examples of the whole behind it."""
    _, etc, whole = beside.partition("等")
    return whole if etc and any(word in whole for word in meaning.called) else beside


def _is_called(meaning: Meaning, part: str) -> bool:
    said = suggest.plain(part).replace("了", "")
    return any(suggest.plain(word) in said for word in (*meaning.called, *meaning.phrases))


def _known(meaning: Meaning, word: str) -> bool:
    return any(word in known for known in meaning.known)


def strange(beside: str, meaning: Meaning) -> str:
    """What stands beside the number and belongs neither to the figure nor to the plain words."""
    text, (words, longest) = TIME.sub("", beside), _known_words(meaning.code)
    rest, at = "", 0
    while at < len(text):
        ends = range(min(at + longest, len(text)), at, -1)
        end = next((end for end in ends if text[at:end] in words), None)  # the longest word that begins here
        rest, at = (rest, end) if end else (rest + text[at], at + 1)
    return "".join(CHINESE.findall(rest))


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(meanings.words()["plain"]["words"])


@cache
def _known_words(code: str) -> tuple[frozenset[str], int]:
    """The words, and how long the longest of them is."""
    words = _plain_words().union(meanings.by_code()[code].known)
    return words, max(map(len, words))


@lru_cache(maxsize=4096)
def _topics(words: str) -> dict[str, float]:
    """How strongly each kind of work speaks in these words; their digits say nothing."""
    words = re.sub(r"[\d.]+", "", words)
    for said, heard in meanings.words()["heard_as"].items():
        words = words.replace(said, heard)
    found = suggest.kinds_for(words, limit=99)
    return {str(one.key): one.score for one in found}
