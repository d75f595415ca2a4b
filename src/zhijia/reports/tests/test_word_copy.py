"""The Word copy: the text stays as it was, the comments hang on the numbers, also where Word cut them in pieces."""

import datetime as dt
import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhijia.reports import word_copy
from zhijia.reports.models import Check

SENTENCE = "新发展会员812人，其中骑手12人，入会率120%。"


def finding(text, source, verdict="differs", why="台账里是别的数。"):
    start = source.index(text)
    return {
        "start": start, "end": start + len(text), "text": text, "value": "1", "unit": "", "verdict": verdict, "why": why,
    }  # fmt: skip


@pytest.fixture
def check(town):
    def of(text, *findings):
        row = Check(about=town.union, union=town.union, period_code="2026", text=text, name="总结.docx")
        row.as_of = dt.date(2026, 11, 20)
        row.findings = list(findings)
        return row

    return of


def document(*paragraphs):
    """A Word file; a paragraph is a list of runs, every second one bold."""
    made = Document()
    for runs in paragraphs:
        paragraph = made.add_paragraph()
        for n, text in enumerate(runs):
            paragraph.add_run(text).bold = bool(n % 2)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def opened(data):
    return Document(io.BytesIO(data))


def marked(made, comment_id):
    """The text between the marks of one comment."""
    body, inside, told = made.element.body, False, ""
    for element in body.iter():
        if element.get(qn("w:id")) == str(comment_id):
            if element.tag == qn("w:commentRangeStart"):
                inside = True
            elif element.tag == qn("w:commentRangeEnd"):
                inside = False
        elif inside and element.tag == qn("w:t"):
            told += element.text
    return told


@pytest.mark.django_db
@pytest.mark.parametrize(
    "runs",
    [
        [SENTENCE],
        ["新发展会员8", "12人，其中骑手12人，入会率1", "20%。"],
        ["新发展会员", "812人", "，其中骑手12人，入会率", "120%", "。"],
        list(SENTENCE),
    ],
)
def test_a_comment_hangs_on_its_number_however_word_has_cut_it(check, runs):
    row = check(SENTENCE, finding("812人", SENTENCE), finding("120%", SENTENCE, "impossible", "超过100%。"))
    made = opened(word_copy.commented(row, document(["工作总结"], runs)))
    assert [paragraph.text for paragraph in made.paragraphs] == ["工作总结", SENTENCE]
    first, second, closing = made.comments
    assert (marked(made, first.comment_id), marked(made, second.comment_id)) == ("812人", "120%")
    assert first.text == "不符：台账里是别的数。"
    assert {comment.author for comment in made.comments} == {"职家核对"}
    assert "不符 1，不可能 1" in closing.text


@pytest.mark.django_db
def test_bold_stays_bold_and_equal_numbers_are_told_apart_by_their_place(check):
    text = "走访慰问12人次。\n参加培训12人次。"
    wrong = finding("12人次", text)
    wrong["start"] = text.rindex("12")
    wrong["end"] = wrong["start"] + 4
    made = opened(
        word_copy.commented(check(text, wrong), document(["走访慰问", "12人次。"], ["参加培训", "12人次。"]))
    )
    second = made.paragraphs[1]
    assert [run.text for run in second.runs if run.bold and run.text] == ["12人次", "。"]
    assert marked(made, 0) == "12人次"
    assert not made.paragraphs[0]._p.findall(qn("w:commentRangeStart"))


@pytest.mark.django_db
def test_a_number_that_is_not_found_in_the_file_is_told_at_the_end(check):
    made = opened(word_copy.commented(check(SENTENCE, finding("812人", SENTENCE)), document(["别的文字"])))
    (closing,) = made.comments
    assert "“812人”" in closing.text


@pytest.mark.django_db
def test_pasted_text_becomes_a_word_file_of_its_own(check):
    made = opened(
        word_copy.commented(check(f"工作总结\n{SENTENCE}", finding("812人", f"工作总结\n{SENTENCE}")), None)
    )
    assert [paragraph.text for paragraph in made.paragraphs] == ["工作总结", SENTENCE]
    assert marked(made, 0) == "812人"
