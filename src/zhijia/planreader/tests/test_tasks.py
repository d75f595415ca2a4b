"""Schedule, running text, titles and what a time governs, seen through whole little texts."""

import pytest

from zhijia.planreader import months_after_new_year, read_text


def tasks(text):
    return [(t.months, t.title) for t in read_text(text).tasks]


def test_an_item_under_a_label_is_one_task():
    assert tasks("三月份\n1、召开座谈会,听取意见\n2、走访职工;更新档案") == [
        ((3,), "召开座谈会"),
        ((3,), "走访职工"),
        ((3,), "更新档案"),
    ]


def test_a_run_after_a_label_is_split():
    assert tasks("三月份:庆祝“三八”节,趣味运动会\n四月份:扫墓、春游活动\n五月份:举办讲座、参加义诊") == [
        ((3,), "庆祝“三八”节"),
        ((3,), "趣味运动会"),
        ((4,), "扫墓、春游活动"),
        ((5,), "举办讲座"),
        ((5,), "参加义诊"),
    ]


def test_details_after_a_colon_give_no_task():
    assert tasks("三月份\n1、节前慰问:电话慰问,上门慰问") == [((3,), "节前慰问")]


def test_an_exact_time_outranks_the_label_and_the_label_a_festival():
    assert tasks("九、十月份\n1、重阳节活动\n2、9月底前上报报表") == [
        ((9, 10), "重阳节活动"),
        ((9,), "上报报表"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("计划在三月份开展运动会,六月份举办篮球赛。", [((3,), "开展运动会"), ((6,), "举办篮球赛")]),
        ("评比方案4月底前制定完成。", [((4,), "评比方案制定完成")]),
        ("中秋节慰问职工。", [((9,), "慰问职工")]),
        ("在“三八”、“五一”等节日,开展相关活动。", [((3, 5), "开展相关活动")]),
        ("举办庆“三八”系列活动、“五一”活动。", [((3,), "举办庆“三八”系列活动"), ((5,), "“五一”活动")]),
        ("5月,组织职工体检。", [((5,), "组织职工体检")]),
        ("组织职工体检,5月底前完成。", [((5,), "组织职工体检")]),
        ("学习五四精神,争当三八红旗手。", []),
        ("去年3月举办了运动会。", []),
        ("根据3月5日会议精神,抓好落实。", []),
    ],
)
def test_running_text(text, expected):
    assert tasks(text) == expected


def test_a_time_without_words_speaks_for_its_unit():
    text = "一、组织建设\n(一)划分工会小组。经讨论重新划分。此项工作在3月底前完成。\n(二)改选分会。另行通知。"
    (task,) = read_text(text).tasks
    assert (task.title, task.months, task.section) == ("划分工会小组", (3,), "(一)划分工会小组")


def test_fields_below_an_item():
    text = "一、活动\n1.读书会\n时间:4月23日\n责任人:王芳\n2.登山\n时间:10月\n责任人:李明"
    assert [(t.title, t.months, t.owner, t.deadline) for t in read_text(text).tasks] == [
        ("读书会", (4,), "王芳", (4, 23)),
        ("登山", (10,), "李明", None),
    ]


@pytest.mark.parametrize(
    "line", ["1.组织培训3月份", "1.组织培训。3月", "1、组织培训(3月)", "组织培训(3月)", "组织培训……3月"]
)
def test_lines_that_end_in_the_month(line):
    (task,) = read_text(line).tasks
    assert task.months == (3,)
    assert task.title.startswith("组织培训")


def test_first_term_crosses_the_year():
    plan = read_text("某小学2023-2024学年第一学期工会计划\n9月\n1、庆祝教师节\n1月\n1、工会总结")
    assert plan.period == "first_term"
    assert plan.year == 2023
    assert [t.school_year_offset for t in plan.tasks] == [0, 1]
    assert months_after_new_year("first_term", (1, 9, 10, 11, 12)) == (1,)


def test_owner_and_quantity():
    (task,) = read_text("(一)抓好服务。3月走访企业30家,由组织部负责。").tasks
    assert (task.owner, task.quantity, task.unit) == ("组织部", 30, "家")


def test_every_time_label_spelling():
    for label in [
        "3月:",
        "三月份",
        "【三月】",
        "(三月)",
        "3月份工作安排:",
        "３月",
        "三月 ",
        "3月——",
        "三月份主要工作:",
    ]:
        joint = "" if label[-1] in ": —" else "\n"
        assert tasks(f"{label}{joint}走访困难职工\n四月\n登山比赛")[0] == ((3,), "走访困难职工"), label


def test_a_part_of_a_month_means_the_month_said_before_it():
    plan = read_text("一、劳动保护\n1.6月上旬制定方案,中旬组织自查,下旬集中整改。\n2.抓培训。")
    assert [(t.months, t.title, t.deadline) for t in plan.tasks] == [
        ((6,), "制定方案", (6, 10)),
        ((6,), "组织自查", (6, 20)),
        ((6,), "集中整改", (6, 31)),
    ]


def test_beginning_and_end_are_one_range():
    assert tasks("竞赛活动从3月开始,11月结束,要层层发动。") == [(tuple(range(3, 12)), "竞赛活动")]
    assert tasks("冬送温暖从11月起,至次年2月底结束。") == [((1, 2, 11, 12), "冬送温暖")]


def test_how_often_and_when_are_said_of_one_thing():
    plan = read_text("职代会每年召开一次,于3月上旬举行。")
    assert [(t.months, t.recurrence, t.title) for t in plan.tasks] == [((3,), "yearly:1", "职代会")]


def test_an_effect_is_not_what_happens():
    assert tasks("一、关爱职工\n邀请专家授课,缓解压力,每半年不少于一次。") == [((), "邀请专家授课")]


def test_a_time_field_speaks_for_the_activity_above_it():
    text = "(一)教师节座谈会\n时间:9月9日下午,分两场\n主办单位:院工会、人事处\n承办单位:人事处"
    plan = read_text(f"{text}\n(二)排球赛\n时间:10月\n负责人:赵丽")
    assert [(t.months, t.title, t.owner) for t in plan.tasks] == [
        ((9,), "教师节座谈会", "人事处"),
        ((10,), "排球赛", "赵丽"),
    ]


def test_an_entry_that_begins_with_its_own_time():
    assert tasks("第三季度\n1、7月至8月,工会领导深入一线送清凉。\n2、趣味运动会") == [
        ((7, 8), "工会领导深入一线送清凉"),
        ((7, 8, 9), "趣味运动会"),
    ]


def test_an_edge_of_the_year_inside_a_name_does_not_outrank_the_label():
    assert tasks("7月份\n——召开年中工会工作会议\n——慰问老党员") == [
        ((7,), "召开年中工会工作会议"),
        ((7,), "慰问老党员"),
    ]


def test_a_plan_for_the_second_half_does_not_plan_the_first():
    text = "某厂工会2024年下半年工作计划\n上半年,各项工作有序推进。\n8月份开展技能比武。"
    assert tasks(text) == [((8,), "开展技能比武")]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("1.12月开展冬季大检查。由劳保部负责。", "劳保部"),
        ("1.社团每月开展一次活动,由社团负责人带队。", "社团负责人"),
        ("第三季度举办岗位练兵,四季度比武。具体方案另定,责任部门:人资部。", "人资部"),
    ],
)
def test_owners_of_a_whole_unit(text, owner):
    assert read_text(text).tasks[0].owner == owner


def test_who_answers_for_it_is_not_what_happens():
    plan = read_text(
        "一是组织朗诵会。国庆节前举行,由团支部承办。\n二是抓培训。会员轮训由各部室轮流承办,5月开始。"
    )
    assert [(t.months, t.title, t.owner) for t in plan.tasks][:1] == [((10,), "组织朗诵会", "团支部")]
    assert tasks("十一月份\n家访困难教师,由宣传委员带队") == [((11,), "家访困难教师")]


def test_a_range_may_end_at_a_festival():
    assert tasks("12月起至春节前,走访困难会员。") == [((1, 2, 12), "走访困难会员")]
    assert tasks("运动会于10月18日开幕,11月2日闭幕。") == [((10, 11), "运动会")]


def test_an_owner_in_brackets_behind_the_full_stop_is_that_of_the_sentence_before():
    text = "3月召开职代会。(责任人:张三)5月开展劳动竞赛。(责任人:李四,王五)"
    assert [(t.title, t.owner) for t in read_text(text).tasks] == [
        ("召开职代会", "张三"),
        ("开展劳动竞赛", "李四"),
    ]
    labelled = "三月份:召开职代会。(责任人:张三)组织体检。(责任部门:保障部)"
    assert [(t.title, t.owner) for t in read_text(labelled).tasks] == [
        ("召开职代会", "张三"),
        ("组织体检", "保障部"),
    ]


def test_beside_an_exact_time_a_festival_is_the_theme():
    assert tasks("3月上旬举办“三八”妇女节运动会和健康讲座。") == [((3,), "举办“三八”妇女节运动会和健康讲座")]
    assert tasks("3月份举办女职工座谈会和“三八”妇女节表彰会。") == [
        ((3,), "举办女职工座谈会和“三八”妇女节表彰会")
    ]
    assert read_text("3月上旬举办“三八”妇女节运动会。").tasks[0].when == "3月上旬"


def test_matters_of_last_year_may_be_done_this_year():
    assert tasks("2月底前完成上年决算和本年预算编制。") == [((2,), "完成上年决算和本年预算编制")]
    assert tasks("去年5月组织了职工体检。") == []


def test_a_long_list_goes_on_after_its_99th_item():
    text = "\n".join(f"{i}、{i % 12 + 1}月召开第{i}次会议。" for i in range(1, 2001))
    assert len(tasks(text)) == 2000
    assert tasks("1、召开会议\n2026、2027年的事另定") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("开展五一节庆祝活动。", "开展五一节庆祝活动"),
        ("组织春节走访慰问活动。", "组织春节走访慰问活动"),
        ("春节走访慰问困难职工。", "走访慰问困难职工"),
        ("抓好年终工作。", "抓好年终工作"),
        ("年终召开总结会。", "召开总结会"),
    ],
)
def test_what_the_activity_is_about_stays_in_its_title(text, title):
    assert [t for _, t in tasks(text)] == [title]


def test_an_owner_between_the_time_and_the_activity():
    plan = read_text("3月15日前,由组织部负责,做好代表选举工作。")
    assert [(t.months, t.title, t.owner) for t in plan.tasks] == [((3,), "做好代表选举工作", "组织部")]


def test_a_half_year_under_a_narrower_time_is_part_of_a_name():
    assert tasks("六月份:\n1、上半年工作小结\n2、召开会议")[0] == ((6,), "上半年工作小结")


def test_every_week_an_issue_is_no_weekday():
    assert [t.recurrence for t in read_text("办好职工广播,每周一期。").tasks] == ["weekly"]


def test_the_agent_at_the_end_is_no_part_of_the_title():
    plan = read_text("国庆节文艺汇演由综合科牵头。")
    assert [(t.title, t.owner) for t in plan.tasks] == [("国庆节文艺汇演", "综合科")]


def test_fields_below_the_theme_of_a_month():
    plan = read_text("一月 暖心月\n活动:走访困难职工;慰问值班人员\n负责:生保部\n二月 团圆月\n活动:猜灯谜")
    assert [(t.months, t.title, t.owner) for t in plan.tasks] == [
        ((1,), "走访困难职工", "生保部"),
        ((1,), "慰问值班人员", "生保部"),
        ((2,), "猜灯谜", None),
    ]
    assert [h.title for h in plan.outline] == ["一月暖心月", "二月团圆月"]
