"""Hindsight: what a paper tells of the time before gives no task, and what comes after it does."""

import pytest

from zhijia.planreader import read_text


def tasks(text):
    return [(t.months, t.title) for t in read_text(text).tasks]


REPORT = """某街道总工会2025年工作报告
（2026年1月12日）
一、一年来的工作
三月评出好师傅八名，五月办了运动会。
二、看到的短板
活动扎堆，经费不平衡。
三、今年怎么干
四月底前完成建会摸底。
四、主要活动排定
健步走 5月
五、逢节要办
端午 送粽子"""


def test_a_report_that_goes_on_to_this_year_plans_from_there_on():
    plan = read_text(REPORT)
    assert (plan.kind, plan.year) == ("mixed", 2026)
    assert tasks(REPORT) == [((4,), "完成建会摸底"), ((5,), "健步走"), ((6,), "送粽子")]


def test_a_report_that_looks_nowhere_ahead_stays_a_report():
    text = "某街道总工会2025年工作报告\n一、今年主要工作\n三月评出好师傅。\n二、存在的短板\n活动扎堆。\n2026年1月12日"
    plan = read_text(text)
    assert (plan.kind, plan.year, plan.tasks) == ("summary", 2025, [])


@pytest.mark.parametrize("name", ["上年回眸", "回望2024", "去年的账", "一年回顾"])
def test_a_part_named_after_the_year_before_gives_none_in_a_plan_too(name):
    text = f"某镇总工会2025年工作计划\n一、{name}\n3月办健步走，5月表彰工匠。\n二、要办的事\n6月开展义诊。"
    assert tasks(text) == [((6,), "开展义诊")]


def test_a_paragraph_labelled_so_gives_none():
    text = "某厂工会2026年工作安排\n【回头看】2025年送清凉五轮；八月夏令营停办。\n【要做】九月开展比武。"
    assert tasks(text) == [((9,), "开展比武")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # the year before holds to the end of the sentence …
        ("去年十月新区启用，护士转岗；十一月问卷收回三百份。三月开展义诊。", [((3,), "开展义诊")]),
        ("过去一年，三月办理义卖；五月接受评估。", []),
        ("2025年8月换届，10月份发出问卷。", []),
        # … or to what is said of now, and not over what is still to be done
        ("去年办了三回事：端午发粽子，立秋送瓜；今年六月办运动会。", [((6,), "办运动会")]),
        ("去年8月摸底，力争每季度开展回访。", [((*range(1, 13),), "开展回访")]),
        ("去年12月部署的检查，3月底前完成整改。", [((3,), "完成整改")]),
        # what is only measured by the year before is planned
        ("在去年基础上，5月举办第二届比武。", [((5,), "举办第二届比武")]),
    ],
)
def test_the_year_before_in_a_sentence(sentence, expected):
    assert tasks(f"某厂工会2026年工作计划\n一、工作\n{sentence}") == expected


def test_last_term_is_over_in_a_terms_plan():
    text = "某校工会2025学年第一学期工作计划\n一、活动\n上学期，五月举办趣味赛。"
    assert tasks(text) == []
