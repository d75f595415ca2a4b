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
        "2026年1月5日印发",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a part of a month, two parts, all of it
        (
            "3月\n上旬：插花\n中旬至下旬：护河\n4月\n全月：读书",
            [((3,), "插花"), ((3,), "护河"), ((4,), "读书")],
        ),
        ("2月\n上旬：（放假）\n下旬：招募", [((2,), "招募")]),
        # the end of a month, a comma, another month: two times
        ("一、赛事\n练兵到4月底，5月中旬决出十佳。", [((4,), "练兵"), ((5,), "决出十佳")]),
        # a time alone in the bracket that closes an entry speaks for it
        ("一、活动\n1.新春招聘会（正月十五前后）", [((2,), "新春招聘会")]),
        ("一、活动\n1.年终会员评议（12月上旬，由组织委员负责）", [((12,), "年终会员评议")]),
        ("11月起至次年2月：供暖巡查", [((1, 2, 11, 12), "供暖巡查")]),
        # entries of one list, one without a label
        ("→中秋：慰问\n→职工体检：第三季度分批安排", [((9,), "慰问"), ((7, 8, 9), "职工体检")]),
        ("一、活动\n1·百人企业建会。完成时限：6月底前。", [((6,), "百人企业建会")]),
        ("时间\t内容\n5月\t竞赛\n6月\t包粽子\n注：端午节放假顺延。", [((5,), "竞赛"), ((6,), "包粽子")]),
    ],
)
def test_how_entries_say_when(text, expected):
    assert dated(text) == expected


def test_what_the_first_half_of_the_year_brought_is_over_in_a_plan_for_the_second():
    text = "某矿工会下半年工作打算\n上半年：5月评选了标兵，6月改造澡堂。\n8月：送凉茶"
    assert dated(text) == [((8,), "送凉茶")]


@pytest.mark.parametrize(
    "text",
    [
        "做什么：年夜饭\n什么时候：春节前\n谁来做：食堂\n做什么：讲座\n什么时候：3月\n谁来做：卫生站",
        "序号 / 事项 / 责任科室 / 时间\n1 / 年夜饭 / 食堂 / 春节前\n2 / 讲座 / 卫生站 / 3月",
    ],
)
def test_columns_in_everyday_words_and_between_slashes(text):
    assert tasks(text) == [((1, 2), "年夜饭", "食堂"), ((3,), "讲座", "卫生站")]


def test_a_matrix_of_departments_says_who_answers():
    text = "责任部门\t一季度\t二季度\n营业部\t练兵\t竞赛\n综合部\t\t体检"
    assert tasks(text) == [
        ((1, 2, 3), "练兵", "营业部"),
        ((4, 5, 6), "竞赛", "营业部"),
        ((4, 5, 6), "体检", "综合部"),
    ]


def test_weeks_with_several_rows_a_cell_a_line():
    text = "周次\n日期\n内容\n负责\n一\n3月2日—3月6日\n开园团拜\n园工会\n信息核对\n李艳\n六\n4月6日—4月10日\n祭扫\n党支部"
    assert tasks(text) == [((3,), "开园团拜", "园工会"), ((3,), "信息核对", "李艳"), ((4,), "祭扫", "党支部")]


def test_months_below_the_second_level_of_decimals():
    text = "1．任务\n1.1 民主\n4月召开教代会。\n1.2 文体\n三月：插花。四月：健走。\n1.3 女工\n评选好家庭。\n2．保障\n经费不乱花。"
    assert [(h.level, h.title) for h in read_text(text).outline] == [
        (1, "任务"),
        (2, "民主"),
        (2, "文体"),
        (2, "女工"),
        (1, "保障"),
    ]
    assert dated(text) == [((4,), "召开教代会"), ((3,), "插花"), ((4,), "健走")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # months over a list, with a sign before each
        (
            "◎ 1月：① 送春联 ② 走访\n◎ 2月：① 开工红包\n◎ 3月：植树\n◎ 4月：祭扫",
            [((1,), "送春联"), ((1,), "走访"), ((2,), "开工红包"), ((3,), "植树"), ((4,), "祭扫")],
        ),
        (
            "→四季度盘账，12月20日前封账\n→1月：报账",
            [((10, 11, 12), "盘账"), ((12,), "封账"), ((1,), "报账")],
        ),
        # several months in a bracket behind the name of a season; one activity keeps its own list of details
        (
            "春之约（3—5月）\n1.健步走\n2.联谊\n夏之约（6—8月）\n1.夏令营\n2.竞赛（7月）",
            [((3, 4, 5), "健步走"), ((3, 4, 5), "联谊"), ((6, 7, 8), "夏令营"), ((7,), "竞赛")],
        ),
        (
            "1/8    慰问留守职工    工会办\n9/下旬    农民工入会    组织部\n12/中    召开职代会    工会办",
            [((1,), "慰问留守职工"), ((9,), "农民工入会"), ((12,), "召开职代会")],
        ),
        ("六月：安全月宣传", [((6,), "安全月宣传")]),
        ("一、帮扶\n1月15日前上报春节慰问名单。", [((1,), "上报春节慰问名单")]),
        ("一、组建\n联合会换届与两委换届同步，最迟不超过四月。", [((4,), "联合会换届与两委换届同步")]),
        ("一、工作\n九月组织体检。 县医院工会 2026年1月10日", [((9,), "组织体检")]),
    ],
)
def test_more_ways_to_say_when(text, expected):
    assert dated(text) == expected


def test_a_paragraph_that_begins_with_the_year_before_tells_of_it_to_its_end():
    text = (
        "某街道总工会2025年工作总结和2026年工作计划\n2025年，做了三件事。一是建会，3月开现场会。二是走访，8月验收。\n"
        "（一）建会。上半年新建工会10家。\n（二）服务。12月办生日会。"
    )
    assert dated(text) == [((1, 2, 3, 4, 5, 6), "新建工会10家"), ((12,), "办生日会")]


def test_a_plan_that_names_both_terms_is_for_neither():
    text = "某中学工会2026年工作安排\n一、文体\n上学期以球类为主，4月排球。下学期10月合唱。\n二、公开\n公开栏每月更新。"
    assert read_text(text).period != "first_term"
    assert dated(text)[-1] == (tuple(range(1, 13)), "公开栏更新")


def test_fields_side_by_side_on_lines_with_the_same_keys_are_rows():
    text = (
        "编号：01　事项：培训　时限：3月　责任：周丽\n编号：02　事项：讲座　时限：每季末　责任：孙强　\n"
        "编号：03　事项：中秋宴　时限：待定　责任：周丽"
    )
    assert tasks(text) == [((3,), "培训", "周丽"), (tuple(range(1, 13)), "讲座", "孙强")]


def test_ticks_below_months_say_when_a_row_takes_place():
    text = "类别\t项目\t一月\t二月\t三月\n服务\t送温暖\t√\t√\t\n民主\t职代会\t\t\t√\n文体\t棋赛\t\t\t"
    plan = read_text(text)
    assert [(t.months, t.title, t.when) for t in plan.tasks] == [
        ((1, 2), "送温暖", "一月、二月"),
        ((3,), "职代会", "三月"),
    ]


def test_little_pictures_before_lines_are_list_marks():
    text = "一封信\n🔹1月底前，补贴发到手。\n🔹3月，女工体检；想加项的自己添钱。\n🔹重阳节，请老师傅吃饭。"
    assert dated(text) == [((1,), "补贴发到手"), ((3,), "女工体检"), ((10,), "请老师傅吃饭")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each of several times of one item has its own words
        (
            "一、赛事\n1、基本功大赛：校赛4月底前，片赛5月，县赛6月上旬。",
            [((4,), "校赛"), ((5,), "片赛"), ((6,), "县赛")],
        ),
        ("一、总则\n集团工会2026年上半年工作按三个字来抓，3月誓师。", [((3,), "誓师")]),
        ("一、关爱\n1、对支教教师开展“一对一”关爱。（春节前完成走访）", [((1, 2), "完成走访")]),
        # when and where, and nothing else
        ("一、文体\n职工运动会，9月上旬在文化馆举行。", [((9,), "职工运动会")]),
        ("一、文体\n1.“读经典”沙龙，逢单月一期", [((), "“读经典”沙龙")]),
    ],
)
def test_which_words_a_time_takes(text, expected):
    assert dated(text) == expected


def test_a_body_that_does_it_itself_answers_for_it():
    text = (
        "某县总工会2026年工作安排\n一、竞赛\n评分表3月5日前由安全科印发。\n材料9月由县总工会办公室汇编成册。"
    )
    assert tasks(text) == [((3,), "评分表印发", "安全科"), ((9,), "材料汇编成册", "县总工会办公室")]
