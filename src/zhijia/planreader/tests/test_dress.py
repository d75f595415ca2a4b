"""Dress: how a paper sets off its headings and times — stars, brackets, old numerals, blanks — and what each means."""

import pytest

from zhijia.planreader import read_text
from zhijia.planreader.characters import fold, number_of
from zhijia.planreader.lines import Block, lines_of


def tasks(text):
    return [(t.months, t.title) for t in read_text(text).tasks]


def headings(text):
    return [(h.level, h.number, h.title) for h in read_text(text).outline]


def line(text):
    return lines_of([Block(text)])[1][0].text


STARRED = """某社区工会一页纸
★月月干的
每月5日前  更新名册
每月10日  听意见
★想干没定的
看场地和经费再说，请大家帮着问问。
★谁来干
小周：名册"""


def test_a_star_above_lines_of_its_own_marks_headings():
    assert headings(STARRED) == [(1, "", "月月干的"), (1, "", "想干没定的"), (1, "", "谁来干")]
    assert [title for _, title in tasks(STARRED)] == ["更新名册", "听意见"]


def test_stars_on_lines_that_follow_one_another_are_a_list():
    text = "某厂工会\n三月份\n★植树\n★慰问\n四月份\n★读书\n★登山"
    assert headings(text) == []
    assert [months for months, _ in tasks(text)] == [(3,), (3,), (4,), (4,)]


def test_old_numerals_head_parts_and_stay_as_they_are():
    text = "壹、宗旨\n服务教工，办好校庆。\n貳、任務\n一、本會於三月舉辦義診。\n二、五月座談。\n叁 行事历\n九  月  聚餐"
    assert headings(text) == [(1, "壹", "宗旨"), (1, "貳", "任務"), (1, "叁", "行事历")]
    assert [months for months, _ in tasks(text)] == [(3,), (5,), (9,)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("叁月", "三月"),
        ("伍、陆月份", "五、六月份"),
        ("第贰部分", "第二部分"),
        ("由陆明负责", "由陆明负责"),
        ("伍佰元", "伍佰元"),
    ],
)
def test_old_numerals_are_numbers_only_where_a_time_or_part_follows(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("numeral", "value"), [("廿五", 25), ("卅", 30), ("卅一", 31)])
def test_twenties_and_thirties_in_one_sign(numeral, value):
    assert number_of(numeral) == value


def test_a_day_written_with_twenty_in_one_sign():
    assert [t.deadline for t in read_text("一、工作\n入会登记二月廿五日前完成。").tasks] == [(2, 25)]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("四 季 度", "四季度"),
        ("每 季 度 末  电器检查(物业)", "每季度末  电器检查(物业)"),
        ("春  节:值班慰问", "春节:值班慰问"),
        ("九  月  教师节聚餐", "九月  教师节聚餐"),
        ("张 三  李 四", "张 三  李 四"),
        ("植树 读书 登山", "植树 读书 登山"),
    ],
)
def test_blanks_inside_a_word(text, mended):
    assert line(text) == mended


FIELDS = """某法院工会2026年上半年工作计划
一、上半年具体事项
【午休室改造】
时间：元月至二月　地点：负一层　责任单位：行装科
【“五四”拔河赛】
时间：“五四”前后
责任人：团支部书记
【疗休养】
时间：待通知
责任人：主席"""


def test_activities_in_brackets_say_when_in_fields_below():
    assert [h[2] for h in headings(FIELDS)] == ["上半年具体事项", "午休室改造", "“五四”拔河赛", "疗休养"]
    assert tasks(FIELDS) == [((1, 2), "午休室改造"), ((5,), "“五四”拔河赛")]


def test_a_label_in_brackets_before_a_paragraph_is_in_no_title():
    text = "某厂工会工作安排\n【健康】三月组织体检。"
    assert tasks(text) == [((3,), "组织体检")]
    assert headings(text) == []


def test_an_annex_heads_what_stands_below_it():
    text = "一、会务\n5月开展选举。\n附：年历上圈出的日子\n元月十五日 困难摸底\n四月中旬 三轮车年检"
    assert headings(text)[-1] == (1, "", "附：年历上圈出的日子")
    assert tasks(text)[1:] == [((1,), "困难摸底"), ((4,), "三轮车年检")]


def test_attachments_listed_head_nothing():
    assert headings("一、会务\n5月开展选举。\n附：1.实施办法\n2.登记表") == [(1, "一", "会务")]


def test_a_schedule_called_by_its_rhythm_is_a_heading():
    text = "某站工会安排\n一、说明\n大家看群公告。\n旺季日程（按周排）：\n10月26日—11月1日  全员动员"
    assert headings(text)[-1][2] == "旺季日程（按周排）"


def test_an_entry_that_ends_in_its_own_month():
    assert tasks("一季度\n建会走访 1月\n年夜饭 2月中旬\n委员增补") == [
        ((1,), "建会走访"),
        ((2,), "年夜饭"),
        ((1, 2, 3), "委员增补"),
    ]


def test_a_heading_may_end_in_a_word_that_leaves_other_lines_open():
    text = "一、请大家做的\n各小组每季度报一次活动台账，逾期不收。\n二、其他\n有难处随时来说，不必预约。"
    assert [h[2] for h in headings(text)] == ["请大家做的", "其他"]


def test_a_sign_on_both_sides_frames_the_title():
    plan = read_text("◆ 某中学工会2025年工作安排 ◆\n■ 周历\n3月  植树\n■ 提醒\n提前调课。")
    assert (plan.title, plan.year) == ("◆ 某中学工会2025年工作安排 ◆".strip("◆ "), 2025)
    assert [h.title for h in plan.outline] == ["周历", "提醒"]
