"""Shapes: tables and lists as they are found once they were copied: a cell a line, months over the whole width,
two schedules side by side, a quarter that only frames, what has no time, who printed it."""

import pytest

from zhijia.planreader import read_text


def tasks(text):
    return [(t.months, t.title, t.owner) for t in read_text(text).tasks]


def dated(text):
    return [(months, title) for months, title, _ in tasks(text)]


@pytest.mark.parametrize("month", ["三月份\t三月份\t三月份", "三月份", "三月份\t\t"])
def test_a_month_over_the_whole_width_is_that_of_the_rows_below(month):
    text = (
        f"序号\t内容\t责任人\n{month}\n1\t植树\t王芳\n2\t体检\t李明\n四月份\t四月份\t四月份\n3\t读书会\t王芳"
    )
    assert tasks(text) == [((3,), "植树", "王芳"), ((3,), "体检", "李明"), ((4,), "读书会", "王芳")]


@pytest.mark.parametrize(
    "imprint",
    [
        "县总工会办公室\t2026年1月5日印发",
        "县总工会办公室　　　2026年元月5日印发　　（共印12份）",
        "抄送：县委办，县政府办。",
    ],
)
def test_who_printed_the_paper_plans_nothing(imprint):
    plan = read_text(f"时间\t内容\t责任人\n3月\t植树\t王芳\n4月\t登山\t李明\n{imprint}")
    assert [t.title for t in plan.tasks] == ["植树", "登山"]
    assert plan.undated == []


def test_the_number_of_a_paper_is_no_heading():
    text = "江市总工会工作要点\n江工发〔2025〕6号\n各县总工会：\n现将要点印发给你们，请认真组织实施，并按时报送。"
    assert read_text(text).outline == []


MERGED = "月份\n序号\n活动\n责任人\n9月\n1\n迎新\n王芳\n2\n结对\n李明\n10 月\n3\n寒假慰问\n工会主席"


def test_rows_counted_behind_a_merged_month_a_cell_a_line():
    assert tasks(MERGED) == [
        ((9,), "迎新", "王芳"),
        ((9,), "结对", "李明"),
        ((10,), "寒假慰问", "工会主席"),
    ]


def test_rows_behind_a_merged_month_without_numbers():
    text = "时间\n内容\n责任人\n3月\n植树\n王芳\n读书会\n李明\n4月\n登山\n王芳"
    assert tasks(text) == [((3,), "植树", "王芳"), ((3,), "读书会", "李明"), ((4,), "登山", "王芳")]


def test_a_matrix_a_cell_a_line():
    text = (
        "责任单位\n一季度\n二季度\n三季度\n四季度\n城关镇\n①换届\n①文艺夜\n—\n①结业展\n大河乡\n—\n·竞赛\n·慰问\n—\n"
        "注：“—”表示不单列。"
    )
    assert dated(text) == [
        ((1, 2, 3), "换届"),
        ((4, 5, 6), "文艺夜"),
        ((10, 11, 12), "结业展"),
        ((4, 5, 6), "竞赛"),
        ((7, 8, 9), "慰问"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "上半年                    下半年\n1月  慰问                 7月  送清凉\n2月  团拜                 8月  助学\n"
        "待定  疗养                9月  登山",
        "月份\t活动\t月份\t活动\n1月\t慰问\t7月\t送清凉\n2月\t团拜\t8月\t助学\n\t\t9月\t登山",
    ],
)
def test_two_schedules_side_by_side(text):
    assert dated(text) == [((1,), "慰问"), ((7,), "送清凉"), ((2,), "团拜"), ((8,), "助学"), ((9,), "登山")]
    assert read_text(text).outline == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三月\n植树\n待定  职工疗养\n四月\n登山", [((3,), "植树"), ((4,), "登山")]),
        ("三月：植树\n四月：登山\n机动：疗休养（待通知）", [((3,), "植树"), ((4,), "登山")]),
        ("重阳：敬老\n职工运动会：时间待定", [((10,), "敬老")]),
        ("一、活动\n迎新春联欢 待定", []),
        # a place or a detail may still be open
        ("三月：植树（地点待定）\n四月：登山", [((3,), "植树"), ((4,), "登山")]),
    ],
)
def test_what_has_no_time_yet(text, expected):
    assert dated(text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a quarter that names no act frames the dates in it
        ("一季度人刚回来，二月底前登记入会；三月看电影。", [((2,), "登记入会"), ((3,), "看电影")]),
        ("一季度召开职代会，三月举办插花。", [((1, 2, 3), "召开职代会"), ((3,), "举办插花")]),
        # what is not done
        ("指标年中不作调整。", []),
        ("旺季的10月不安排活动，11月开展演练。", [((11,), "开展演练")]),
        # who does it is no part of the name
        ("评分表3月5日前由安全科印发。", [((3,), "评分表印发")]),
        ("台账由综合部重新造册，此项工作在2月20日前完成。", [((2,), "台账重新造册")]),
        # a deadline is no report, the name of a paper no announcement
        ("选址意见征集截至2月28日。", [((2,), "选址意见征集")]),
        ("《2026年工作计划》已经1月16日委员会同意。", []),
        # an old date of a law, of a letter, of a debt
        ("考核按办法（总工发〔2024〕17号，2024年5月8日印发）执行。", []),
        ("本办法依据一九九二年四月三日颁布的法律。", []),
        ("两乡2025年尾欠的任务计入今年。", []),
        ("读书会每月最后一个星期五举行。", [(tuple(range(1, 13)), "读书会举行")]),
        ("暑期爱心托管班 7月6日—8月21日", [((7, 8), "暑期爱心托管班")]),
    ],
)
def test_what_a_sentence_plans(sentence, expected):
    assert dated(f"某厂工会2026年工作安排\n一、工作\n{sentence}") == expected


def test_a_festival_above_its_entries():
    assert dated("春节：①年夜饭；②走访\n国庆：歌咏比赛") == [
        ((1, 2), "年夜饭"),
        ((1, 2), "走访"),
        ((10,), "歌咏比赛"),
    ]


def test_the_next_part_may_follow_the_bracket_that_names_who_answers():
    text = (
        "（一）组织\n上半年建会。（责任单位：组织部）（二）服务。每两个月发放一次用品。（责任单位：女工部）"
    )
    assert [(h.number, h.title) for h in read_text(text).outline] == [("一", "组织"), ("二", "服务")]


def test_a_list_on_the_line_of_its_bullet_makes_no_heading():
    text = (
        "一、重点\n◎民主  提案件件必复，十个工作日送达。\n◎关怀  ①住院必访；②讲座每学期一场。\n"
        "◎社团  三社每周四活动，社长互推。"
    )
    assert [h.title for h in read_text(text).outline] == ["重点"]
