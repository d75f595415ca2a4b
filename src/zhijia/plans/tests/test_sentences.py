"""Sentences of a summary: what they say, how they write numbers, where each number leads."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.figures.period import Period
from zhijia.plans import kinds, sentences
from zhijia.plans.sentences import Sentence, Slot, Telling

KIND = kinds.by_code()
TODAY = date(2026, 11, 20)

WRITTEN = [
    (1264, "人次", "1264", "人次"),
    (13200, "人", "13200", "人"),
    (386400, "元", "38.64", "万元"),
    (10000, "元", "1", "万元"),
    (9999.99, "元", "9999.99", "元"),
    (9999, "元", "9999", "元"),
    (300, "元", "300", "元"),
    (Decimal("1386.25"), "元", "1386.25", "元"),
    (Decimal("1386.50"), "元", "1386.5", "元"),
    (217800, "元", "21.78", "万元"),
    (380000, "元", "38", "万元"),
    (123456789, "元", "12345.68", "万元"),
    (Decimal("12345"), "元", "1.23", "万元"),
    (Decimal("12355"), "元", "1.24", "万元"),
    (Decimal("40.00"), "学时", "40", "学时"),
    (Decimal("2.5"), "小时", "2.5", "小时"),
    (100, "人", "100", "人"),
    (0, "家", "0", "家"),
]


@pytest.mark.parametrize(("value", "unit", "number", "shown"), WRITTEN)
def test_how_body_text_writes_a_number(value, unit, number, shown):
    assert sentences.written(Decimal(str(value)), unit) == (number, shown)


SAID = [
    (
        "visit",
        {"count": 312, "person_times": 1264, "money": 217800},
        "开展走访慰问312次，慰问职工1264人次，发放慰问金（物）21.78万元",
    ),
    ("visit", {"count": 5, "person_times": 5}, "开展走访慰问5次，慰问职工5人次"),
    ("visit", {"count": 0, "person_times": None, "money": 800}, "发放慰问金（物）800元"),
    ("safety_check", {"count": 12, "units": 58, "items": 120, "closed": 113}, None),
    ("suggestions", {"items": 1348, "adopted": 517}, "征集合理化建议1348条，采纳517条"),
    ("suggestions", {"items": 211, "adopted": 125, "benefit_yuan": 660000}, None),
    ("safety_contest", {"units": 9}, "组织9家单位参加“安康杯”竞赛"),
    ("found_union", {"units": 6, "covered": 45}, "新建工会6家，覆盖企业45家"),
    ("mutual_insurance", {"persons": 10742}, "职工参加医疗互助10742人"),
]


@pytest.mark.parametrize(("code", "values", "text"), SAID)
def test_a_kind_says_what_it_has(code, values, text):
    sentence = sentences.kind_sentence(KIND[code], values)
    if text:
        assert sentence.text == text
    assert sentence.kind == code
    assert sentence.area == KIND[code].area


@pytest.mark.parametrize("values", [{}, {"count": 0}, {"count": None, "money": 0}, {"unknown": 9}])
def test_a_kind_with_nothing_leaves_no_sentence(values):
    assert sentences.kind_sentence(KIND["visit"], values) is None


def test_every_number_leads_to_its_figure():
    sentence = sentences.kind_sentence(KIND["visit"], {"count": 3, "money": 500})
    assert sentence.parts == (
        "开展走访慰问",
        Slot("relief.all.visit.count", "次", Decimal(3)),
        "，发放慰问金（物）",
        Slot("relief.all.visit.money", "元", Decimal(500)),
    )
    union = sentences.kind_sentence(KIND["found_union"], {"units": 6})
    assert union.slots[0].figure == "org.new_unions"


def test_the_union_urges_and_the_employer_rectifies():
    sentence = sentences.kind_sentence(KIND["safety_check"], {"units": 58, "closed": 113})
    assert sentence.text == "检查单位58家，督促整改113处"


NUMBERS = st.none() | st.integers(0, 5_000_000) | st.decimals(0, 1_000_000, places=2)


@given(st.sampled_from(kinds.kinds()), st.data())
def test_no_kind_ever_mixes_persons_and_person_times(kind, data):
    values = {m.code: data.draw(NUMBERS, label=m.code) for m in kind.measures}
    sentence = sentences.kind_sentence(kind, values)
    if not any(values.values()):
        assert sentence is None
        return
    text = sentence.text
    assert "{" not in text
    assert "," not in text
    assert not text.startswith("，")
    assert "，，" not in text
    assert not re.search(r"(?<![\d.])0(人|次|家|元|件)", text)
    for slot in sentence.slots:
        code = next(m.code for m in kind.measures if kind.figure(m.code) == slot.figure)
        assert slot.unit == kind.measure(code).unit
        if code == "persons":
            assert slot.text.endswith("人")
        if code == "person_times":
            assert slot.text.endswith("人次")
    marked = sentences.body(sentence.parts, lambda slot: f"⟦{slot.figure}⟧")
    assert marked.count("⟦") == len(sentence.slots)
    assert not re.search(r"⟧(元|人|次|家)", marked), "a mark stands for number and unit"


def test_a_section_speaks_area_by_area_in_the_order_of_its_areas():
    values = {
        "women_activity": {"count": 2},
        "home": {"units": 3},
        "budget": {"count": 1},
        "visit": {"count": 9},
    }
    told = sentences.kind_sentences(kinds.kinds(), values, ["C", "K", "L", "M"])
    assert [sentence.kind for sentence in told] == ["home", "women_activity", "budget"]
    assert sentences.kind_sentences(kinds.kinds(), {}, ["G"]) == []


def _plain(text, area):
    return Sentence((text,), area)


def test_sentences_of_an_area_hang_together():
    told = [_plain("甲", "E"), _plain("乙", "E"), _plain("丙", "F")]
    assert sentences.body(sentences.paragraph(told)) == "甲；乙。丙。"
    assert sentences.paragraph([]) == ()


def test_a_fourth_sentence_begins_anew():
    assert sentences.body(sentences.paragraph([_plain(c, "G") for c in "甲乙丙丁"])) == "甲；乙；丙。丁。"


def test_a_paragraph_keeps_its_slots():
    values = {"visit": {"count": 3}, "aid": {"money": 20000}}
    parts = sentences.paragraph(sentences.kind_sentences(kinds.kinds(), values, ["G"]))
    assert sentences.body(parts) == "开展走访慰问3次；发放救助金2万元。"
    count = iter(range(9))
    assert sentences.body(parts, lambda _: f"⟦n{next(count)}⟧") == "开展走访慰问⟦n0⟧；发放救助金⟦n1⟧。"


TOLD = [
    (Telling(7, date(2026, 11, 15), "职工健步走", persons=120), "11月15日，职工健步走，120人参加"),
    (Telling(7, date(2026, 11, 15), "职工健步走，120人参加", persons=120), "11月15日，职工健步走，120人参加"),
    (
        Telling(7, date(2026, 11, 15), "职工健步走", persons=None, person_times=96),
        "11月15日，职工健步走，96人次参加",
    ),
    (
        Telling(7, date(2026, 2, 5), "走访困难职工。", 11, None, 5600),
        "2月5日，走访困难职工，11人参加，使用经费5600元",
    ),
    (
        Telling(7, date(2026, 2, 5), "走访，发放慰问金1.2万元", None, None, 12000),
        "2月5日，走访，发放慰问金1.2万元",
    ),
    (Telling(7, date(2026, 2, 5), "表彰12名职工", 12), "2月5日，表彰12名职工"),
    (Telling(7, date(2026, 2, 5), "学习二十届四中全会精神", 20), "2月5日，学习二十届四中全会精神，20人参加"),
    (Telling(7, date(2026, 2, 5), "召开职代会"), "2月5日，召开职代会"),
]


@pytest.mark.parametrize(("trace", "text"), TOLD)
def test_a_trace_is_told_with_its_numbers_once(trace, text):
    assert sentences.trace_sentence(trace).text == text


def test_the_numbers_of_a_trace_lead_to_it():
    (slot,) = sentences.trace_sentence(Telling(42, TODAY, "健步走", persons=120)).slots
    assert slot == Slot("trace.42.persons", "人", Decimal(120))


def test_the_largest_come_first_by_persons_then_money_then_date():
    traces = [
        Telling(1, date(2026, 1, 5), "甲", persons=10, money=100),
        Telling(2, date(2026, 2, 5), "乙", persons=120),
        Telling(3, date(2026, 3, 5), "丙", persons=10, money=900),
        Telling(4, date(2026, 4, 5), "丁"),
        Telling(5, date(2026, 5, 5), "戊", person_times=300),
        Telling(6, date(2026, 6, 5), "己", persons=10, money=100),
    ]
    assert [trace.key for trace in sentences.largest(traces, 9)] == [5, 2, 3, 6, 1]
    assert [trace.key for trace in sentences.largest(traces)] == [5, 2, 3]


DAYS = [
    ("2026", TODAY, "截至11月20日"),
    ("2026", date(2026, 12, 31), "全年"),
    ("2026", date(2027, 1, 9), "全年"),
    ("2025", TODAY, "全年"),
    ("2026H1", TODAY, "上半年"),
    ("2026H1", date(2026, 6, 15), "截至6月15日"),
    ("2026Q3", TODAY, "第三季度"),
    ("2026-03", TODAY, "3月"),
    ("2026-01-01..2026-11-20", TODAY, "1月1日至11月20日"),
    ("2025-2026-2", TODAY, "全学期"),
    ("2025-2026", date(2026, 3, 1), "截至2026年3月1日"),
    ("2027", TODAY, ""),
]


@pytest.mark.parametrize(("code", "today", "words"), DAYS)
def test_how_a_text_names_its_days(code, today, words):
    assert sentences.span_words(Period(code), today) == words


CLAIMS = [
    ("全年走访1264人次。", "2026", TODAY, "请改为“截至11月20日”"),
    ("截至11月20日，走访1264人次。", "2026", TODAY, ""),
    ("截至11月20日，全年走访1264人次。", "2026", TODAY, "不能并用"),
    ("截止11月20日，全年走访1264人次。", "2026", date(2027, 1, 5), "不能并用"),
    ("截至11月20日，走访1264人次。", "2026", date(2027, 1, 5), "已经结束"),
    ("全年走访1264人次。", "2026", date(2027, 1, 5), ""),
    ("健全年度考核制度，全年级家长参加。", "2026", TODAY, ""),
    ("截至11月20日，完成全年目标的九成。", "2026", TODAY, ""),
]


@pytest.mark.parametrize(("text", "code", "today", "said"), CLAIMS)
def test_the_whole_year_and_up_to_now_exclude_each_other(text, code, today, said):
    found = sentences.contradictions(text, Period(code), today)
    assert bool(found) == bool(said)
    assert not said or said in found[0]


@given(
    st.sampled_from(["2026", "2026H1", "2026Q2", "2025-2026-2", "2026S"]),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_the_words_offered_never_contradict(code, today):
    period = Period(code)
    words = sentences.span_words(period, today)
    assert sentences.contradictions(f"{words}，走访职工。", period, today) == []
