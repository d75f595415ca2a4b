import pytest

from zhijia.planreader import read_text


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("某厂工会2024年工作计划\n一、抓学习\n要认真。", 2024, "calendar"),
        ("某厂工会20__年工作计划\n一、抓学习\n要认真。", None, "calendar"),
        ("某小学2023—2024学年第二学期工会计划\n一、抓学习\n要认真。", 2024, "second_term"),
        ("某小学2023-2024学年度工会计划\n一、抓学习\n要认真。", 2023, "school_year"),
        ("某局工会2022年下半年工作安排\n一、抓学习\n要认真。", 2022, "second_half"),
        ("某厂工会二〇二四年工作计划\n一、抓学习\n要认真。", 2024, "calendar"),
    ],
)
def test_year_and_period(text, year, period):
    plan = read_text(text)
    assert (plan.year, plan.period) == (year, period)
    assert plan.year_masked is (year is None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("某厂工会工作计划", "plan"),
        ("某厂工会工作总结", "summary"),
        ("某镇总工会关于加强协商工作的意见", "opinion"),
        ("某厂工会上半年工作总结和下半年工作计划", "mixed"),
        ("某局工会工作要点", "plan"),
    ],
)
def test_kind_by_title(title, kind):
    assert read_text(f"{title}\n一、抓学习\n要认真组织。").kind == kind


@pytest.mark.parametrize(
    ("title", "union_type"),
    [
        ("青山小学工会计划", "school"),
        ("青山医院工会计划", "hospital"),
        ("青山公司工会计划", "enterprise"),
        ("青山区税务局工会计划", "government"),
        ("青山镇总工会计划", "town"),
        ("青山社区工会计划", "community"),
        ("青山研究所工会计划", "other"),
    ],
)
def test_union_type_by_name(title, union_type):
    assert read_text(f"{title}\n一、抓学习\n要认真组织。").union_type == union_type


def test_a_summary_gives_no_tasks():
    plan = read_text(
        "某厂工会2021年工作总结\n一、抓慰问\n春节期间走访职工18户。\n二、抓体检\n8月进行了体检。"
    )
    assert plan.kind == "summary"
    assert plan.tasks == []
    assert plan.undated == []


def test_the_year_of_a_title_with_two_is_the_one_planned():
    assert read_text("某区总工会2023年工作总结和2024年工作打算\n一、抓学习\n要认真组织。").year == 2024
    assert read_text("某区总工会2023年工作总结\n一、抓学习\n认真组织。").year == 2023
