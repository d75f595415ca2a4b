"""Headings of real and invented plans, the areas they gather, and the standard eight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.plans import rules
from zhijia.plans.headings import OTHER, SECTIONS

TABLE = [
    ("组织建设", "AB"),
    ("组织建设与思想引领", "ABI"),
    ("民主管理", "D"),
    ("维权与和谐劳动关系", "EF"),
    ("服务帮扶与普惠", "G"),
    ("建功立业", "H"),
    ("自身建设与经费管理", "CLM"),
    ("文体活动", "J"),
    ("做好女职工工作,充分发挥工会女职工作用", "K"),
    ("切实维护职工合法权益,积极构建和谐劳动关系", "EF"),
    ("深化职工素质工程,促进职工队伍全面发展", "H"),
    ("不断扩大工会组织覆盖面、增强工会组织凝聚力", "AB"),
    ("带领员工发挥主力军作用,为实现年度目标而奋斗", "H"),
    ("抓好民主管理工作,构建和谐、稳定、新型劳动关系", "DE"),
    ("开展“送温暖、献爱心”活动,努力为员工排忧解难", "G"),
    ("不断提高学校民主管理水平", "D"),
    ("进一步加强师德建设,提高教职工师德素养", "I"),
    ("加强工会兴趣小组建设,完善活动机制", "J"),
    ("开展先进员工评选活动,弘扬先进典型", "H"),
    ("贯彻“以人为本”要求,更加注重建家建线、帮扶济困、女职工、体协工作", "CGJK"),
    ("加强学习,创建学习型工会", "I"),
    ("积极推进文化建设,展现房管系统干部职工团结向上的精神风貌", "J"),
    ("开展有益健康的娱乐活动,丰富教职工的文化生活", "J"),
    ("关心教职工生活,切实履行维护职能", "EFG"),
    ("劳动保护和安全生产", "F"),
    ("经费审查与资产管理", "L"),
    ("指导思想", ""),
    ("指导思想和工作目标", ""),
    ("工作重点", ""),
    ("主要工作", ""),
    ("每月主要工作安排", ""),
    ("9、10月份", ""),
    ("第一季度", ""),
]


@pytest.mark.parametrize(("title", "areas"), TABLE)
def test_a_heading_gathers_the_areas_of_its_words(title, areas):
    assert "".join(sorted(rules.areas_for(title))) == areas


def test_the_strongest_area_comes_first():
    assert rules.areas_for("自身建设与经费管理")[0] in "LM"
    assert rules.areas_for("强化工会自身建设")[0] == "M"


def test_a_heading_without_telling_words_is_judged_by_its_tasks():
    tasks = ["职工体检", "走访慰问", "金秋助学", "乒乓球赛"]
    assert rules.areas_for("用心用情，做职工的贴心人", tasks) == ["G", "J"]
    assert rules.areas_for("用心用情，做职工的贴心人") == []


def test_a_schedule_gathers_nothing_whatever_stands_in_it():
    assert rules.areas_for("活动安排", ["职工体检", "走访慰问"]) == []


def test_no_area_is_reported_twice():
    plan = [
        ("指导思想", []),
        ("加强自身建设", ["召开工会委员会"]),
        ("组织建设", []),
        ("民主管理与职工之家", []),
        ("做好经费工作", []),
        ("民主管理再上台阶", []),
    ]
    assert rules.share_out(plan) == [[], ["M"], ["A", "B"], ["C", "D"], ["L"], []]


@given(st.lists(st.sampled_from([title for title, _ in TABLE]), max_size=12))
def test_sharing_out_takes_from_the_proposals_and_doubles_nothing(titles):
    shares = rules.share_out([(title, []) for title in titles])
    shared = [area for share in shares for area in share]
    assert len(shared) == len(set(shared))
    assert set(shared) == {area for title in titles for area in rules.areas_for(title)}
    assert all(set(share) <= set(rules.areas_for(title)) for title, share in zip(titles, shares, strict=True))


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_any_heading_gives_letters(title, words):
    assert set(rules.areas_for(title, words)) <= set("ABCDEFGHIJKLM")


def test_the_standard_eight_gather_every_area_once():
    assert len(SECTIONS) == 8
    assert sorted(area for _, areas in SECTIONS for area in areas) == list("ABCDEFGHIJKLM")
    assert SECTIONS[0] == ("思想引领与宣传教育", ("I",)), "a summary opens with ideological guidance"
    assert OTHER == "其他工作"


@pytest.mark.parametrize(("title", "areas"), SECTIONS)
def test_the_standard_headings_explain_themselves(title, areas):
    assert set(rules.areas_for(title)) <= set(areas)
    assert rules.areas_for(title)
