"""A sample of the damaged files that `run.py bench fuzz` reads by the thousand."""

import pytest

from zhijia.planreader import Unreadable, convert, read_file
from zhijia.planreader.tests import damage


def read(data: bytes) -> bool:
    """Is it read? A refusal is one sentence, and nothing else is raised."""
    try:
        plan = read_file(data)
    except Unreadable as refusal:
        assert str(refusal).endswith("。")
        assert "\n" not in str(refusal)
        return False
    assert plan.text.strip()
    return True


def test_the_same_number_gives_the_same_file():
    assert damage.docx(4) == damage.docx(4)
    assert damage.pdf(4) == damage.pdf(4)
    assert damage.ole(4) == damage.ole(4)


@pytest.mark.parametrize("start", range(0, 144, 24))
def test_damaged_word_files_are_read_or_refused(start):
    assert {read(damage.docx(number)) for number in range(start, start + 24)} == {True, False}


def test_damaged_pdf_files_are_read_or_refused():
    assert {read(damage.pdf(number)) for number in range(16)} == {True, False}


def test_damaged_compound_files_are_refused(monkeypatch):
    monkeypatch.setattr(convert, "office", lambda: None)
    assert not any(read(damage.ole(number)) for number in range(60))
