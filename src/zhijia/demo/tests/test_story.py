"""What the story promises: it fits the plans, the organisation and the kinds, and names nobody in need."""

from collections import Counter
from datetime import date
from hashlib import sha256

import pytest

from zhijia.demo import cast, pictures, roll, shape, story
from zhijia.demo.dice import STORY_STARTS, TODAY
from zhijia.demo.plan_files import PAPERS, docx, lines
from zhijia.demo.telling import measures_of, read_lines
from zhijia.planreader import read_text


@pytest.fixture(scope="module")
def town():
    drawn = shape.build()
    return drawn, roll.build(drawn), story.build(drawn)


def test_the_story_fills_two_years(town):
    drawn, _, traces = town
    assert 4_000 <= len(traces) <= 6_000
    assert all(STORY_STARTS <= t.on <= TODAY for t in traces)
    assert all(t.on >= drawn.unions[t.union].founded for t in traces)
    assert all(drawn.unions[code].founded <= t.on for t in traces for code in t.units)
    assert {cast.TOWN, cast.WORKS} <= {t.union for t in traces if t.on == TODAY}
    of_year = Counter((t.union, t.on.year) for t in traces)
    for code, low, high in (
        (cast.TOWN, 450, 680),
        (cast.WORKS, 60, 140),
        (cast.SCHOOL, 60, 100),
        (cast.HOSPITAL, 60, 100),
    ):
        assert low <= of_year[code, 2025] <= high
        assert low <= of_year[code, 2026] <= high
    others = {u.code for u in drawn.grassroots() if u.founded.year < 2025} - set(story.TOLD)
    assert all(5 <= of_year[code, year] <= 27 for code in others for year in (2025, 2026))


def test_kinds_and_measures_are_the_programs_own(town):
    _, _, traces = town
    known = story.kinds()
    codes = {code: {m["code"] for m in kind["measures"]} for code, kind in known.items()}
    for trace in traces:
        assert set(trace.measures) <= codes[trace.kind], (trace.kind, trace.measures)
        assert all(isinstance(n, int) and n > 0 for n in trace.measures.values())
    assert {t.kind for t in traces} >= set(known) - {"recuperation", "donation", "works_contest"}


def test_titles_about_relief_name_nobody(town):
    _, people, traces = town
    names = {p.name for p in people.persons}
    titles = {t.title for t in traces if t.area == "G"}
    found = {(name, title) for title in titles for name in names if name in title}
    assert not found


def test_every_phrase_stands_in_exactly_one_measure_of_its_plan(town):
    _, _, traces = town
    for stem, phrase in {(t.paper, t.phrase) for t in traces if t.phrase}:
        assert sum(phrase in text for text in measures_of(stem)) == 1, (stem, phrase)


def test_the_town_plan_is_carried_by_records(town):
    """Most measures have records; what is still to come, and a few that were forgotten, have none."""
    _, _, traces = town
    told = {(t.paper, t.phrase) for t in traces if t.phrase}
    for paper in PAPERS:
        phrases = {phrase for stem, phrase in told if stem == paper.stem}
        measures = [text for text in measures_of(paper.stem) if text[0].isdigit() or text.startswith("|")]
        carried = sum(any(phrase in text for phrase in phrases) for text in measures)
        assert carried >= (len(measures) * 3 // 5 if paper.union != cast.SCHOOL else 8), paper.stem


def test_quantities_leave_something_open(town):
    _, _, traces = town

    def done(phrase, measure):
        return sum(t.measures.get(measure, 0) for t in traces if (t.paper, t.phrase) == ("town-2026", phrase))

    assert done("秋季要约", "units") == 26
    assert done("走访对象60户", "households") == 38
    assert done("完成换届", "units") == 36
    assert done("职工之家", "units") == 6
    assert done("建会摸底", "canvassed") >= 60
    assert done("合理化建议", "items") >= 1000


def test_reelections_are_those_of_the_organisation(town):
    drawn, _, traces = town
    told = {(t.units[0], t.on) for t in traces if t.kind == "re_election"}
    held = {(b.union, b.since) for b in drawn.bodies if b.kind == "committee" and b.session > 1}
    assert told == {row for row in held if row[1] >= date(2025, 1, 1)}


def test_money_visits_of_the_cast_have_evidence_but_two(town):
    _, _, traces = town
    own = [t for t in traces if t.union in (cast.TOWN, cast.WORKS, cast.NEIGHBOUR)]
    bare = [t for t in own if t.kind in story.MONEY_VISITS and t.measures.get("money") and not t.photos]
    assert len(bare) == 2
    assert len({t.union for t in bare}) == 2


def test_same_seed_same_story():
    def told(seed):
        traces = story.build(shape.build(seed), seed)
        return sha256(repr(traces).encode()).hexdigest()

    assert told(1) == told(1) != told(2)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_plan_files_are_word_files_and_always_the_same(paper):
    assert docx(paper.stem) == docx(paper.stem)
    assert docx(paper.stem).startswith(b"PK")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.stem)
def test_plans_read_well(paper):
    read = read_text("\n".join(line.lstrip("#> ") for line in lines(paper.stem)), paper.name)
    assert read.year == paper.year
    assert len(read.tasks) >= 15
    assert len(read.outline) >= 3
    assert read.undated


def test_pictures_are_small_and_always_the_same():
    pictures.picture.cache_clear()
    first = pictures.picture("meeting2")
    pictures.picture.cache_clear()
    assert first == pictures.picture("meeting2")
    assert first.startswith(b"\xff\xd8")
    assert len(first) < 80_000


def test_lines_have_no_stray_fields():
    assert all(read_lines(name) for name in story.TOLD.values())
