"""Two years of recorded work, from January 2025 to the town's today, for all its unions, as plain data."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from zhijia.demo import cast
from zhijia.demo.dice import SEED, STORY_STARTS, TODAY, stream, workdays
from zhijia.demo.shape import Shape, Union
from zhijia.demo.telling import FOLDER, Teller, Trace, draw, read_lines

YEARS = (2025, 2026)
TOLD = {cast.TOWN: "town", cast.WORKS: "works", cast.SCHOOL: "school", cast.HOSPITAL: "hospital"}
# Kinds of which evidence is asked: at the cast's desks two such records lack it, so that the page has to say so.
MONEY_VISITS = {"visit", "festival_visit", "cooling"}
_WITHOUT_EVIDENCE = ((cast.TOWN, "festival_visit"), (cast.WORKS, "cooling"))


@dataclass(slots=True)
class Work:
    """Something that any union may do in a year; `others.toml` explains the fields."""

    kind: str
    titles: list[str]
    when: str | list[str]
    weight: int
    who: list[str]
    often: bool = False
    free: bool = False
    share: dict[str, list[float]] = field(default_factory=dict)
    each: dict[str, list] = field(default_factory=dict)
    measures: dict[str, list[int]] = field(default_factory=dict)
    smallest: int = 0


def kinds() -> dict[str, dict]:
    """Return the program's own kinds of record by code."""
    text = (FOLDER.parent.parent / "plans" / "kinds.toml").read_text(encoding="utf-8")
    return {kind["code"]: kind for kind in tomllib.loads(text)["kind"]}


def build(shape: Shape, seed: int = SEED) -> list[Trace]:
    """Tell the whole story, in order of days."""
    known = kinds()
    of_kind = {code: kind["area"] for code, kind in known.items()}
    traces = list(_elections(shape, of_kind))
    for code, name in TOLD.items():
        teller = Teller(shape, code, of_kind)
        for number, told in enumerate(read_lines(name)):
            for year in YEARS:
                traces += teller.tell(told, year, stream(f"{name} {told.kind} {number} {year}", seed))
    works = _works()
    for union in shape.grassroots():
        if union.code not in TOLD:
            traces += _other(union, works, of_kind, stream(f"story {union.code}", seed))
    for trace in traces:
        planned = trace.union in TOLD or trace.union == cast.NEIGHBOUR
        if planned and not trace.photos and "evidence" in known[trace.kind]:
            sketch = "visit" if known[trace.kind]["evidence"] == "visit" else "sign"
            trace.photos = (f"{sketch}{1 + trace.on.day % 3}",)
    traces.sort(key=lambda trace: (trace.on, trace.union, trace.title))
    _drop_evidence(traces)
    return traces


def _works() -> list[Work]:
    rows = tomllib.loads((FOLDER / "others.toml").read_text(encoding="utf-8"))["work"]
    return [Work(smallest=row.pop("from", 0), **row) for row in rows]


def _other(union: Union, works: list[Work], of_kind: dict[str, str], dice: Random) -> Iterator[Trace]:
    """Draw what a union without a plan in the program records: five to twenty-five things a year."""
    for year in YEARS:
        begins, ends = max(union.founded, date(year, 1, 1)), min(TODAY, date(year, 12, 31))
        if begins >= ends:
            continue
        fit = [work for work in works if union.members >= work.smallest]
        count = min(25, max(5, round(3.5 + union.members**0.5 * dice.uniform(0.75, 1.3))))
        # Two more than last year is how a union grows that has begun to write things down.
        for work in _choose(fit, count + (2 if year == 2026 else 0), dice):
            day = _day(work, year, dice)
            if begins <= day <= ends:
                yield _record(union, work, day, of_kind, dice)


def _choose(works: list[Work], count: int, dice: Random) -> list[Work]:
    pool, chosen = list(works), []
    while pool and len(chosen) < count:
        work = dice.choices(pool, [w.weight for w in pool])[0]
        chosen.append(work)
        if not work.often or sum(w is work for w in chosen) >= 3:
            pool.remove(work)
    return chosen


def _day(work: Work, year: int, dice: Random) -> date:
    when = work.when if isinstance(work.when, str) else work.when[year - 2025]
    spans = [tuple(date(year, int(d[:2]), int(d[2:])) for d in span.split("-")) for span in when.split()]
    days = [day for first, last in spans for day in workdays(first, last)]
    day = dice.choice(days)
    if work.free and dice.random() < 0.6:
        day += timedelta((5 - day.weekday()) % 7)
    return day


def _record(union: Union, work: Work, day: date, of_kind: dict[str, str], dice: Random) -> Trace:
    measures = {code: draw(span, dice) for code, span in work.measures.items()}
    for code, (low, high) in work.share.items():
        measures[code] = max(1, round(union.members * dice.uniform(low, high)))
    for code, (base, low, high, step) in work.each.items():
        measures[code] = measures[base] * draw([low, high, step], dice)
    return Trace(
        union.code,
        day,
        dice.choice(work.titles),
        dice.choice(work.who),
        work.kind,
        of_kind[work.kind],
        {code: value for code, value in measures.items() if value},
    )


def _elections(shape: Shape, of_kind: dict[str, str]) -> Iterator[Trace]:
    """Record the town's part in every founding and re-election of the two years, as the organisation has it."""
    for union in shape.grassroots():
        if union.founded >= STORY_STARTS:
            covered = len(shape.employers_of(union.code))
            yield Trace(
                cast.TOWN,
                union.founded,
                f"{union.short}工会成立大会" if union.kind == "single" else f"{union.short}工会成立",
                "林秀芳、孙立军；会员代表",
                "found_union",
                of_kind["found_union"],
                {"units": 1, "covered": covered},
                (union.code,),
                *_serves(union.founded, "配送行业" if union.code == "QXZ218" else ""),
                photos=(f"banner{1 + union.members % 3}",),
            )
    last = {body.union: body for body in shape.bodies if body.kind == "committee"}
    for body in last.values():
        if body.session > 1 and STORY_STARTS <= body.since <= TODAY:
            union = shape.unions[body.union]
            yield Trace(
                cast.TOWN,
                body.since,
                f"指导{union.short}换届，选举产生新一届委员会",
                f"范立民；{union.short}",
                "re_election",
                of_kind["re_election"],
                {"units": 1},
                (union.code,),
                *_serves(body.since, "完成换届" if body.since.year == 2026 else "工会换届"),
                photos=(f"meeting{1 + union.members % 3}",),
            )


def _serves(day: date, phrase: str) -> tuple[str | None, str | None, bool]:
    finishes = phrase == "配送行业"
    return (f"town-{day.year}", phrase, finishes) if phrase else (None, None, False)


def _drop_evidence(traces: list[Trace]) -> None:
    for union, kind in _WITHOUT_EVIDENCE:
        # The one that finished its task: a plan asks for no more than that.
        own = [t for t in traces if t.union == union and t.kind == kind and t.on.year == 2026 and t.finishes]
        own[-1].photos = ()
