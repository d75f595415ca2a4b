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


def test_details_between_the_fields_of_records():
    text = (
        "活动安排\n1. 第一季度：迎新\n- 活动名称：联欢会\n- 时间：1月上旬\n- 组织表演、游戏。\n"
        "2. 第二季度：健身\n- 活动名称：运动会\n- 时间：4月\n- 鼓励全员参加。"
    )
    assert tasks(text) == [((1,), "联欢会", None), ((4,), "运动会", None)]
    assert headings(text)[-2:] == [(2, "1", "第一季度：迎新"), (2, "2", "第二季度：健身")]


def test_fields_may_be_numbered():
    text = "（一）知识竞赛\n1、参赛对象：各工会\n2、竞赛时间：5月7日\n（二）漫步活动\n1、活动时间：4月26日"
    assert tasks(text) == [((5,), "知识竞赛", None), ((4,), "漫步活动", None)]


def test_times_as_columns():
    text = (
        "计划表\n|类别|1月|2月|3月|\n|---|---|---|---|\n|学习|培训| |讲座|\n|关爱| |走访；夏令营| |\n"
        "|责任人|王芳|李明|工会|"
    )
    assert tasks(text) == [
        ((1,), "培训", "王芳"),
        ((3,), "讲座", "工会"),
        ((2,), "走访", "李明"),
        ((2,), "夏令营", "李明"),
    ]


def test_a_motto_alone_on_its_line_is_part_of_the_title():
    text = "（一）学习之家：内强素质，外树形象\n组织读书。\n（二）民主之家：群策群力，共谋发展\n办好信箱。"
    assert headings(text) == [
        (1, "一", "学习之家：内强素质，外树形象"),
        (1, "二", "民主之家：群策群力，共谋发展"),
    ]


def test_counted_sisters_are_headings():
    assert headings("一、分组\n第一组\n组长王芳\n第二组\n组长李明") == [
        (1, "一", "分组"),
        (2, "", "第一组"),
        (2, "", "第二组"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月中旬—下旬：走访慰问", [((1,), "走访慰问")]),
        ("一、3———4月\n1、召开座谈会", [((3, 4), "召开座谈会")]),
        ("7月上旬：上半年工作小结，召开座谈会", [((7,), "上半年工作小结"), ((7,), "召开座谈会")]),
        (
            "- 开展劳动竞赛，竞赛自5月份开始，10月15日点火前结束，分标段每月评比一次流动红旗。",
            [((5, 6, 7, 8, 9, 10), "开展劳动竞赛"), ((5, 6, 7, 8, 9, 10), "分标段评比一次流动红旗")],
        ),
        ("工会委员带头下班组，每人联系两个，每月不少于两次。", [(tuple(range(1, 13)), "工会委员带头下班组")]),
        ("五月：\n（1）职工体检，从五月下旬起分四批进行。", [((5,), "职工体检")]),
    ],
)
def test_what_an_entry_says_of_its_time(text, expected):
    assert [(months, title) for months, title, _ in tasks(text)] == expected


def test_markdown_headings_stand_where_their_signs_say():
    text = "# 某厂工会计划\n## 一、重点\n### （一）竞赛\n- 5月开展比武。\n## 附件：安排表\n|时间|内容|\n|---|---|\n|3月|登山|"
    assert headings(text) == [(1, "一", "重点"), (2, "一", "竞赛"), (1, "", "附件：安排表")]


def test_ordinals_said_in_one_paragraph_are_no_headings():
    said = "一、抓竞赛\n第一，开展劳动竞赛。方案2月底前下发。第二，深化技术创新。三季度评选成果。"
    assert headings(said) == [(1, "一", "抓竞赛")]
    apart = "第一，抓竞赛。3月前下发方案。\n第二，抓规范。6月底前核对信息。"
    assert headings(apart) == [(1, "第一", "抓竞赛"), (1, "第二", "抓规范")]
    spoken = "第一件事，把门打开\n三月份上门登记，挨家挨户走到。\n第二件事，把手伸出去\n春节前走访困难家庭，送上心意。"
    assert [h[2] for h in headings(spoken)] == ["第一件事，把门打开", "第二件事，把手伸出去"]


def test_an_item_glued_to_its_heading_is_cut_from_it():
    text = "一、活动的有关要求(一)在“三八”节组织庆祝活动。(二)关心困难职工。二、活动安排(一)3月8日举行仪式。"
    assert headings(text) == [(1, "一", "活动的有关要求"), (1, "二", "活动安排")]
    assert [title for _, title, _ in tasks(text)] == ["组织庆祝活动", "举行仪式"]


def test_cells_that_stand_alone_before_a_bar():
    text = (
        "时间 |\n活动内容 |\n参加范围 |\n一月 |\n送温暖工程 春节联欢会 |\n患病职工 全院职工 |\n"
        "二月 |\n元宵节 登塔比赛 第一季度旅游 |\n全院职工 |\n三月 |\n羽毛球比赛 |\n全院职工 |"
    )
    assert [(months, title) for months, title, _ in tasks(text)] == [
        ((1,), "送温暖工程"),
        ((1,), "春节联欢会"),
        ((2,), "元宵节"),
        ((2,), "登塔比赛"),
        ((2,), "第一季度旅游"),
        ((3,), "羽毛球比赛"),
    ]


def test_page_numbers_between_broken_lines_go():
    lines = [
        "一、加强基层组织建设,扩大工会工作的覆盖面和影响力",
        "(一)抓好工会换届。任期届满的企业工会有十一家,",
        "分三批进行,第一批四家在4月底前完成选举,第二批的",
        "     1",
        "四家9月底前完成选举工作,第三批三家的选举工作将要",
        "推迟到明年年初,由组织部负责指导各企业把握好政策",
        "     2",
        "和程序,做好新老班子的交接,保证工作有序地进行下去",
    ]
    assert [(months, title) for months, title, _ in tasks("\n".join(lines))][:2] == [
        ((4,), "第一批四家完成选举"),
        ((9,), "第二批的四家完成选举工作"),
    ]


def test_columns_that_are_merged_downwards_name_groups():
    text = (
        "工作项目 | 具体措施 | 完成时间 | 责任人\n民主管理 | 召开职代会 | 3月20日前 | 王强\n"
        " | 职工代表巡视 | 每季度一次 | 王强\n维权 | 签订集体合同 | 4月 | 李丽"
    )
    assert [(title, owner) for _, title, owner in tasks(text)] == [
        ("召开职代会", "王强"),
        ("职工代表巡视", "王强"),
        ("签订集体合同", "李丽"),
    ]


def test_an_empty_cell_stays_a_cell():
    text = "月份\t主题\t内容\t部门\n3月\t巾帼风采\t手工课\t女工委\n9月\t喜迎中秋\t\t行政部\n\t\t登山\t工会办"
    assert tasks(text) == [
        ((3,), "手工课", "女工委"),
        ((9,), "喜迎中秋", "行政部"),
        ((9,), "登山", "工会办"),
    ]


def test_records_may_begin_with_their_time():
    text = "时间：3月8日\n活动：插花\n对象：女职工\n时间：4月\n活动：健走\n对象：全体职工"
    assert [(months, title) for months, title, _ in tasks(text)] == [((3,), "插花"), ((4,), "健走")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # an exact time in the closing bracket speaks for all of the item
        ("一季度\n1.春节慰问困难职工、退休职工（1月）", [((1,), "春节慰问困难职工、退休职工")]),
        ("一、二季度\n1、教职工合唱节。（5月）", [((5,), "教职工合唱节")]),
        # ranges that close further on
        ("一、竞赛\n3月启动、11月收官安全竞赛。", [(tuple(range(3, 12)), "安全竞赛")]),
        ("一、竞赛\n5月下旬启动安全竞赛，9月底结束。", [(tuple(range(5, 10)), "启动安全竞赛")]),
        # occasions, purposes, echoes
        ("一、安全\n6月“安全生产月”期间，组织安全巡视。", [((6,), "组织安全巡视")]),
        (
            "一、活动\n为庆祝“五一”节，总工会计划在五一期间举办庆祝“五一”系列活动。",
            [((5,), "总工会举办庆祝“五一”系列活动")],
        ),
        # what only says which one is meant
        ("一、财务\n上半年经费收支情况7月中旬前公示。", [((7,), "经费收支情况公示")]),
        ("一、大赛\n征集时间为3月—6月，8月底前完成评选。", [((3, 4, 5, 6), "大赛"), ((8,), "完成评选")]),
        # a paragraph that opens with a bare time and names no activity speaks for its heading
        ("一、迎新活动\n9月份，大一新生入校，为保证顺利报到，这是重要的活动。", [((9,), "迎新活动")]),
        ("一、安排\n每两个月组织一次讲座，时间安排在双月的第二个周一。", [((), "组织一次讲座")]),
        # afterwords stand outside the schedule
        (
            "十二月：\n年终总结\n此外，每月为职工过生日。",
            [((12,), "年终总结"), (tuple(range(1, 13)), "为职工过生日")],
        ),
        # labels
        ("11、12月：消防演练", [((11, 12), "消防演练")]),
        ("● 中秋节、国庆节：邻里百家宴", [((9, 10), "邻里百家宴")]),
        ("★ 三月\n△ 召开年会\n★ 四月\n△ 踏青", [((3,), "召开年会"), ((4,), "踏青")]),
        (
            "1、20xx年1月：舞会\n2、20xx年3月：教职工毽球赛\n具体分组：文科、理科",
            [((1,), "舞会"), ((3,), "教职工毽球赛")],
        ),
    ],
)
def test_layouts_others_use(text, expected):
    read = [(months, title) for months, title, _ in tasks("某工会工作计划\n" + text)]
    assert [months for months, _ in read] == [months for months, _ in expected]
    assert all(wanted in title for (_, title), (_, wanted) in zip(read, expected, strict=True)), read


def test_a_decorated_line_that_announces_a_list_is_a_heading():
    text = "活动安排如下：\n四月份：乒乓球赛\n九月份：友谊赛\n★乒乓球赛规程：\n1、比赛项目：个人赛\n2、比赛时间：4月18日"
    assert headings(text) == [(1, "", "乒乓球赛规程")]
    assert [(months, title) for months, title, _ in tasks(text)] == [
        ((4,), "乒乓球赛"),
        ((9,), "友谊赛"),
        ((4,), "乒乓球赛规程"),
    ]


def test_what_a_half_year_holds_may_head_a_list():
    text = "半年工作小结与下半年安排\n上半年做的工作：\n1、春节慰问15户。\n下半年要做的事：\n1、国庆期间检查安全。"
    assert [h[2] for h in headings(text)] == ["上半年做的工作", "下半年要做的事"]
    assert tasks(text) == [((10,), "检查安全", None)]


def test_articles_of_a_rule_are_items():
    text = "第一章 总则\n第一条 为规范活动，制定本计划。\n第二章 活动\n第二条 3月开展女职工活动。"
    assert [h[2] for h in headings(text)] == ["总则", "活动"]
    assert tasks(text) == [((3,), "开展女职工活动", None)]


def test_details_of_a_record_are_no_second_activity():
    text = "活动一：运动会\n活动时间：10月\n活动内容：跳绳、拔河\n活动二：联欢会\n活动时间：12月\n活动内容：各组出节目"
    assert [(months, title) for months, title, _ in tasks(text)] == [((10,), "运动会"), ((12,), "联欢会")]


@pytest.mark.parametrize(
    ("sentence", "months", "recurrence"),
    [
        ("寒暑假期间组织教师疗休养。", (1, 2, 7, 8), None),
        ("3、6、9、12月的20日前上报季度报表。", (3, 6, 9, 12), None),
        ("五至九月，每月开展一次劳动竞赛评比。", (5, 6, 7, 8, 9), "monthly"),
        ("每学年组织一次体检，安排在第二学期5月份。", (5,), "yearly:1"),
        ("中秋国庆双节期间慰问值班人员。", (9, 10), None),
        ("“两节”期间走访困难职工。", (1, 2), None),
        ("每月5日和20日开展志愿服务。", tuple(range(1, 13)), "monthly"),
        ("12月25日—次年1月10日开展冬送温暖。", (1, 12), None),
        ("举办选拔赛。承办全省决赛（9月）。", (9,), None),
        ("组织“五一”运动会。", (5,), None),
    ],
)
def test_times_in_a_sentence(sentence, months, recurrence):
    (task,) = read_text("某公司工会2026年工作计划\n一、主要工作\n" + sentence).tasks
    assert (task.months, task.recurrence) == (months, recurrence)


PLAN = (
    "清河区总工会2026年工作要点\n一、民主管理\n4月召开职代会，会前征集提案。\n二、文体活动\n五一期间举办运动会，"
    "国庆节前举办书画展。\n三、有关要求\n各单位要加强领导，把各项工作落到实处。"
)
READ = [((4,), "召开职代会", None), ((5,), "举办运动会", None), ((10,), "举办书画展", None)]


@pytest.mark.parametrize(
    "lines",
    [
        ["（2026年1月9日）"],
        ["2026年1月9日"],
        ["（2026年1月9日第三届委员会第二次全体会议通过）"],
        ["工会主席　张三"],
        ["各位代表、同志们："],
    ],
)
def test_what_stands_below_the_title_changes_nothing(lines):
    title, rest = PLAN.split("\n", 1)
    text = "\n".join([title, *lines, rest])
    assert tasks(text) == READ
    assert headings(text) == headings(PLAN)


@pytest.mark.parametrize(
    "text",
    [
        "清河区总工会文件\n\n" + PLAN,
        "首页 > 范文 > 工作计划\n来源：网络　作者：佚名　时间：2025-03-01\n" + PLAN + "\n上一篇：没有了",
        PLAN + "\n附件：1.活动经费预算表\n2.报名表\n抄送：区委办公室\n清河区总工会办公室 2026年1月9日印发",
        PLAN + "\n清河区总工会\n2026年1月9日",
    ],
)
def test_what_stands_around_a_paper_changes_nothing(text):
    assert tasks(text) == READ
    assert headings(text) == headings(PLAN)


def test_lines_cut_at_one_width_are_one():
    lines = [
        "一、抓学习",
        "二、做好工会宣传工作,完善工会文档资料的管理,按照上级要求办好职",
        "工之家",
        "三、抓活动",
    ]
    lines += [
        "四、切实关心职工生活,在春节前走访慰问困难职工和离退休老同志等",
        "人员",
        "五、抓比赛",
        "六、抓总结",
    ]
    assert tasks("\n".join(lines)) == [((1, 2), "走访慰问困难职工和离退休老同志等人员", None)]


@pytest.mark.parametrize(
    "label",
    [
        "三月",
        "3月份：",
        "【3月】",
        "（三月）",
        "★3月★",
        "<3月>",
        "「三月」",
        "● 3月：",
        "3月.",
        "3月——",
        "2026年3月",
    ],
)
def test_a_label_in_any_dress(label):
    assert tasks(
        f"工会活动安排\n{label}\n1、走访职工\n{label.replace('3', '5').replace('三', '五')}\n1、组织登山"
    ) == [
        ((3,), "走访职工", None),
        ((5,), "组织登山", None),
    ]


def test_a_motto_under_a_label_is_no_entry():
    text = "工会安排\n一月\n工作重点：送温暖\n1．走访职工\n二月\n工作重点：竞赛\n1．启动竞赛"
    assert tasks(text) == [((1,), "走访职工", None), ((2,), "启动竞赛", None)]


def test_frequencies_in_brackets_of_their_own_are_two_tasks():
    text = "一、自身建设\n坚持例会制度（每月5日）、学习制度（每周五下午）。"
    assert [t.recurrence for t in read_text(text).tasks] == ["monthly", "weekly"]


def test_columns_of_times_with_the_field_of_work_last():
    assert tasks("表\n1月\t2月\t3月\t类别\n培训\t\t讲座\t学习\n\t走访\t\t关爱") == [
        ((1,), "培训", None),
        ((3,), "讲座", None),
        ((2,), "走访", None),
    ]


def test_rows_whose_cells_are_one_space_apart_are_not_joined():
    rows = ["1　新春茶话会　1月20日　张明", "2　女工插花　3月8日　李娜", "3　年终评优　12月　张明"]
    text = "\n".join(["车间工会2026年活动计划", "序号　活动名称　时间　负责人", *rows])
    assert tasks(text) == [
        ((1,), "新春茶话会", "张明"),
        ((3,), "女工插花", "李娜"),
        ((12,), "年终评优", "张明"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("6月底前完成上半年工作总结，谋划下半年工作。", [((6,), "完成上半年工作总结")]),
        ("组织“两癌”筛查3000人，分别在4月和9月集中进行。", [((4, 9), "组织“两癌”筛查3000人")]),
    ],
)
def test_a_period_between_verb_and_noun_says_which(sentence, expected):
    assert [
        (months, title) for months, title, _ in tasks("某公司工会2026年工作计划\n一、主要工作\n" + sentence)
    ] == expected


def test_western_full_stops_end_a_heading():
    text = "一、回顾\n(一)关爱有温度.全年慰问53人.\n(二)活动有气氛.组织了登山.\n二、计划\n1.气排球赛\n时间:4月中旬"
    assert [h[2] for h in headings(text)] == ["回顾", "关爱有温度", "活动有气氛", "计划", "气排球赛"]


def test_a_contents_page_without_dots_goes():
    parts = "（一）建设标准\n（二）方法步骤\n"
    text = (
        "某厂工会意见\n目录\n" + parts + "各分会：\n（一）建设标准\n要有人管。\n（二）方法步骤\n3月摸底调查。"
    )
    assert headings(text) == [(1, "一", "建设标准"), (1, "二", "方法步骤")]


def test_headings_in_black_brackets_stand_above_plain_ones():
    long = "围绕中心工作，扎实开展各项活动，做到有计划、有落实、有检查、有总结。"
    text = f"工会计划\n【总体思路】\n{long}\n【重点任务】\n抓实思想工作\n{long}\n抓实权益维护\n{long}\n【工作要求】\n{long}"
    assert [h[::2] for h in headings(text)] == [
        (1, "总体思路"),
        (1, "重点任务"),
        (2, "抓实思想工作"),
        (2, "抓实权益维护"),
        (1, "工作要求"),
    ]


def test_notes_below_a_schedule_are_no_entries():
    text = "月份表：\n11月：运动会\n12月：晚会\n备注：1、地点由会员投票决定。\n2、撞期顺延。"
    assert [title for _, title, _ in tasks(text)] == ["运动会", "晚会"]
