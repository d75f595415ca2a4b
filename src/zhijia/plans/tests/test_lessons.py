"""Lessons: what corrections teach, worked by hand; and what must hold for any text and any lessons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia import planreader
from zhijia.plans import corrections, lessons, reading
from zhijia.plans.lessons import Known, Taught

PLAN = """青溪小学工会2026年工作计划
一、强基工程
1．两会期间组织代表座谈。（责任人：工会办）
2．年会前做好总结表彰。（责任人：工会办）
3．开展“送温暖行动”，看望教工。
二、活跃生活
1．暑假组织教工疗养。
2．4月宣传三八红旗手事迹。
3．坚持正确的舆论导向不动摇。
4．制作校园文化墙。
"""


@pytest.fixture
def first():
    return reading.content_of(planreader.read_text(PLAN))


def key(content, word):
    return next(task["key"] for task in content["tasks"] if word in task["title"])


def corrected(content, word, **values):
    return corrections.corrected(content, key(content, word), **values)


OWNER = {"owner": "工会干事", "owner_post": 12, "owner_union": None}


# --- the words of a lesson


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("开展“送温暖行动”", "送温暖行动"),
        ("认真组织开展夏送清凉活动", "夏送清凉"),
        ("发展新会员20人", "发展新会员"),
        ("走访", ""),
        ("开展职工活动", ""),
        ("组织“悦读·悦享”沙龙", "悦读悦享"),
    ],
)
def test_the_words_a_title_is_known_by(title, words):
    assert lessons.phrase(title) == words


@pytest.mark.parametrize(
    ("when", "sentence", "words"),
    [
        ("", "两会期间组织代表座谈。", "两会期间"),
        ("", "在年会前做好总结。", "年会前"),
        ("", "加强高温季节防护。", "高温季节"),
        ("暑假", "暑假组织疗养", "暑假"),
        ("3月", "3月走访", ""),
        ("每季度", "每季度一次", ""),
        ("", "年会前做好准备，两会期间组织座谈。", ""),
        ("", "提前做好准备。", ""),
        ("", "走访困难职工。", ""),
    ],
)
def test_the_expression_of_time_in_a_sentence(when, sentence, words):
    assert lessons.expression({"when": when, "sentence": sentence}) == words


# --- what is taught


def test_each_kind_of_correction_teaches(first):
    final = corrected(first, "座谈", **OWNER)
    final = corrected(final, "座谈", months=[3])
    final = corrected(final, "表彰", months=[12])
    final = corrections.with_kind(final, key(first, "送温暖"), "visit")
    final = corrections.with_areas(final, "s0", ["A"])
    final = corrections.dropped(final, [key(first, "舆论")])
    assert set(map(repr, lessons.taught(first, final))) == set(map(repr, [
        Taught("area", "强基工程", {"areas": ["A"]}),
        Taught("drop", "坚持正确的舆论导向不动摇", {}),
        Taught("owner", "工会办", OWNER),
        Taught("month", "两会期间", {"months": [3]}),
        Taught("month", "年会前", {"months": [12]}),
        Taught("work", "送温暖行动", {"kind": "visit"}),
    ]))  # fmt: skip


def test_nothing_is_taught_by_what_was_left_alone_merged_or_read_before_this_was_kept(first):
    assert lessons.taught(first, first) == []
    merged = corrections.merged(first, key(first, "座谈"), key(first, "表彰"))
    assert lessons.taught(first, merged) == []
    assert lessons.taught({}, corrected(first, "座谈", **OWNER)) == []


def test_two_answers_to_the_same_words_are_not_clear(first):
    final = corrected(corrected(first, "座谈", **OWNER), "表彰", owner_post=13)
    assert not [one for one in lessons.taught(first, final) if one.kind == "owner"]


def test_a_month_named_by_its_number_and_a_feast_of_the_moon_are_no_rule():
    first = reading.content_of(planreader.read_text("一、安排\n1．3月走访职工。\n2．中秋节慰问职工。\n"))
    final = corrected(first, "走访", months=[4])
    final = corrected(final, "慰问", months=[10])
    assert lessons.taught(first, final) == []


def test_an_expression_may_be_no_time_at_all(first):
    final = corrected(first, "疗养", months=[])
    assert lessons.taught(first, final) == [Taught("month", "暑假", {"months": []})]


def test_all_undated_ones_left_out_at_once_say_nothing_of_any_single_one(first):
    undated = [task["key"] for task in first["tasks"] if not corrections.is_dated(task)]
    assert lessons.taught(first, corrections.dropped(first, undated)) == []


# --- what is made of it


def known(kind, said, made, lesson=1):
    return Known(lesson, kind, said, made, 5, "王建平")


def test_lessons_are_put_to_use_and_each_can_be_taken_back(first):
    told = [
        known("owner", "工会办", OWNER, 1),
        known("month", "两会期间", {"months": [3]}, 2),
        known("month", "暑假", {"months": []}, 3),
        known("work", "送温暖行动", {"kind": "visit"}, 4),
        known("area", "强基工程", {"areas": ["A"]}, 5),
        known("drop", "坚持正确的舆论导向不动摇", {}, 6),
    ]
    content, uses = lessons.applied(first, told)
    talk = corrections.task_of(content, key(first, "座谈"))
    assert (talk["months"], talk["owner_post"], talk["owner"]) == ([3], 12, "工会干事")
    assert corrections.task_of(content, key(first, "疗养"))["months"] == []
    assert corrections.task_of(content, key(first, "送温暖"))["kind"] == "visit"
    assert corrections.task_of(content, key(first, "舆论"))["dropped"]
    assert content["sections"][0]["areas"] == ["A"]
    assert [use["lesson"] for use in uses].count(1) == 2
    for use in uses:
        assert lessons.standing(content, use) == "kept"
        back = lessons.taken_back(content, use)
        assert lessons.standing(back, use) == "back"
        assert lessons.heeded(back, use) == content


def test_longer_words_win_and_a_deadline_outside_the_new_months_goes():
    content = reading.content_of(planreader.read_text("一、安排\n1．暑期班10日前举办职工子女暑托班。\n"))
    task = {
        **content["tasks"][0],
        "title": "职工子女暑托班",
        "when": "暑期",
        "months": [7],
        "deadline": [7, 10],
    }
    content = {**content, "tasks": [task]}
    told = [
        known("work", "暑托班", {"kind": "visit"}, 1), known("work", "子女暑托班", {"kind": "training"}, 2),
        known("month", "暑期", {"months": [8]}, 3),
    ]  # fmt: skip
    content, uses = lessons.applied(content, told)
    assert [use["lesson"] for use in uses] == [2, 3]
    assert (content["tasks"][0]["months"], content["tasks"][0]["deadline"]) == ([8], None)


def test_a_lesson_helped_where_it_was_kept_and_is_overruled_where_it_was_kept_nowhere(first):
    told = [known("owner", "工会办", OWNER, 1), known("month", "两会期间", {"months": [3]}, 2)]
    content, uses = lessons.applied(first, told)
    content = corrected(content, "表彰", owner_post=13)
    content = corrected(content, "座谈", months=[])
    kept, overruled = lessons.outcome(content, uses)
    assert (kept, overruled) == ({1: 1}, {2})


# --- for any text

WORDS = ["工会办", "两会期间", "暑假", "送温暖行动", "走访职工", "财务", "强基工程", "年会前"]
MONTHS = st.lists(st.integers(1, 12), unique=True, max_size=3).map(sorted)
LESSONS = st.lists(
    st.one_of(
        st.tuples(st.just("owner"), st.sampled_from(WORDS), st.builds(lambda n: {**OWNER, "owner_post": n}, st.integers(1, 3))),
        st.tuples(st.just("month"), st.sampled_from(WORDS), st.builds(lambda m: {"months": m}, MONTHS)),
        st.tuples(st.just("work"), st.sampled_from(WORDS), st.sampled_from([{"kind": "visit"}, {"kind": "training"}])),
        st.tuples(st.just("area"), st.sampled_from(WORDS), st.sampled_from([{"areas": ["A"]}, {"areas": ["J", "K"]}])),
        st.tuples(st.just("drop"), st.sampled_from(WORDS), st.just({})),
    ),
    max_size=6,
).map(lambda found: [Known(n, *one) for n, one in enumerate(found)])  # fmt: skip


@st.composite
def contents(draw):
    sections = []
    for n in range(draw(st.integers(0, 2))):
        areas, title = draw(st.sampled_from([[], ["G"]])), draw(st.sampled_from(WORDS))
        sections.append({"key": f"s{n}", "level": 1, "number": "一", "title": title, "areas": areas})
    content = {"sections": sections, "tasks": []}
    for n in range(draw(st.integers(0, 4))):
        values = {
            "title": draw(st.sampled_from(WORDS)) + draw(st.sampled_from(["", "和座谈"])),
            "when": draw(st.sampled_from(["", "暑假", "3月"])), "months": draw(MONTHS),
            "sentence": draw(st.sampled_from(WORDS)) + "组织座谈", "owner": draw(st.sampled_from(["", *WORDS])),
            "deadline": draw(st.sampled_from([None, [7, 10]])), "dropped": draw(st.booleans()),
        }  # fmt: skip
        section = draw(st.sampled_from(["", *(s["key"] for s in sections)]))
        content = corrections.added(content, f"t{n}", section, values)
        content = corrections.with_kind(content, f"t{n}", draw(st.sampled_from(["", "visit"])))
    return content


@given(contents(), LESSONS)
def test_lessons_lose_no_task_do_no_more_the_second_time_and_go_without_a_trace(content, told):
    after, uses = lessons.applied(content, told)
    assert [task["key"] for task in after["tasks"]] == [task["key"] for task in content["tasks"]]
    assert lessons.applied(after, told)[0] == after
    plain = after
    for use in uses:
        plain = lessons.taken_back(plain, use)
    assert plain == content


@given(contents(), LESSONS)
def test_what_was_taught_is_what_the_next_paper_gets(content, told):
    """Accepting a reading as lessons left it teaches nothing contrary to them."""
    after, uses = lessons.applied(content, told)
    used = {(use["kind"], use["said"]): use["now"] for use in uses}
    for one in lessons.taught(content, after):
        if one.kind in ("owner", "work") and (one.kind, one.said) in used:
            assert used[one.kind, one.said] == one.made
