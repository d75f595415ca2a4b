"""A sample of the damaged files that `run.py bench fuzz` reads by the thousand."""

import pytest

from zhijia.planreader import Unreadable, convert, read_file
from zhijia.planreader.tests import damage


def answers(files) -> set[bool]:
    """Which of the two there were: read (True), or refused with one line of full sentences (False)."""
    return {answer(data) for data in files}


def answer(data: bytes) -> bool:
    try:
        plan = read_file(data)
    except Unreadable as refusal:
        said = str(refusal)
    else:
        return bool(plan.text.strip())
    assert said.endswith("。")
    assert "\n" not in said
    return False


def test_the_same_number_gives_the_same_file():
    assert damage.docx(4) == damage.docx(4)
    assert damage.pdf(4) == damage.pdf(4)
    assert damage.ole(4) == damage.ole(4)


@pytest.mark.parametrize("start", range(0, 144, 24))
def test_damaged_word_files_are_read_or_refused(start):
    assert answers(damage.docx(number) for number in range(start, start + 24)) == {True, False}


def test_damaged_pdf_files_are_read_or_refused():
    assert answers(damage.pdf(number) for number in range(16)) == {True, False}


def test_damaged_compound_files_are_refused(monkeypatch):
    monkeypatch.setattr(convert, "office", lambda: None)
    assert answers(damage.ole(number) for number in range(60)) == {False}
