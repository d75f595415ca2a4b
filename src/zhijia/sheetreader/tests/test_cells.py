"""One cell as a value: tables worked by hand, and what must hold for every cell."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.sheetreader import Wrong, cells, identity
from zhijia.sheetreader.cells import Fault, Fixed
from zhijia.sheetreader.days import day_of

TODAY = dt.date(2026, 11, 20)
MARCH = dt.date(2019, 3, 1)


@pytest.mark.parametrize(
    ("cell", "day", "told"),
    [
        (MARCH, MARCH, ""), (dt.datetime(2019, 3, 1, 8, 30), MARCH, ""), ("2019-03-01", MARCH, ""),
        ("2019-03-01 00:00:00", MARCH, ""), ("2019.3.1", MARCH, "横线"), ("2019/3/1", MARCH, "横线"),
        ("2019年3月1日", MARCH, "横线"), ("２０１９．３．１", MARCH, "横线"), (" 2019 - 3 - 1 ", MARCH, "横线"),
        ("2019、3、1", MARCH, "横线"), ("二〇一九年三月一日", MARCH, "横线"),
        ("二零一九年十二月三十一日", dt.date(2019, 12, 31), "横线"),
        ("20190301", MARCH, "横线"), (20190301.0, MARCH, "横线"), (43525.0, MARCH, "数字"), ("43525", MARCH, "数字"),
        ("2019年3月", MARCH, "按这个月 1 日"), ("2019.03", MARCH, "按这个月 1 日"), ("2019-3", MARCH, "按这个月 1 日"),
        (2019.3, MARCH, "按这个月 1 日"), (2019.12, dt.date(2019, 12, 1), "按这个月 1 日"), (201903, MARCH, "按这个月 1 日"),
        ("19.3.1", MARCH, "两位"), ("85年6月7日", dt.date(1985, 6, 7), "两位"), ("3/15/2019", dt.date(2019, 3, 15), "顺序"),
        ("15/3/2019", dt.date(2019, 3, 15), "顺序"), (2019.1, None, "分不清"), ("3/4/2019", None, "分不清"),
        ("2019", None, "只写了年"), (2019, None, "只写了年"), ("2019-02-30", None, "没有这一天"), ("3019-02-03", None, "不对"),
        ("去年", None, "看不出"), (True, None, "不是日期"), (-5, None, "看不出"), (float("1e30"), None, "看不出"),
    ],
)  # fmt: skip
def test_days_in_every_spelling(cell, day, told):
    found = day_of(cell, 2026)
    assert found.day == day
    assert told in found.told
    assert bool(found.told) == bool(told)


@pytest.mark.parametrize(
    ("cell", "expected", "told"),
    [
        ("330281199003120427", "330281199003120427", ""),
        ("３３０２８１ 19900312-0427", "330281199003120427", "多余"),
        ("11010519491231002x", "11010519491231002X", "多余"),
        ("330281900312042", "330281199003120427", "15 位"),
        (330281900312042.0, "330281199003120427", "15 位"),
        (330281199003120427.0, Fault, "后几位已经丢失"),
        ("3.30281E+17", Fault, "后几位已经丢失"),
        ("33028119900312042", Fault, "只有 17 位"),
        ("3302811990031204271", Fault, "有 19 位"),
        ("330281199003120428", Fault, "对不上"),
        ("330281199013120427", Fault, "不是一个日子"),
        ("330281209003120427", Fault, "不是一个日子"),
        ("王芳", Fault, "不该出现的字"),
        (Wrong("#N/A"), Fault, "公式出错"),
        ("  ", None, ""), ("/", None, ""), ("无", None, ""),
    ],
)  # fmt: skip
def test_identity_numbers(cell, expected, told):
    answer = cells.identity_number("证件号", TODAY)(cell)
    if expected is Fault:
        assert isinstance(answer, Fault)
        assert told in answer.message
    elif told:
        assert (answer.value, told in answer.message) == (expected, True)
        assert expected not in answer.shown
    else:
        assert answer == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13800000001", "13800000001"), (13800000001.0, "13800000001"), ("138 0000 0001", "13800000001"),
        ("+86-138-0000-0001", "13800000001"), ("１３８００００００１", Fault), ("013800000001", "13800000001"),
        ("1380000000", Fault), ("12800000001", Fault), ("13800000001/13900000001", Fault), ("张三", Fault), ("", None),
    ],
)  # fmt: skip
def test_phones(cell, expected):
    answer = cells.phone("手机")(cell)
    assert (Fault if isinstance(answer, Fault) else getattr(answer, "value", answer)) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("王芳", "王芳"), ("张  三", "张三"), (" 王芳", "王芳"), ("王\u3000芳\n", "王芳"), ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Anna Lee", "Anna Lee"), ("王芳2", Fault), ("？", Fault), ("长" * 41, Fault), (None, None), (5.0, Fault),
    ],
)  # fmt: skip
def test_names(cell, expected):
    answer = cells.name("姓名", 40)(cell)
    assert (Fault if isinstance(answer, Fault) else getattr(answer, "value", answer)) == expected


def test_choices_and_counts():
    sex = cells.choice(
        "性别", {"1": "male", "2": "female", "男性": "male", "M": "male"}, {"male": "男", "female": "女"}
    )
    assert [getattr(sex(cell), "value", sex(cell)) for cell in ("男", "女", 1.0, "２", "男性", "")] == [
        "male", "female", "male", "female", "male", None,
    ]  # fmt: skip
    assert "男、女" in sex("未知").message
    heads = cells.count("职工人数")
    assert [getattr(heads(cell), "value", heads(cell)) for cell in (120.0, "１２０人", "1,200", None)] == [
        120,
        120,
        1200,
        None,
    ]
    assert isinstance(heads("约100"), Fault)
    assert isinstance(heads(12.5), Fault)


ANY = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.dates()
    | st.datetimes()
)
READERS = [
    cells.name("姓名", 40), cells.text("备注", 60), cells.day("入会日期", TODAY), cells.phone("手机"), cells.count("人数"),
    cells.identity_number("证件号", TODAY), cells.choice("性别", {"1": "male"}, {"male": "男"}),
]  # fmt: skip


@given(cell=ANY)
def test_every_cell_is_a_value_or_told(cell):
    for read in READERS:
        answer = read(cell)
        if isinstance(answer, Fault | Fixed):
            assert answer.message[-1] in "。？"


@given(
    day=st.dates(dt.date(1950, 1, 1), TODAY),
    spelling=st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_a_day_is_read_as_it_was_written(day, spelling):
    assert day_of(day.strftime(spelling), 2026).day == day


@given(day=st.dates(dt.date(1920, 1, 1), dt.date(1999, 12, 31)), order=st.integers(0, 999))
def test_one_wrong_digit_is_always_found(day, order):
    number = identity.lengthened(f"330281{day:%y%m%d}{order:03}") if day.year >= 1900 else ""
    assert identity.sound(number)
    for place in range(17):
        other = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not identity.sound(other)
