"""The same words written otherwise are the same plan: line ends, spaces, full-width signs change no task."""

import unicodedata
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.planreader import read_text

from .scoring import plain

HERE = Path(__file__).parent
PLANS = sorted(path for folder in ("plans", "unseen", "blind") for path in (HERE / folder).glob("*.txt"))
WIDE = {code: code + 0xFEE0 for code in (*range(ord("0"), ord("9") + 1), *range(ord("a"), ord("z") + 1))}
SIGNS = {ord(a): b for a, b in zip(",;:()", "，；：（）", strict=True)}
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def tasks(text):
    return [(plain(t.title), t.months, t.recurrence, plain(t.owner)) for t in read_text(text).tasks]


def headings(text):
    return [(h.level, plain(h.title)) for h in read_text(text).outline]


@calm
@given(
    st.sampled_from(PLANS), st.sampled_from(["\r\n", "\r", "\u2028"]), st.sampled_from(["", " ", "　", "   "])
)
def test_line_ends_and_trailing_spaces_change_nothing(path, end, trail):
    text = path.read_text(encoding="utf-8")
    other = (trail + end).join(text.split("\n"))
    assert (tasks(other), headings(other)) == (tasks(text), headings(text))


@calm
@given(st.sampled_from(PLANS), st.sampled_from([WIDE, SIGNS, WIDE | SIGNS]))
def test_full_width_signs_change_nothing(path, signs):
    text = path.read_text(encoding="utf-8")
    other = text.translate(signs)
    assert (tasks(other), headings(other)) == (tasks(text), headings(text))


@calm
@given(st.sampled_from(PLANS))
def test_half_width_signs_change_nothing(path):
    text = path.read_text(encoding="utf-8")
    other = "".join(
        unicodedata.normalize("NFKC", c) if c in "，；：（）０１２３４５６７８９" else c for c in text
    )
    assert (tasks(other), headings(other)) == (tasks(text), headings(text))
