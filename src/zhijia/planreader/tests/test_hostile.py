"""Whatever the text, the reader answers or refuses with a sentence, and spans lie in the text."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.planreader import Unreadable, read_file, read_text

HERE = Path(__file__).parent
PLANS = sorted(path for folder in ("plans", "unseen", "blind") for path in (HERE / folder).glob("*.txt"))
FRAGMENTS = [
    "一、",
    "（一）",
    "1、",
    "1.",
    "(1)",
    "①",
    "第一章",
    "1.1",
    "三月份",
    "3月",
    "3月底前",
    "13月",
    "99月99日",
    "七八月份",
    "3—",
    "第一季度",
    "第1-9周",
    "“三八”",
    "“",
    "”",
    "（",
    "）",
    "《",
    "》",
    "十一",
    "每月",
    "每年",
    "全年不少于",
    "4次",
    "年底前",
    "，",
    "。",
    "；",
    "：",
    "、",
    "\n",
    "\n\n",
    "\t",
    "  ",
    "|",
    "时间",
    "内容",
    "责任人",
    "由女工委负责",
    "召开职代会",
    "走访职工",
    "工作计划",
    "指导思想",
    "20__年",
    "2024年",
    "已完成了",
    "下一步打算",
    "総",
    "\x00",
    "\ud800",
    "——",
    "·",
    "-",
    "O",
    "l",
    "0",
    "零",
    "〇",
    "二",
    "十",
    "百",
    "月",
    "周",
    "季",
    "节",
    "至",
    "到",
    "期末",
    "活动：",
    "时间：",
    "|1月|2月|",
    "|---|",
    "\t3月\t",
    "暑假",
    "第一，",
    "第二组",
    "★",
    "上半年",
    "为庆祝",
    "结束",
    "如下：",
]
calm = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(read):
    try:
        plan = read()
    except Unreadable:
        return
    spans = [(i.start, i.end) for i in (*plan.outline, *plan.tasks, *plan.undated)] + plan.unused
    seen = bytearray(len(plan.text))
    for start, end in spans:
        assert 0 <= start < end <= len(plan.text)
        seen[start:end] = b"\1" * (end - start)
    assert not [c for c, s in zip(plan.text, seen, strict=True) if c.isalnum() and not s]  # nothing is lost
    for task in plan.tasks:
        assert task.title
        rest = iter(plan.text[task.start : task.end])
        assert all(c in rest for c in task.title)
        assert all(1 <= m <= 12 for m in task.months)
        assert list(task.months) == sorted(set(task.months))
        assert task.months or task.recurrence


@calm
@given(st.text(max_size=400))
def test_any_text(text):
    check(lambda: read_text(text))


@calm
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=80).map("".join))
def test_any_mix_of_fragments(text):
    check(lambda: read_text(text))


@calm
@given(st.binary(max_size=400))
def test_any_bytes(data):
    check(lambda: read_file(data, "计划.docx"))


@calm
@given(st.data())
def test_damaged_plans(data):
    text = data.draw(st.sampled_from(PLANS)).read_text(encoding="utf-8")
    a = data.draw(st.integers(0, len(text)))
    b = data.draw(st.integers(0, len(text)))
    check(lambda: read_text(text[:a] + data.draw(st.sampled_from(FRAGMENTS)) + text[b:]))


@settings(max_examples=25, deadline=5000)
@given(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.integers(1, 1000))
def test_no_repetition_makes_it_slow(one, other, times):
    check(lambda: read_text((one + other) * times))
