"""No known name goes upward."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.plans.masking import COMPOUND, open_title, surname

TABLE = [
    ("看望住院职工王芳", ["王芳"], "看望住院职工王某"),
    ("看望欧阳娜娜和司马光", ["欧阳娜娜", "司马光"], "看望欧阳某和司马某"),
    ("慰问王芳芳、王芳", ["王芳", "王芳芳"], "慰问王某、王某"),
    ("王芳同志家访，王芳母亲在家", ["王芳"], "王某同志家访，王某母亲在家"),
    ("慰问 王　芳 家属", ["王芳"], "慰问 王某 家属"),
    ("慰问王芳", ["王 芳"], "慰问王某"),
    ("慰问阿依古丽·买买提", ["阿依古丽·买买提"], "慰问阿某"),
    ("慰问欧阳", ["欧阳"], "慰问欧某"),
    ("慰问上官", ["李强"], "慰问上官"),
    ("全厂健步走", ["王芳"], "全厂健步走"),
    ("", ["王芳"], ""),
    ("慰问王芳", [], "慰问王芳"),
    ("王师傅看病", ["王"], "王师傅看病"),
    ("慰问(王芳)+李.强", ["王芳", "李.强"], "慰问(王某)+李某"),
]


@pytest.mark.parametrize(("title", "names", "masked"), TABLE)
def test_names_are_masked(title, names, masked):
    assert open_title(title, names) == masked


def test_every_compound_surname_has_two_characters():
    assert all(len(name) == 2 for name in COMPOUND)
    assert surname("诸葛亮") == "诸葛"
    assert surname("王建国") == "王"


NAMES = st.lists(st.text("王李欧阳张芳娜国强建", min_size=2, max_size=4), min_size=1, max_size=6)


@given(NAMES, st.lists(st.sampled_from(["慰问", "看望", "和", "、", " "]), max_size=6), st.randoms())
def test_no_known_name_is_left_in_any_title(names, words, chance):
    parts = [*names, *words]
    chance.shuffle(parts)
    masked = "".join(open_title("".join(parts), names).split())
    assert not any(name in masked for name in names)


@given(NAMES, st.text("慰问看望王李芳娜某 ", max_size=20))
def test_masking_twice_changes_nothing_more(names, title):
    once = open_title(title, names)
    assert open_title(once, names) == once
