"""Whatever the text: no exception, exact offsets, no overlap, the same figures in other spellings, linear time."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.numberreader import numbers_in, problems_in

from .scoring import labelled

REPORTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
_WORDS = """
120 人次 一 两 三分之一 百 万 亿 余 多 近 约 以上 左右 % 个百分点 倍 成 半 元 万元 家 户 名 个 次 场 20xx 20230% 2023
年 月 日 第 届 号 〔2026〕 （ ） “ ” 《 》 ， 。 ； ： 、 - — ～ 至 到 由 从 增加到 增长 下降 比去年的 其中 分别为 合计 共
占 率 应建 已建 人均 每场 走访慰问 困难职工 年初 新增 年末 结余 截至 全年 男 女 | + 3.5 1,200 ① ____ × . 0 九 十 零 ．
"""
FRAGMENTS = [*_WORDS.split(), "\n", "\t", " "]
calm = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text):
    numbers = numbers_in(text)
    last = 0
    for n in numbers:
        assert text[n.start : n.end] == n.text
        assert last <= n.start < n.end <= len(text)
        assert n.sentence[0] <= n.start
        assert n.end <= n.sentence[1]
        assert (n.value is None) == (n.amount is None)
        last = n.end
    for p in problems_in(text, numbers):
        assert 0 <= p.start < p.end <= len(text)
        assert p.why
        assert all(0 <= i < len(numbers) for i in p.numbers)


@calm
@given(st.text(max_size=300))
def test_any_text(text):
    check(text)


@calm
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_any_mix_of_fragments(text):
    check(text)


@calm
@given(st.data())
def test_damaged_reports(data):
    text = labelled(data.draw(st.sampled_from(REPORTS)))[0]
    a, b = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))
    check(text[:a] + data.draw(st.sampled_from(FRAGMENTS)) + text[b:])


def said(text):
    return [(n.value, n.unit, n.measure, n.role) for n in numbers_in(text)]


WIDE = str.maketrans("0123456789%.", "０１２３４５６７８９％．")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_other_spellings_give_the_same(path):
    text = labelled(path)[0]
    assert said(text.translate(WIDE)) == said(text)
    assert said(text.replace("\n", "\r\n")) == said(text)


def _seconds(text):
    started = time.process_time()
    problems_in(text, numbers_in(text))
    return time.process_time() - started


def test_six_thousand_characters_are_quick_and_longer_ones_in_proportion():
    text = "".join(labelled(path)[0] for path in REPORTS)[:6000]
    _seconds(text)
    assert min(_seconds(text) for _ in range(3)) < 0.4  # 0.1 s on a quiet machine; the benchmark is exact
    one, four = min(_seconds(text * 2) for _ in range(2)), min(_seconds(text * 8) for _ in range(2))
    assert four < 8 * one


@pytest.mark.parametrize(
    "one", ["1", "1,", "1+", "N", "1-", "其中12人、", "人均120元，共30人，", "1\t", "由1到2，"]
)
def test_long_runs_take_time_in_proportion(one):
    assert _seconds(one * (8000 // len(one))) < 2


@settings(max_examples=20, deadline=5000)
@given(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.integers(1, 600))
def test_no_repetition_makes_it_slow(one, other, times):
    check((one + other) * times)
