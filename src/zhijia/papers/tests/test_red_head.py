"""Red head, sign-off without a seal, minutes, imprint: where GB/T 9704-2012 puts them."""

import datetime as dt
import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from zhijia.papers import Attachment, Head, HeadForm, Imprint, Paper, Paragraph, to_docx
from zhijia.papers.content import _sealed, _unsealed

DAY = dt.date(2026, 6, 3)
BODY = [Paragraph("现将有关事项通知如下。")]


def written(**values):
    paper = Paper(
        **{"title": "关于慰问的通知", "issuer": "青溪镇总工会", "date": DAY, "blocks": BODY} | values
    )
    return Document(io.BytesIO(to_docx(paper)))


def texts(document):
    return [one.text for one in document.paragraphs]


def styled(document, style):
    return [one for one in document.paragraphs if one.style.name == style]


def test_the_mark_is_red_and_stands_35_mm_below_the_top_of_the_type_area():
    document = written(head=Head("青溪镇总工会文件", "青工〔2026〕12号"))
    (mark,) = styled(document, "Mark")
    assert (mark.text, str(mark.style.font.color.rgb)) == ("青溪镇总工会文件", "E60012")
    before = mark.paragraph_format.space_before.mm
    air = (mark.paragraph_format.line_spacing.pt - mark.style.font.size.pt) / 2 * 25.4 / 72
    assert before + air == pytest.approx(35, abs=0.5)
    assert texts(document)[1:4] == ["", "青工〔2026〕12号", ""]


def test_the_line_under_the_number_is_red_and_the_title_two_blank_lines_below():
    document = written(head=Head("青溪镇总工会文件", "青工〔2026〕12号"))
    (line,) = styled(document, "Red Line")
    bottom = line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (bottom.get(qn("w:val")), bottom.get(qn("w:color"))) == ("single", "E60012")
    below = [one.style.name for one in document.paragraphs].index("Red Line") + 1
    assert texts(document)[below : below + 3] == ["", "", "关于慰问的通知"]


def test_upward_number_and_signer_share_a_line():
    document = written(head=Head("顺达机械工会文件", "顺工〔2026〕3号", signer="王建国"))
    (number,) = styled(document, "Paper Number")
    assert number.text == "顺工〔2026〕3号\t签发人：王建国"


def test_a_long_mark_keeps_to_one_line_by_narrower_characters():
    long = written(head=Head("顺达机械有限公司工会委员会文件"))
    scale = styled(long, "Mark")[0].runs[0]._r.rPr.find(qn("w:w"))
    assert 66 <= int(scale.get(qn("w:val"))) < 100
    longest = styled(written(head=Head("青溪镇工业园区新型建材行业联合工会委员会文件")), "Mark")[0].runs[0]
    assert 22 * longest.font.size.pt * 0.66 <= 156 / 25.4 * 72
    short = written(head=Head("青溪镇总工会文件"))
    assert styled(short, "Mark")[0].runs[0]._r.rPr.find(qn("w:w")) is None


def boxes(element):
    """What stands in boxes, by their names: the lines of each."""
    found = {}
    for box in element.iter(qn("wp:anchor")):
        lines = ["".join(t.text for t in p.iter(qn("w:t"))) for p in box.iter(qn("w:p"))]
        found[box.find(qn("wp:docPr")).get("name")] = lines
    return found


def test_a_letter_stands_between_double_lines_with_its_number_at_the_right_below_the_first():
    document = written(head=Head("青溪镇总工会", "青工函〔2026〕2号", form=HeadForm.LETTER))
    assert boxes(document.element.body)["发文机关标志"] == ["青溪镇总工会", ""]
    (number,) = styled(document, "Paper Number")
    assert (number.text, number.alignment) == ("青工函〔2026〕2号", 2)
    kinds = [line.get(qn("w:val")) for line in document.element.body.iter(qn("w:bottom"))]
    assert kinds == ["thickThinSmallGap"]


def test_the_first_page_of_a_letter_bears_a_line_and_no_number():
    section = written(head=Head("青溪镇总工会", form=HeadForm.LETTER)).sections[0]
    assert section.different_first_page_header_footer
    first = section.first_page_footer.part.element
    assert list(boxes(first)) == ["红色双线"]
    assert not list(first.iter(qn("w:fldSimple")))
    assert list(section.footer.part.element.iter(qn("w:fldSimple")))


def test_the_imprint_of_a_letter_names_the_copies_alone_without_lines():
    letter = Head("青溪镇总工会", form=HeadForm.LETTER)
    document = written(head=letter, imprint=Imprint("县总工会", "青溪镇总工会", DAY))
    assert boxes(document.element.body)["版记"] == ["　抄送：县总工会。"]


def test_minutes_bear_no_signature_though_nobody_is_named():
    document = written(head=Head("青溪镇总工会会议纪要", form=HeadForm.MINUTES))
    assert "2026年6月3日" not in texts(document)


def test_minutes_close_with_those_present_and_bear_no_signature():
    document = written(
        title="第六次会议纪要",
        head=Head("青溪镇总工会会议纪要", "第6期", form=HeadForm.MINUTES),
        attended=[("出席", "王建国、李芳"), ("列席", "周强")],
    )
    assert texts(document)[-3:] == ["", "出席：王建国、李芳", "列席：周强"]
    assert "2026年6月3日" not in texts(document)


# How far (issuer, date) stand in, by how much longer the issuer is than the date (in characters).
@pytest.mark.parametrize(("longer", "unsealed"), [(6, (2, 6)), (2, (2, 2)), (0, (4, 2)), (-2, (6, 2))])
def test_without_a_seal_the_date_begins_two_characters_behind_the_issuer(longer, unsealed):
    assert _unsealed(longer) == unsealed
    issuer_in, date_in = unsealed
    assert (issuer_in + longer) - date_in == 2  # both from the right edge, so their left edges lie two apart


@pytest.mark.parametrize(("longer", "sealed"), [(0, (4, 4)), (2, (3, 4)), (-2, (5, 4)), (8, (2, 6))])
def test_with_a_seal_the_issuer_stands_over_the_middle_of_the_date(longer, sealed):
    assert _sealed(longer) == sealed


def test_the_note_of_attachments_and_the_signature_take_a_line_of_text_along():
    document = written(attachments=[Attachment("名单", BODY)])
    (text,) = [one for one in document.paragraphs if one.text == BODY[0].runs][:1]
    assert text.paragraph_format.keep_with_next


def test_a_request_names_whom_to_ring_under_the_signature():
    assert texts(written(note="联系人：李芳"))[-1] == "（联系人：李芳）"
    assert texts(written(note="（联系人：李芳）"))[-1] == "（联系人：李芳）"


def test_the_imprint_lies_at_the_foot_of_the_last_page():
    document = written(imprint=Imprint("县总工会，镇党委办公室", "青溪镇总工会办公室", DAY))
    (box,) = document.element.body.iter(qn("wp:anchor"))
    assert box.find(qn("wp:positionV"))[0].text == "bottom"
    lines = ["".join(t.text for t in p.iter(qn("w:t"))) for p in box.iter(qn("w:p"))]
    assert lines == ["　抄送：县总工会，镇党委办公室。", "　青溪镇总工会办公室2026年6月3日印发"]
    assert not list(written(imprint=Imprint()).element.body.iter(qn("wp:anchor")))
