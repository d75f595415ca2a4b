"""Two editions side by side: what is the same, what changed and in which words."""

from decimal import Decimal

import pytest

from zhijia.directives.models import Demand
from zhijia.directives.versions import compared, difference


def demand(title, sentence="", quantity=None, unit="", due=None, **rest):
    times = [[f"2026-{due[:2]}-01", f"2026-{due}"]] if due else []
    return Demand(
        title=title, sentence=sentence or title, quantity=Decimal(quantity) if quantity else None, unit=unit,
        comparator="at_least" if quantity else "", times=times, **rest,
    )  # fmt: skip


OLD = [
    demand("完成入户摸底", "11月底前完成入户摸底，对象不少于60户", 60, "户", "11-30"),
    demand("组织政策宣讲", "12月20日前组织政策宣讲", due="12-20"),
    demand("慰问户外劳动者", "慰问户外劳动者", due="12-31"),
]


def kinds(new, partial=False):
    return [
        (pair.kind, [told[0] for told in pair.told])
        for pair in compared(OLD, new, partial=partial, year=2026)
    ]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (OLD, [("same", [])] * 3),
        # another number, another day, other words
        (
            [demand("完成入户摸底", "11月底前完成入户摸底，对象不少于80户", 80, "户", "11-30"), *OLD[1:]],
            [("changed", ["数量"]), ("same", []), ("same", [])],
        ),
        (
            [demand("完成入户摸底", "11月24日前完成入户摸底，对象不少于80户", 80, "户", "11-24"), *OLD[1:]],
            [("changed", ["数量", "时间"]), ("same", []), ("same", [])],
        ),
        (
            [*OLD[:2], demand("慰问户外劳动者和困难职工", "慰问户外劳动者和困难职工", due="12-31")],
            [("same", []), ("same", []), ("changed", ["内容"])],
        ),
        # another order is no change; what has no like is new, what is left is gone
        ([OLD[2], OLD[0]], [("same", []), ("same", []), ("gone", [])]),
        ([*OLD, demand("配备取暖设备", quantity=6, unit="处")], [("same", [])] * 3 + [("new", [])]),
        ([], [("gone", [])] * 3),
    ],
)
def test_what_a_later_edition_changes(new, found):
    assert kinds(new) == found


def test_a_supplement_takes_nothing_away():
    assert kinds([demand("慰问环卫工人", due="12-10")], partial=True) == [("new", [])]


def test_a_number_changes_as_a_whole():
    assert difference("不少于100户", "不少于80户") == [
        ("", "不少于"),
        ("del", "100"),
        ("ins", "80"),
        ("", "户"),
    ]
