import pytest

from zhijia.planreader import read_text


def headings(text):
    return [(h.level, h.number, h.title) for h in read_text(text).outline]


def test_depth_is_nesting_and_not_the_kind_of_numeral():
    text = (
        "一、甲工作\n1、乙事项\n要认真组织实施,抓好落实。\n二、"
        "丙工作\n(一)丁事项\n1、戊内容\n要认真组织实施,抓好落实。"
    )
    assert headings(text) == [
        (1, "一", "甲工作"),
        (2, "1", "乙事项"),
        (1, "二", "丙工作"),
        (2, "一", "丁事项"),
        (3, "1", "戊内容"),
    ]


def test_top_numbering_may_be_in_brackets():
    assert [h[0] for h in headings("(一)抓学习。组织职工读书。\n(二)抓竞赛。组织职工比武。")] == [1, 1]


def test_run_in_arabic_leads_are_items():
    assert headings("一、主要工作\n1、加强学习,提高素质。要组织读书。\n2、参与管理。要开好职代会。") == [
        (1, "一", "主要工作")
    ]


def test_plain_one_sentence_items_are_no_headings():
    assert headings("(一)组织春游。\n(二)组织秋游。\n(三)组织体检。") == []


def test_a_leaf_is_a_heading_when_its_sisters_are():
    assert len(headings("(一)抓学习。组织职工读书。\n(二)抓竞赛。组织职工比武。\n(三)抓慰问。")) == 3


def test_bare_months_are_no_headings_but_numbered_ones_are():
    assert headings("三月份\n1、登山\n四月份\n1、拔河") == []
    assert headings("一、三月份\n1、登山\n二、四月份\n1、拔河") == [(1, "一", "三月份"), (1, "二", "四月份")]


def test_a_month_with_a_theme_is_a_heading():
    assert headings("3月学习活动月\n1、读书会\n2、讲座\n4月健康活动月\n1、登山") == [
        (1, "", "3月学习活动月"),
        (1, "", "4月健康活动月"),
    ]


def test_schedule_entries_are_never_headings():
    assert headings("三月份\n一、召开会议。研究全年工作。\n二、组织登山。注意安全。") == []


def test_leads_that_state_their_time_are_items():
    assert headings("一、活动安排\n(一)3月举办登山比赛。各组参加。\n(二)4月举办拔河比赛。各组参加。") == [
        (1, "一", "活动安排")
    ]


def test_unnumbered_lines_that_title_what_follows():
    text = (
        "工作目标\n团结职工,服务企业,当好职工信赖的娘家人和贴心人。\n工作措施\n1、组织登山。\n2、组织拔河。"
    )
    assert headings(text) == [(1, "", "工作目标"), (1, "", "工作措施")]


def test_unnumbered_parts_stand_above_numbering_that_restarts():
    text = (
        "前段回顾\n一、抓学习\n组织职工读书看报。\n二、抓竞赛\n组织职工比武。"
        "\n后段打算\n一、抓慰问\n走访困难职工。"
    )
    assert [h[0] for h in headings(text)] == [1, 2, 2, 1, 2]


def test_the_documents_title_is_no_heading():
    assert headings("某厂工会2024年工作计划\n一、抓学习\n组织职工读书。") == [(1, "一", "抓学习")]


def test_a_heading_that_runs_into_its_text_is_cut():
    text = (
        "一、加强工会自身建设,进一步提高工会干部队伍的服务水平围绕全年的目标任务,"
        "组织工会干部参加各类业务学习和培训,提高本领。"
    )
    assert headings(text) == [(1, "一", "加强工会自身建设,进一步提高工会干部队伍的服务水平")]


@pytest.mark.parametrize("mark", ["第{}章 ", "第{}部分 ", "{}、", "({})", "{}．"])
def test_marks_of_every_kind(mark):
    text = "\n".join(
        f"{mark.format(n)}抓{what}\n要认真组织,抓好落实。" for n, what in zip("一二三", "甲乙丙", strict=True)
    )
    assert [h[2] for h in headings(text)] == ["抓甲", "抓乙", "抓丙"]


def test_a_heading_is_over_where_its_measures_begin():
    assert headings(
        "一、突出思想引领,凝聚力量 一是抓学习。坚持学习。\n二、突出发展 一是抓竞赛。认真组织。"
    ) == [
        (1, "一", "突出思想引领,凝聚力量"),
        (1, "二", "突出发展"),
    ]


def test_a_heading_that_runs_into_a_sentence_with_a_time_is_cut():
    text = "一、突出服务发展\n要认真组织。\n二、夯实基层基础推动工会组织向新业态延伸,年底前新增会员三百人。"
    assert headings(text)[1] == (1, "二", "夯实基层基础")


def test_the_name_of_a_festival_above_fields_is_a_heading():
    text = "一、活动项目\n(一)教师节座谈会\n时间:9月9日上午\n地点:会议室\n(二)排球赛\n时间:10月\n地点:操场"
    assert headings(text)[1:] == [(2, "一", "教师节座谈会"), (2, "二", "排球赛")]


def test_an_unnumbered_heading_at_the_end_stands_beside_the_one_above_the_numbers():
    text = (
        "主要任务\n一、抓学习\n要认真组织,抓好落实。\n二、抓竞赛\n要认真组织,抓好落实。\n"
        "努力方向\n工会工作千头万绪,我们将以饱满的热情做好各项工作,当好职工的娘家人。"
    )
    assert [(h[0], h[2]) for h in headings(text)] == [
        (1, "主要任务"),
        (2, "抓学习"),
        (2, "抓竞赛"),
        (1, "努力方向"),
    ]


def test_black_brackets_alone_on_a_line_hold_a_heading():
    plan = read_text("某厂工会2026年计划\n【思想引领】\n▲ 3月学习劳模事迹。\n【民主管理】\n▲ 4月召开职代会。")
    assert [(h.level, h.title) for h in plan.outline] == [(1, "思想引领"), (1, "民主管理")]
    assert read_text("【三月】\n召开职代会").outline == []
