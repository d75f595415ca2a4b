"""PDF files: paragraphs and tables are put together again from where the text stands."""

import pytest

from zhijia.planreader import Unreadable, read_file
from zhijia.planreader.intake import blocks_of_bytes
from zhijia.planreader.pdf_layout import blocks_of_pages
from zhijia.planreader.pdf_page import Page, Run
from zhijia.planreader.tests.pdf_parts import PICTURE, grid, pdf, stroke, text


def page(*lines: tuple[float, float, str], rules=(), size: float = 12) -> Page:
    """A page with these lines: (x, y of the lower edge, text); a Chinese character is as wide as high."""
    runs = [
        Run(words, x, y - size, x + sum(size / 2 if sign.isascii() else size for sign in words), y)
        for x, y, words in lines
    ]
    return Page(runs, list(rules), 595.0, 842.0)


def texts(*pages: Page) -> list[str]:
    return [block.text for block in blocks_of_pages(list(pages))]


def filled(start: str, width: int = 34) -> str:
    """A line that reaches the right margin."""
    return (start + "组织职工学习上级文件结合本单位实际提出具体措施认真抓好落实确保取得实效再接再厉")[:width]


def lines(
    *words: str, left: float = 90, indent: float = 24, begin: float = 100
) -> list[tuple[float, float, str]]:
    """Lines one under the other; those that begin with > are indented."""
    return [
        (left + (indent if one.startswith(">") else 0), begin + 24 * n, one.removeprefix(">"))
        for n, one in enumerate(words)
    ]


# --- paragraphs


def test_a_line_broken_by_the_width_goes_on():
    shown = texts(page(*lines(">" + filled("1、3月", 32), filled(""), "职工满意。", ">2、4月登山。")))
    assert shown == [filled("1、3月", 32) + filled("") + "职工满意。", "2、4月登山。"]


def test_a_short_line_ends_its_paragraph():
    assert texts(page(*lines(filled("").replace("。", ""), "一、目标", "二、要求", "完"))) == [
        filled(""),
        "一、目标",
        "二、要求",
        "完",
    ]


def test_a_sentence_that_ends_at_the_margin_goes_on_where_paragraphs_are_indented():
    full = filled("", 33) + "。"
    shown = texts(
        page(*lines(">" + filled("3月", 31) + "。", full, "再抓落实。", ">" + filled("4月", 32), "完成。"))
    )
    assert shown == [filled("3月", 31) + "。" + full + "再抓落实。", filled("4月", 32) + "完成。"]


def test_a_list_with_hanging_lines():
    rows = [
        (90, 100, filled("1、3月")),
        (114, 124, filled("", 32)),
        (114, 148, "完成。"),
        (90, 172, filled("2、4月")),
    ]
    assert texts(page(*rows)) == [filled("1、3月") + filled("", 32) + "完成。", filled("2、4月")]


def test_a_number_moved_down_whole_leaves_room_and_still_goes_on():
    shown = texts(page(*lines(filled("", 32), "2026年完成。", filled("一、"), filled("二、"))))
    assert shown[0] == filled("", 32) + "2026年完成。"


def test_a_paragraph_goes_on_over_the_page():
    first = page(*lines(">" + filled("3月", 32), begin=700), (90, 790, "- 1 -"))
    second = page(*lines("完成。", ">4月登山。", begin=100), (90, 790, "- 2 -"))
    assert texts(first, second) == [filled("3月", 32) + "完成。", "4月登山。"]


def test_heads_and_feet_of_every_page_go_and_single_page_numbers_too():
    def sheet(number, words):
        return page((90, 50, "青溪镇总工会文件汇编"), (90, 300, words), (280, 800, f"第 {number} 页 共 3 页"))

    assert texts(sheet(1, "甲"), sheet(2, "乙"), sheet(3, "丙")) == ["甲", "乙", "丙"]
    assert texts(page((90, 100, "3月登山"), (290, 800, "—3—"))) == ["3月登山"]


def test_what_only_looks_alike_at_the_edge_stays():
    pages = [page((90, 100, f"{n}、{n}月开展第{n}场比武。"), (90, 300, "另起")) for n in (3, 7, 9)]
    assert [one for one in texts(*pages) if "比武" in one] == [
        f"{n}、{n}月开展第{n}场比武。" for n in (3, 7, 9)
    ]


# --- tables


def test_wide_gaps_are_columns():
    rows = [(90, 100, "时间"), (200, 100, "内容"), (90, 124, "3月"), (200, 124, "登山")]
    assert texts(page(*rows)) == ["时间\t内容", "3月\t登山"]


def test_the_second_line_of_a_cell_without_borders():
    rows = [
        (90, 100, "3月"),
        (200, 100, "走访困难"),
        (400, 100, "王芳"),
        (200, 114, "职工"),
        (200, 128, "家庭"),
    ]
    assert texts(page(*rows)) == ["3月\t走访困难职工家庭\t王芳"]


RULED = [(90, 200, 90, 320), (150, 200, 150, 320), (400, 200, 400, 320)] + [
    (90, y, 400, y) for y in (200, 230, 280, 320)
]


def test_borders_make_a_table_and_a_cell_s_lines_one_text():
    full = "走访慰问困难职工家庭送去慰问金和米面油"
    rows = [(95, 220, "时间"), (155, 220, "内容"), (95, 260, "3月"), (155, 250, full), (155, 270, "共十户。")]
    blocks = blocks_of_pages(
        [page((90, 150, "一、安排"), *rows, (155, 300, "登山"), (90, 400, "二、要求"), rules=RULED)]
    )
    assert [(block.text, block.row) for block in blocks] == [
        ("一、安排", False),
        ("时间\t内容", True),
        (f"3月\t{full}共十户。", True),
        ("\t登山", True),
        ("二、要求", False),
    ]


def test_a_missing_border_merges_cells():
    without = [rule for rule in RULED if rule[1] != 280] + [(150, 280, 400, 280)]
    rows = [(95, 220, "时间"), (155, 220, "内容"), (95, 280, "3月"), (155, 260, "登山"), (155, 300, "拔河")]
    assert texts(page(*rows, rules=without)) == ["时间\t内容", "3月\t登山", "3月\t拔河"]


def test_a_table_over_two_pages_loses_its_second_head_and_mends_a_cut_row():
    first = page((95, 220, "时间"), (155, 220, "内容"), (95, 260, "3月"), (155, 260, "走访困难"), rules=RULED)
    second = page(
        (95, 220, "时间"),
        (155, 220, "内容"),
        (155, 260, "职工。"),
        (95, 300, "4月"),
        (155, 300, "登山"),
        rules=RULED,
    )
    first = first._replace(runs=[*first.runs, Run("王芳", 205, 248, 229, 260)])
    wide = [*RULED, (200, 200, 200, 320)]
    shown = texts(first._replace(rules=wide), second._replace(rules=wide))
    assert shown == ["时间\t内容\t", "3月\t走访困难职工。\t王芳", "4月\t登山\t"]


def test_a_frame_around_text_is_no_table():
    frame = [(80, 80, 80, 300), (500, 80, 500, 300), (80, 80, 500, 80), (80, 300, 500, 300)]
    assert texts(page((90, 100, "一、目标"), (90, 124, "二、要求"), rules=frame)) == ["一、目标", "二、要求"]


# --- real files


def test_text_and_a_table_of_a_pdf():
    sheet = text(90, 100, "某厂工会2026年工作计划", 22) + text(90, 150, "一、3月走访困难职工。")
    sheet += grid([90, 200, 400], [200, 220, 240])
    sheet += text(95, 215, "时间") + text(205, 215, "内容") + text(95, 235, "4月") + text(205, 235, "登山")
    plan = read_file(pdf(sheet))
    assert plan.year == 2026
    assert [(task.months, task.title) for task in plan.tasks] == [((3,), "走访困难职工"), ((4,), "登山")]


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [("0 1 -1 0 300 90", 90), ("0 -1 1 0 300 700", 270), ("-1 0 0 -1 400 700", 180), ("1 0 0 1 90 700", 0)],
)
def test_text_that_stands_on_its_side_is_turned(matrix, turn):
    one, two = (words.encode("utf-16-be").hex() for words in ("3-15", "4-20"))
    words = f"BT /F 12 Tf {matrix} Tm <{one}> Tj 0 -24 Td <{two}> Tj ET\n"
    assert [block.text for block in blocks_of_bytes(pdf(words, rotate=turn), print)] == ["3-15", "4-20"]


def test_what_stands_nowhere_is_not_read():
    far = "BT /F 12 Tf 1 0 0 1 1e30 1e38 Tm <0041> Tj ET 1e30 0 m 1e38 0 l S\n"
    assert read_file(pdf(far + text(90, 100, "3月走访"))).text == "3月走访"


def test_radicals_become_plain_characters():
    assert "3月" in read_file(pdf(text(90, 100, "3⽉⼯会走访"))).text


def test_pages_that_are_pictures_are_named():
    said: list[str] = []
    blocks = blocks_of_bytes(
        pdf(text(90, 100, "3月走访"), PICTURE, text(90, 100, "4月"), PICTURE), said.append
    )
    assert [block.text for block in blocks] == ["3月走访", "4月"]
    assert "第 2、4 页是图片" in said[0]


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data)
    return str(caught.value)


def test_a_scan_is_a_picture():
    assert refusal(pdf(PICTURE)).startswith("这是图片，读不出文字，请把文字粘贴进来。")


def test_a_pdf_without_anything():
    assert "没有文字" in refusal(pdf(stroke(1, 1, 50, 50)))


def test_a_locked_pdf():
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'11' * 32}>/P -4>>/ID[<00><00>]"
    assert "密码" in refusal(pdf(text(90, 100, "3月"), more=lock))


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"%PDF-1.7\n" + b"\xff" * 500])
def test_a_damaged_pdf(data):
    assert "PDF 不完整或已经损坏" in refusal(data)


def test_a_font_without_its_signs():
    assert "乱码" in refusal(pdf(text(90, 100, "\ue001\ue002\ue003\ue004")))


def test_too_many_pages():
    assert "太长" in refusal(pdf(*[text(90, 100, "甲")] * 301))
