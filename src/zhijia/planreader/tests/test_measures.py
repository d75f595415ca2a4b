import pytest

from zhijia.planreader import read_text
from zhijia.planreader.owners import owner_span
from zhijia.planreader.quantity import quantity_in


def measures(text):
    return [m.title for m in read_text(text).undated]


def test_one_per_numbered_item():
    assert measures("一、主要工作\n1、加强职代会建设,落实职权。\n2、走访困难职工,送去温暖。") == [
        "加强职代会建设",
        "走访困难职工",
    ]


def test_one_per_ordinal():
    assert measures("一、服务职工\n一是建立困难职工档案。二是开办职工夜校,提高技能。") == [
        "建立困难职工档案",
        "开办职工夜校",
    ]


def test_guiding_thought_and_slogans_give_none():
    assert (
        measures("一、指导思想\n坚持以职工为中心,组织职工建功立业。\n二、主要工作\n高举旗帜,组织起来。") == []
    )


def test_what_has_a_time_is_a_task_and_no_measure():
    plan = read_text("一、主要工作\n1、3月走访职工。\n2、建立职工书屋。")
    assert [t.title for t in plan.tasks] == ["走访职工"]
    assert [m.title for m in plan.undated] == ["建立职工书屋"]


def test_titles_are_short():
    long = "组织开展形式多样内容丰富职工喜闻乐见的群众性文化体育和技能竞赛以及读书学习活动并且评选先进"
    assert all(len(title) <= 30 for title in measures(f"一、主要工作\n1、{long}。\n2、走访职工。"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访企业30家", (30, "家")),
        ("培训200人次", (200, "人次")),
        ("新建工会二十家", (20, "家")),
        ("开展竞赛", (None, None)),
        ("召开第三次会议", (None, None)),
        ("增强三个意识", (None, None)),
    ],
)
def test_quantity(text, expected):
    assert quantity_in(text) == expected


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("责任人:王芳", "王芳"),
        ("由女工委负责", "女工委"),
        ("牵头单位:组织部,配合单位:宣传部", "组织部"),
        ("参加对象:全体职工", None),
        ("承办单位:文体协会", "文体协会"),
    ],
)
def test_owner(text, owner):
    span = owner_span(text)
    assert (text[slice(*span)] if span else None) == owner


def test_a_pure_aim_is_no_measure():
    aims = "1、全面提高职工队伍整体素质。\n2、不断增强工会凝聚力。\n3、维护职工合法权益。"
    assert measures(f"一、主要工作\n{aims}") == []
    assert measures("一、主要工作\n全面提高职工队伍整体素质。") == []
    assert measures("一、主要工作\n1、提高职工技能,广泛开展岗位练兵。\n2、提高入会率到95%以上。") == [
        "广泛开展岗位练兵",
        "提高入会率到95%以上",
    ]


def test_the_owner_behind_the_full_stop_of_a_measure():
    plan = read_text("一、主要工作\n建立职工书屋,配齐图书。(责任人:赵六)走访困难职工。(责任人:王五)")
    assert [(m.title, m.owner) for m in plan.undated] == [("建立职工书屋", "赵六"), ("走访困难职工", "王五")]
