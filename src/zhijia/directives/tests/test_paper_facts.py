"""Facts of papers that were labelled before the rules existed: `papers.toml`."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia import planreader
from zhijia.directives.demands import demands_in
from zhijia.directives.paper_days import days_in
from zhijia.directives.paper_facts import facts_of, normal_number

PAPERS = tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))["paper"]
NAMES = [paper["name"] for paper in PAPERS]


def read(paper):
    return facts_of(paper["text"].strip(), dt.date.fromisoformat(paper["received"]))


@pytest.mark.parametrize("paper", PAPERS, ids=NAMES)
def test_who_sent_what_under_which_number(paper):
    facts = read(paper)
    assert (facts.issuer, facts.number, facts.title) == (paper["issuer"], paper["number"], paper["title"])
    assert str(facts.dated) == paper["dated"]
    assert facts.amends == paper.get("amends", "")
    assert facts.is_paper


@pytest.mark.parametrize("paper", PAPERS, ids=NAMES)
def test_what_must_be_answered_to_whom_and_by_when(paper):
    answer = read(paper).answer
    assert ([str(answer.due), answer.what, answer.whom, answer.mail] if answer else None) == paper.get(
        "answer"
    )


@pytest.mark.parametrize("paper", PAPERS, ids=NAMES)
def test_the_numbers_that_are_asked_for(paper):
    found = [f"{q.number:f} {q.unit} {q.comparator} {q.each}".strip() for q in read(paper).quotas]
    assert found == paper["quotas"]


def test_the_demands_and_until_when():
    missed, beside = [], []
    for paper in PAPERS:
        received = dt.date.fromisoformat(paper["received"])
        document = planreader.read_text(paper["text"].strip())
        left = demands_in(document, facts_of(document.text, received), received)
        for label in paper["demands"]:
            words, due = label.split(" | ")
            hit = next(
                (one for one in left if words in one.title + one.sentence and last_day(one) == due), None
            )
            left = [one for one in left if one is not hit]
            if hit is None:
                missed.append(label)
        beside += [one.title for one in left]
    assert not missed
    assert len(beside) <= 2, beside


def last_day(found):
    return str(found.times[-1][1]) if found.times else "-"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("云工发[2026] 3 号", "云工发〔2026〕3号"),
        ("云工发（２０２６）第０３号", "云工发〔2026〕3号"),
        ("云工发【2026】3号", "云工发〔2026〕3号"),
        ("云工发〈2026〉3号", "云工发〔2026〕3号"),
        ("没有文号", "没有文号"),
        ("", ""),
    ],
)
def test_a_number_has_one_spelling(typed, number):
    assert normal_number(typed) == number


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12月15日（星期二）下班前", "2026-12-15"),
        ("3月31日前", "2027-03-31"),
        ("二〇二七年一月十五日前", "2027-01-15"),
        ("1月15日前", "2027-01-15"),  # in a paper of November it is the January that comes
        ("2月底前", "2027-02-28"),
        ("本月25日前", "2026-11-25"),
        ("下月底前", "2026-12-31"),
        ("收到通知后5个工作日内", "2026-11-23"),
        ("收到本通知之日起十日内", "2026-11-26"),
        ("元旦前", "2026-12-31"),
        ("2月30日前", None),
    ],
)
def test_a_day_as_papers_write_it(said, day):
    days = days_in(f"请于{said}报送", dt.date(2026, 11, 13), dt.date(2026, 11, 16))
    assert [str(one.on) for one in days] == ([day] if day else [])


@given(
    st.text(
        st.sampled_from("云工发〔2026〕3号请于3月31日前将报送至县总工会不少于2场每个，。\n\0①"), max_size=120
    )
)
def test_whatever_the_text_nothing_breaks(text):
    facts = facts_of(text, dt.date(2026, 11, 16))
    for quota in facts.quotas:
        assert 0 <= quota.start < quota.end <= len(text)
