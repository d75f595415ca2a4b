"""Where schedules and tables are over, and what the lines behind them are."""

import pytest

from zhijia.planreader import read_text


def tasks(text):
    return [(t.months, t.title) for t in read_text(text).tasks]


MONTHS = "活动安排\n3月：女职工健步走\n6月：包粽子比赛\n12月：迎新联欢"


@pytest.mark.parametrize(
    "tail",
    [
        "各分会要按计划办好活动，经费不得超出限额。",
        "1、活动时间如有变动，工会另行通知。\n2、外出要注意安全。",
        "希望大家踊跃报名，把身体练好。\n报名找工会小组长。",
        "工会将根据大家的意见调整以上安排",
        "请各小组做好准备。",
        "注意事项\n1、带好证件\n2、听从指挥",
        "活动经费从工会经费中列支\n参加人员由小组长统计",
        "这些活动都不占用工作时间。参加的人由小组长登记。",
    ],
)
def test_what_stands_below_the_last_label_and_is_unlike_its_sisters_is_no_entry(tail):
    assert tasks(f"{MONTHS}\n{tail}") == [((3,), "女职工健步走"), ((6,), "包粽子比赛"), ((12,), "迎新联欢")]


def test_entries_of_the_last_label_stay_entries():
    text = "3月\n1、女职工健步走\n6月\n1、包粽子比赛\n12月\n1、迎新联欢\n2、各小组要评出先进\n3、慰问值班职工"
    assert [title for _, title in tasks(text)] == [
        "女职工健步走",
        "包粽子比赛",
        "迎新联欢",
        "各小组要评出先进",
        "慰问值班职工",
    ]


def test_where_every_label_asks_something_the_last_may_too():
    text = "3月\n组织健步走。各小组要派人参加。\n12月\n迎新联欢。\n评选先进。各小组要先推荐名单。"
    assert tasks(text)[-1] == ((12,), "评选先进")


def test_times_behind_a_schedule_are_read_as_running_text():
    text = f"{MONTHS}\n各分会要把全年活动的照片整理好，11月底前交到工会办公室存档。"
    assert tasks(text)[-1][0] == (11,)


@pytest.mark.parametrize(
    "tail",
    [
        "请各组按时参加\n活动经费由工会承担",
        "4 保障条件\n4.1 组织保障\n专人负责。\n4.2 经费保障\n按时拨付。",
        "注：\n1、遇雨顺延。\n2、自愿参加。",
    ],
)
def test_lines_below_a_table_are_no_rows(tail):
    bars = "| 时间 | 项目 |\n|---|---|\n| 3月 | 健步走 |\n| 12月 | 迎新联欢 |\n"
    tabs = "时间\t项目\n3月\t健步走\n12月\t迎新联欢\n"
    for table in (bars,) if tail.startswith("4") else (bars, tabs):
        assert tasks(table + tail) == [((3,), "健步走"), ((12,), "迎新联欢")]


def test_the_name_of_an_activity_outranks_what_it_is_about():
    text = "时间\t活动内容\t活动名称\n3月\t走一走、看一看\t健步走\n5月\t写字、画画\t书画展"
    assert tasks(text) == [((3,), "健步走"), ((5,), "书画展")]


def test_stages_with_their_time_in_brackets():
    text = "第一步（3月），摸底排队。找出问题。\n第二步（4月一6月），对标练兵。\n要抓出实效，不得走过场。"
    assert tasks(text) == [((3,), "摸底排队"), ((4, 5, 6), "对标练兵")]


def test_full_stops_that_were_lost_are_put_back():
    text = "空壳工会要逐个整顿，能激活的激活 整顿工作由副主席负责，9月底前见到成效 联合工会主席由村干部担任，报酬按规定落实"
    assert tasks(text) == [((9,), "整顿工作")]


def test_a_bracket_with_an_act_of_its_own_is_a_sentence():
    text = "不仅教技术，还要教如何与人沟通（带教名单3月底前报\n护理部）。定期考核。"
    assert tasks(text) == [((3,), "带教名单报护理部")]


@pytest.mark.parametrize("time", ["2月3日（正月初六）", "2月3日(农历正月初六)"])
def test_the_lunar_day_beside_a_date_adds_no_month(time):
    assert tasks(f"{time}：返乡会员座谈\n3月5日：义务理发") == [
        ((2,), "返乡会员座谈"),
        ((3,), "义务理发"),
    ]


def test_dates_that_open_their_lines_are_a_list_below_a_heading():
    text = "一、想法\n办好事。\n二、活动日程\n3月7日，读书会，全体女教师参加。\n4月中旬，踏青，家属可以参加。"
    assert tasks(text) == [((3,), "读书会"), ((4,), "踏青")]


def test_a_report_that_closes_with_hopes_is_a_summary():
    text = (
        "20XX年分工会工作总结\n一、抓学习\n坚持每月一次茶座，10月组织了秋游。\n二、抓活动\n每季度办一次比赛。\n"
        "三、存在问题与今后设想\n活动还不够多。今后要更好地为大家服务。"
    )
    plan = read_text(text)
    assert (plan.kind, plan.tasks) == ("summary", [])


def test_contents_on_one_line_head_nothing():
    text = "工会计划\n目录：一、想法 二、安排\n一、想法\n办好事。\n二、安排\n3月：登山\n5月：划船"
    assert [(h.number, h.title) for h in read_text(text).outline] == [("一", "想法"), ("二", "安排")]


def test_a_schedule_with_its_year_below_the_parts_is_a_part():
    text = "工会要点\n一、抓学习\n读好书。\n二、抓活动\n办好赛。\n2025年主要活动安排\n时间\t名称\n3月\t登山\n5月\t划船"
    assert [(h.level, h.title) for h in read_text(text).outline][-1] == (1, "2025年主要活动安排")


def test_an_act_that_asks_something_further_on_is_an_entry():
    text = "1月\n慰问职工。\n3月\n健步走。\n12月\n迎新会。\n组织全体职工新年登高，各科室应按时参加。"
    assert tasks(text)[-1] == ((12,), "组织全体职工新年登高")


def test_a_year_told_without_the_word_summary_is_one():
    text = (
        "一年来我们做了这些\n3月，女职工到敬老院包饺子，老人们乐得合不拢嘴。\n6月，工会与团委办了演讲赛。\n"
        "9月，为三名职工子女送去助学金。\n每月的读书会没有断过。\n大家说，工会这一年没有白忙。"
    )
    plan = read_text(text)
    assert (plan.kind, plan.tasks) == ("summary", [])


def test_a_notice_to_unions_below_is_guidance_whatever_it_lacks():
    plan = read_text(
        "各分公司工会：\n现将2025年技能竞赛工作通知如下，请认真组织实施。\n一、内容\n5月举办比武。"
    )
    assert (plan.kind, plan.year) == ("opinion", 2025)


def test_the_year_ahead_counts_where_the_title_reports_first():
    assert read_text("某行工会2024年工作情况和2025年工作计划\n一、抓学习\n读好书。").year == 2025


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月10日为主席面谈日，职工直接到办公室。", ("主席面谈日", "monthly")),
        ("经费审查委员会履行职责，一学期查一次账。", ("查一次账", "yearly:2")),
    ],
)
def test_how_often_in_other_words(text, expected):
    assert [(t.title, t.recurrence) for t in read_text(text).tasks] == [expected]


@pytest.mark.parametrize(
    "text", ["科研人员常在外地，一去就是一两个月。", "孩子寒暑假没有人带，是大家的烦心事。"]
)
def test_what_is_no_activity(text):
    assert tasks(text) == []


def test_who_holds_it_may_be_what_is_done():
    assert tasks("第二季度\n● 承办羽毛球赛\n● 承办单位：文体部") == [((4, 5, 6), "承办羽毛球赛")]


def test_a_short_line_between_blank_and_paragraph_is_a_heading_though_full_stops_are_gone():
    long = "凡是福利待遇、考核办法、食堂管理等事项，先听意见再作决定，办事过程向职工公开"
    text = f"抓实思想工作\n{long}\n\n抓实权益维护\n{long}\n\n抓实素质提升\n{long}"
    assert [h.title for h in read_text(text).outline] == ["抓实思想工作", "抓实权益维护", "抓实素质提升"]
