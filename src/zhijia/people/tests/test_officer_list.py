"""The reader of pasted lists of officers: what each line becomes, and that it asks where it doubts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.org.lists import Known
from zhijia.people.lists import Like, office_of, read_officers

WORKS = Known(1, "顺达机械工会委员会", "single", ("顺达机械", "青溪顺达机械有限公司"))
TOWN = Known(2, "青溪镇总工会", "town", ("青溪总工会",))
PEOPLE = {
    "王芳": [Like(7, "顺达机械会员", frozenset({1}))],
    "李强": [Like(8, "顺达机械会员", frozenset({1})), Like(9, "顺达机械会员，二车间", frozenset({1}))],
    "赵刚": [Like(10, "青溪镇总工会干事", frozenset({2}), frozenset({(2, "officer")}))],
    "林晓": [Like(11, "青溪镇总工会主席", frozenset({2}), frozenset({(2, "chair")}))],
}


def read(text, **answers):
    names = {name.replace("_", "-"): value for name, value in answers.items()}
    return read_officers(text, [WORKS, TOWN], PEOPLE, 11, names)


@pytest.mark.parametrize(
    ("line", "name", "office", "union", "person"),
    [
        ("孙丽，顺达机械工会，主席，13800001111", "孙丽", "chair", 1, "new"),
        ("1、孙丽\t女\t顺达机械\t女职工委员会主任\t138-0000-1111", "孙丽", "women", 1, "new"),
        ("主席 孙丽 青溪顺达机械有限公司", "孙丽", "chair", 1, "new"),
        ("姓名：孙丽；单位：青溪总工会；职务：常务副主席", "孙丽", "vice", 2, "new"),
        ("王芳，顺达机械，会计", "王芳", "accountant", 1, "7"),
        ("赵刚，青溪镇总工会，会计", "赵刚", "accountant", 2, "10"),
    ],
)
def test_a_line_says_who_takes_which_office(line, name, office, union, person):
    (one,) = read(line)
    assert (one.state, one.name, one.office, one.union.pk, one.person) == ("new", name, office, union, person)
    assert "138" not in one.shown


@pytest.mark.parametrize(
    ("line", "state", "told"),
    [
        ("李强，顺达机械，委员", "ask", "李强是哪一位"),
        ("赵刚，顺达机械，委员", "ask", "赵刚是哪一位"),
        ("孙丽，顺达，主席", "ask", "“顺达”是哪个工会"),
        ("孙丽，金泰五金工会，主席", "unclear", "没有“金泰五金工会”这个工会"),
        ("孙丽，顺达机械，厂长", "unclear", "职务"),
        ("孙丽，主席", "unclear", "没有写是哪个工会"),
        ("顺达机械工会，主席", "unclear", "没有看到姓名"),
        ("赵刚，青溪镇总工会，干事", "there", "已经是"),
        ("林晓，青溪镇总工会，会计", "unclear", "这是您自己"),
        ("姓名，单位，职务，电话", "there", "表头"),
        ("孙丽，顺达机械，主席，某某，其他", "unclear", "看不懂"),
    ],
)
def test_what_is_doubtful_is_asked_and_what_is_wrong_is_said(line, state, told):
    (one,) = read(line)
    assert (one.state, told in one.told) == (state, True), one
    assert state == "there" or one.cure


def test_an_answer_settles_a_question():
    assert read("李强，顺达机械，委员", person_1="9")[0].person == "9"
    assert read("李强，顺达机械，委员", person_1="new")[0].person == "new"
    assert read("李强，顺达机械，委员", person_1="10")[0].state == "ask"  # somebody else's id is no answer
    assert read("孙丽，顺达，主席", union_1="1")[0].union == WORKS
    assert read("孙丽，顺达，主席", union_1="skip")[0].state == "skip"
    assert read("孙丽，顺达，主席", union_1="2")[0].state == "ask"


def test_two_lines_of_one_name_are_asked_about_and_one_post_counts_once():
    lines = read("孙丽，顺达机械，主席\n孙丽，青溪镇总工会，委员\n孙丽，顺达机械，主席")
    assert [line.state for line in lines] == ["new", "ask", "there"]
    lines = read("孙丽，顺达机械，主席\n孙丽，青溪镇总工会，委员", person_2="line-1")
    assert [line.person for line in lines] == ["new", "line-1"]


@pytest.mark.parametrize(
    ("word", "office"),
    [("主席", "chair"), ("专职副主席", "vice"), ("组织委员", "committee"), ("经审委主任", "auditor"), ("厂长", ""),
     ("工会小组长", "leader"), ("顺达工会主席", "")],
)  # fmt: skip
def test_the_words_of_an_office(word, office):
    assert office_of(word) == office


@given(
    st.text(alphabet="王芳李强孙丽顺达机械工会青溪镇总主席委员副，、\t\n 男女138000011112-：", max_size=120)
    | st.text(max_size=80),
    st.dictionaries(st.sampled_from(["union-1", "person-1", "person-2"]), st.text(max_size=8)),
)
def test_whatever_is_pasted_every_line_is_answered(text, answers):
    lines = read_officers(text, [WORKS, TOWN], PEOPLE, 11, answers)
    assert len(lines) == sum(bool(line.strip()) for line in text.split("\n"))
    assert all(line.state in ("new", "there", "unclear", "ask", "skip") and line.told for line in lines)
    assert all(line.person and line.union for line in lines if line.state == "new")
    assert all(line.asks for line in lines if line.state == "ask")
