import pytest

from zhijia.planreader.characters import fold
from zhijia.planreader.times import Term, times_in

CALENDAR = Term()
FIRST_TERM = Term("first_term", (1, 9, 10, 11, 12))
SECOND_TERM = Term("second_term", (2, 3, 4, 5, 6, 7))
Q = {1: (1, 2, 3), 2: (4, 5, 6), 3: (7, 8, 9), 4: (10, 11, 12)}


def months(text, term=CALENDAR, loose=False):
    return [t.months for t in times_in(fold(text), term, loose)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三月份", [(3,)]),
        ("3 月", [(3,)]),
        ("元月", [(1,)]),
        ("３月底前", [(3,)]),
        ("9月下旬", [(9,)]),
        ("十一月", [(11,)]),
        ("七八月份", [(7, 8)]),
        ("4、5月份", [(4, 5)]),
        ("4月、5月", [(4, 5)]),
        ("3—11月份", [tuple(range(3, 12))]),
        ("7-12月份", [tuple(range(7, 13))]),
        ("八、十一、十二月份", [(8, 11, 12)]),
        ("4月至6月", [(4, 5, 6)]),
        ("11月至次年2月", [(1, 2, 11, 12)]),
        ("2024年9月1日-10月15日", [(9, 10)]),
        ("9月下旬至10月上旬", [(9, 10)]),
        ("4月30日前", [(4,)]),
        ("2025年3月", [(3,)]),
        ("二〇二五年三月", [(3,)]),
        ("3月5日至10日", [(3,)]),
    ],
)
def test_months(text, expected):
    assert months(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一季度", [Q[1]]),
        ("二季度", [Q[2]]),
        ("第二、三季度", [Q[2] + Q[3]]),
        ("三季度末", [(9,)]),
        ("1-2季度", [Q[1] + Q[2]]),
        ("上半年", [(1, 2, 3, 4, 5, 6)]),
        ("下半年", [(7, 8, 9, 10, 11, 12)]),
        ("年初", [(1,)]),
        ("年中", [(6,)]),
        ("年底前", [(12,)]),
        ("岁末", [(12,)]),
        ("暑假", [(7, 8)]),
        ("寒假期间", [(1, 2)]),
    ],
)
def test_parts_of_the_year(text, expected):
    assert months(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("春节前", (1, 2)),
        ("正月十五", (2,)),
        ("“三·八”节", (3,)),
        ("“三?八”节", (3,)),
        ("3.8妇女节", (3,)),
        ("清明", (4,)),
        ("“五一”国际劳动节", (5,)),
        ("5·12护士节", (5,)),
        ("五四青年节", (5,)),
        ("端午节", (6,)),
        ("六一", (6,)),
        ("“七一”", (7,)),
        ("教师节", (9,)),
        ("中秋", (9,)),
        ("国庆节", (10,)),
        ("“十一”", (10,)),
        ("重阳节", (10,)),
        ("元旦", (1,)),
        ("两节期间", (1, 2)),
        ("世界读书日", (4,)),
    ],
)
def test_festivals(text, expected):
    assert [t.months for t in times_in(fold(text))] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "今年",
        "全年",
        "定期",
        "重大节日",
        "6个月",
        "“五一”劳动奖章",
        "三八红旗手",
        "五四精神",
        "金秋助学",
        "春游",
        "送清凉",
        "一年中",
        "2024年中国梦",
        "期末",
        "新学期",
        "第三届",
        "10月刊",
        "十月怀胎的月嫂"[4:],
        "每两年举办一届",
        "每天",
        "党的二十一大",
    ],
)
def test_no_time(text):
    assert times_in(fold(text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("每月一次", "monthly"),
        ("按月", "monthly"),
        ("一月一次", "monthly"),
        ("每周三下午", "weekly"),
        ("每星期", "weekly"),
        ("每季度", "quarterly"),
        ("每季度末", "quarterly"),
        ("每年", "yearly:1"),
        ("一年一度", "yearly:1"),
        ("每半年", "yearly:2"),
        ("每学期", "yearly:2"),
        ("每学期召开两次", "yearly:4"),
        ("双月", "yearly:6"),
        ("每两个月", "yearly:6"),
        ("全年不少于4次", "yearly:4"),
        ("年内举办一次", "yearly:1"),
        ("每年开展不少于3次", "yearly:3"),
        ("全年组织集中学习6次", "yearly:6"),
    ],
)
def test_recurrence(text, code):
    assert [t.recurrence for t in times_in(fold(text))] == [code]


def test_monthly_covers_the_period_of_the_plan():
    assert times_in("每月", FIRST_TERM)[0].months == (1, 9, 10, 11, 12)
    assert times_in("每月")[0].months == tuple(range(1, 13))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一周", (9,)),
        ("第4周", (9,)),
        ("第5-6周", (10,)),
        ("第十四周", (12,)),
        ("第十九周", (1,)),
        ("第4-5周", (9, 10)),
    ],
)
def test_weeks_of_a_first_term(text, expected):
    assert months(text, FIRST_TERM) == [expected]


def test_dates_of_a_week_outrank_its_number():
    assert months("第9周(4.26-5.1)", SECOND_TERM) == [(4, 5)]


def test_points_of_a_known_term():
    assert months("期末", FIRST_TERM) == [(1,)]
    assert months("期末", SECOND_TERM) == [(7,)]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("3月底前", (3, 31)),
        ("4月30日前", (4, 30)),
        ("5月上旬", (5, 10)),
        ("5月中旬", (5, 20)),
        ("5月", None),
        ("年底前", (12, 31)),
    ],
)
def test_deadlines(text, deadline):
    assert times_in(fold(text))[0].deadline == deadline


def test_month_13_is_a_warning_and_no_time():
    warnings = []
    assert times_in("13月召开大会", warn=warnings.append) == []
    assert "13月" in warnings[0]


def test_short_dates_count_only_where_times_are_expected():
    assert months("3.15") == []
    assert months("3.15", loose=True) == [(3,)]


def test_a_list_mark_is_no_month():
    assert [t.months for t in times_in("2、8月底前完成", begin=2)] == [(8,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("7、8两月送清凉", [(7, 8)]), ("7、8、9三个月", [(7, 8, 9)]), ("11月结束", [(11,)]), ("月结", [])],
)
def test_counted_months(text, expected):
    assert months(text) == expected


def test_the_hour_belongs_to_the_day():
    time = times_in("9月9日上午9:00座谈")[0]
    assert (time.months, time.end) == ((9,), 10)


def test_the_verb_of_a_frequency_stays_with_the_activity():
    assert times_in("每月组织一次学习")[0].end == 2
    assert times_in("每月不少于2次学习")[0].end == 7
