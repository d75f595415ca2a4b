"""Stages that look at several lines or clauses at once: fields, letters, seasons, what a bare time speaks of."""

import pytest

from zhijia.planreader import read_text


def tasks(text):
    return [(t.months, t.title, t.owner) for t in read_text(text).tasks]


def headings(text):
    return [(h.level, h.number, h.title) for h in read_text(text).outline]


def test_fields_that_repeat_are_a_table_on_end():
    text = "某厂工会计划\n项目：登山\n时间：5月\n负责：王芳\n项目：体检\n时间：7-8月\n负责：李明"
    assert tasks(text) == [((5,), "登山", "王芳"), ((7, 8), "体检", "李明")]


def test_one_set_of_fields_is_no_table():
    assert tasks("主题：登山\n时间：5月") == []


def test_who_signed_and_when_is_neither_label_nor_entry():
    text = (
        "关于印发工作要点的通知\n现印发给你们。\n河东区总工会\n2025年2月18日\n河东区总工会工作要点\n"
        "一、抓活动\n1.组织登山。（责任部门：宣教科；完成时限：5月底前）\n2.走访职工。\n"
        "十二月份：\n评选先进\n河东区总工会\n2025年1月6日"
    )
    assert tasks(text) == [((5,), "组织登山", "宣教科"), ((12,), "评选先进", None)]


def test_a_full_date_above_entries_stays_a_label():
    assert tasks("3月5日\n义务植树\n3月8日\n女职工登山") == [
        ((3,), "义务植树", None),
        ((3,), "女职工登山", None),
    ]


def test_a_season_is_neither_heading_nor_entry():
    text = "活动安排\n春季：\n3月8日：插花\n秋季：\n9月中旬：游园会"
    assert headings(text) == []
    assert tasks(text) == [((3,), "插花", None), ((9,), "游园会", None)]


def test_whom_a_letter_is_addressed_to_is_no_heading():
    assert headings("各工会、各联合会：\n一、抓学习\n组织职工读书。\n二、抓竞赛\n组织比武。") == [
        (1, "一", "抓学习"),
        (1, "二", "抓竞赛"),
    ]


def test_bare_numbers_head_the_decimals_below_them():
    text = (
        "1 思想工作\n1.1 学习\n每月集中学习一次。\n1.2 宣传\n办好专栏。\n2 民主管理\n2.1 职代会\n一季度召开。"
    )
    assert headings(text) == [
        (1, "1", "思想工作"),
        (2, "1.1", "学习"),
        (2, "1.2", "宣传"),
        (1, "2", "民主管理"),
        (2, "2.1", "职代会"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a bare time with “held” speaks of what stands before it, a bare count too
        ("职代会按期召开，拟定于3月中旬举行。", [((3,), "职代会按期召开")]),
        ("疗休养分三批进行，4月、5月各一批。", [((4, 5), "疗休养分三批进行")]),
        # what says only what the month is called gives way to what is done in it
        ("三月份是女职工活动月，要办一场讲座。", [((3,), "要办一场讲座")]),
        # a time alone in a bracket is said of what stands before it
        ("暑期开设托管班（7月10日-8月20日）。", [((7, 8), "开设托管班")]),
        ("夏季（7—9月）为职工发放用品。", [((7, 8, 9), "夏季为职工发放用品")]),
        # days known by numerals, among their like
        ("结合五四、七一、十一等节日组织歌咏比赛。", [((5, 7, 10), "组织歌咏比赛")]),
        ("任期于8月届满。", []),
        ("每月第一周周五下午集中学习。", [(tuple(range(1, 13)), "集中学习")]),
        ("经费每半年公布一次，账目半年自查一次。", [((), "经费公布一次"), ((), "账目自查一次")]),
    ],
)
def test_what_a_time_speaks_of(text, expected):
    assert [(months, title) for months, title, _ in tasks(text)] == expected


def test_a_clause_that_only_repeats_the_lead_gives_it_the_time():
    text = "一、民主管理\n1.筹备召开教代会。大会拟于4月上旬召开。\n2.做好体检工作。今年体检拟安排在5月份。"
    assert tasks(text) == [((4,), "筹备召开教代会", None), ((5,), "做好体检工作", None)]


def test_entries_behind_bullets_are_runs():
    assert tasks("● 春节：写春联，走访困难家庭\n● 元宵节：猜灯谜、包汤圆") == [
        ((1, 2), "写春联", None),
        ((1, 2), "走访困难家庭", None),
        ((2,), "猜灯谜", None),
        ((2,), "包汤圆", None),
    ]


def test_a_part_on_an_earlier_year_looks_back():
    text = (
        "2025年工作总结和2026年工作计划\n一、2025年主要工作\n3月组织学习。\n二、2026年工作计划\n5月组织登山。"
    )
    assert tasks(text) == [((5,), "组织登山", None)]


def test_what_became_nothing_is_listed():
    plan = read_text("某厂工会工作计划\n一、抓活动\n5月组织登山。天气好就好。\n某厂工会\n2026年1月6日")
    assert [plan.text[a:b] for a, b in plan.unused] == [
        "某厂工会工作计划",
        "天气好就好。",
        "某厂工会",
        "2026年1月6日",
    ]
