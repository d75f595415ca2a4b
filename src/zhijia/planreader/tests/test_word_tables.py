"""Tables of Word files: rows as one sees them."""

import io

import docx

from zhijia.planreader import read_file
from zhijia.planreader.tests.docx_parts import abstract, cell, level, listed, num, p, package, row, table
from zhijia.planreader.word import blocks_of_docx

LONG = "组织职工学习上级文件，结合本单位实际提出具体措施，认真抓好落实，确保取得实效。"


def rows(body: str, **parts: str) -> list[str]:
    return [block.text for block in blocks_of_docx(package(body, **parts), print)]


def test_cells_become_columns():
    blocks = blocks_of_docx(package(table(["时间", "内容"], ["3月", "登山"])), print)
    assert [(block.text, block.row) for block in blocks] == [("时间\t内容", True), ("3月\t登山", True)]


def test_a_cell_merged_downwards_speaks_for_each_row():
    body = table(
        ["时间", "内容"],
        [cell("3月", merge="restart"), "登山"],
        [cell("", merge="continue"), "拔河"],
        ["4月", "读书"],
    )
    assert rows(body) == ["时间\t内容", "3月\t登山", "3月\t拔河", "4月\t读书"]


def test_a_schedule_with_merged_months_is_read():
    document = docx.Document()
    grid = document.add_table(rows=4, cols=3)
    for r, texts in enumerate(
        [["时间", "内容", "责任人"], ["三月", "登山", "王芳"], ["", "拔河", "李明"], ["6月", "讲座", "工会"]]
    ):
        for c, text in enumerate(texts):
            grid.cell(r, c).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    out = io.BytesIO()
    document.save(out)
    assert [(t.months, t.title, t.owner) for t in read_file(out.getvalue()).tasks] == [
        ((3,), "登山", "王芳"),
        ((3,), "拔河", "李明"),
        ((6,), "讲座", "工会"),
    ]


def test_a_cell_over_several_columns_keeps_the_others_in_their_place():
    body = table(["时间", "内容", "要求", "责任人"], ["3月", cell("登山", span=2), "王芳"])
    assert rows(body) == ["时间\t内容\t要求\t责任人", "3月\t登山\t\t王芳"]


def test_a_head_over_several_columns_names_each():
    body = table(["时间", cell("内容", span=2)], ["3月", "登山", "不少于20人"])
    assert rows(body)[0] == "时间\t内容\t内容"


def test_a_title_over_the_table_and_a_note_under_it_are_text():
    body = table(
        [cell("2026年活动安排", span=2)], ["时间", "内容"], ["3月", "登山"], [cell("注：雨天顺延", span=2)]
    )
    blocks = blocks_of_docx(package(body), print)
    assert [(block.text, block.row) for block in blocks] == [
        ("2026年活动安排", False),
        ("时间\t内容", True),
        ("3月\t登山", True),
        ("注：雨天顺延", False),
    ]


def test_a_line_across_the_middle_belongs_to_every_column():
    body = table(["时间", "内容"], ["1月", "慰问"], [cell("第二季度", span=2)], ["4月", "登山"])
    assert rows(body)[2] == "第二季度\t第二季度"


def test_a_cell_left_out_at_the_start_of_a_row():
    late = row("拔河", properties='<w:gridBefore w:val="1"/>')
    assert rows(table(["时间", "内容"], ["3月", "登山"], late))[2] == "\t拔河"


def test_paragraphs_in_a_cell_stay_apart_and_a_list_keeps_its_numbers():
    numbering = abstract(3, level("decimal", "%1.")) + num(7, 3)
    body = table(["时间", "内容"], ["3月", cell(listed("登山"), listed("拔河。"), listed("读书"))])
    assert rows(body, numbering=numbering)[1] == "3月\t1. 登山；2. 拔河。3. 读书"


def test_a_word_set_upright_is_one_word():
    body = table(["时间", "内容"], [cell("一", "季", "度"), "登山"])
    assert rows(body)[1] == "一季度\t登山"


def test_a_head_broken_over_two_paragraphs_is_one_word():
    assert rows(table([cell("完成", "时间"), "内容"], ["3月", "登山"]))[0] == "完成时间\t内容"


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_there():
    gone = row("5月", "春游", properties="<w:del/>")
    old = cell("旧").replace("<w:tcPr>", "<w:tcPr><w:cellDel/>")
    body = table(["时间", "内容"], ["3月", "登山"], gone, row("4月", old, "读书", properties="<w:ins/>"))
    assert rows(body) == ["时间\t内容", "3月\t登山", "4月\t读书"]


def test_rows_and_cells_in_content_controls():
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = table(["时间", "内容"], control(row("3月", control(cell("登山")))))
    assert rows(body) == ["时间\t内容", "3月\t登山"]


def test_one_column_is_only_layout():
    plan = read_file(package(table([cell("一、主要工作", "1、3月走访职工。")])))
    assert [h.title for h in plan.outline] == ["主要工作"]
    assert plan.tasks[0].section == "一、主要工作"


def test_a_form_with_the_whole_plan_in_one_cell_is_text():
    body = table(["单位", "顺达机械工会"], ["工作计划", cell("一、学习", LONG, LONG, "二、文体", LONG, LONG)])
    assert rows(body) == ["单位\t顺达机械工会", "工作计划", "一、学习", LONG, LONG, "二、文体", LONG, LONG]


def test_a_schedule_with_much_in_its_cells_stays_a_schedule():
    body = table(["时间", "内容", "责任人"], ["3月", cell(*[LONG] * 6), "王芳"])
    assert len(rows(body)) == 2


def test_a_table_in_a_table_is_read_where_it_stands():
    inner = table(["时间", "内容"], ["3月", "登山"])
    assert rows(table(["单位", "工会"], ["安排", cell(inner, p("完"))])) == [
        "单位\t工会",
        "安排",
        "时间\t内容",
        "3月\t登山",
        "完",
    ]
