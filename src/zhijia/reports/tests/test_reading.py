"""From bytes to text, title and period."""

import pytest

from zhijia.planreader import Unreadable
from zhijia.reports import reading


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("青溪镇总工会2026年上半年工作总结", "2026H1"),
        ("2026年工作总结", "2026"),
        ("二季度小结\n（2026年第二季度）", "2026Q2"),
        ("2026年度工会工作总结", "2026"),
        ("2026年3月份工作小结", "2026-03"),
        ("2025—2026学年第一学期工会工作总结", "2025-2026-1"),
        ("2025-2026学年度工会总结", "2025-2026"),
        ("工会工作总结\n（2026年）", "2026"),
        ("工作总结", None),
        ("20xx年工作总结", None),
    ],
)
def test_the_period_is_read_off_the_head(head, code):
    found = reading.period_of(f"{head}\n一年来，开展走访慰问12次。")
    assert (found.code if found else None) == code


def test_the_title_is_the_line_that_says_so():
    assert (
        reading.title_of("青总工〔2026〕12号\n\n青溪镇总工会2026年工作总结\n一年来……")
        == "青溪镇总工会2026年工作总结"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_keeps_its_characters_and_counts_line_ends_once(encoding):
    text = "工作总结\r\n一、帮扶\r走访 12 户。\n"
    assert reading.text_of(text.encode(encoding)) == "工作总结\n一、帮扶\n走访 12 户。\n"


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n0000", b"PK\x03\x04broken"])
def test_what_is_no_text_gets_a_sentence_about_summaries(data):
    with pytest.raises(Unreadable) as refused:
        reading.text_of(data)
    assert "计划" not in str(refused.value)
