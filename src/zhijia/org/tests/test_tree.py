"""The tree of unions: dated, rebuilt from its edges, without two parents at a time and without rings."""

import datetime as dt
import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from zhijia.kernel.actions import Blocked, Unfit
from zhijia.kernel.scope import system
from zhijia.org import tree
from zhijia.org.actions import answer_to, found
from zhijia.org.models import Closure, ParentEdge, Union

BEGIN = dt.date(2020, 1, 1)
pytestmark = pytest.mark.django_db


def day(n):
    return BEGIN + dt.timedelta(days=n)


def unions(count, by, name="T"):
    rows = [
        Union(code=f"{name}{n}", name=f"第{n}工会", short_name=f"第{n}", kind="single", founded_on=BEGIN)
        for n in range(count)
    ]
    return found.all(rows, by=by)


def edge(union, parent, start=0, end=None, line="territorial"):
    return ParentEdge(
        union=union, parent=parent, valid_from=day(start), valid_to=day(end) if end else None, line=line
    )


def below(union, n):
    rows = Union._base_manager.filter(pk__in=tree.below(union.pk, day(n)))
    return set(rows.values_list("pk", flat=True))


@contextmanager
def undone():
    """One of many examples in one test: what it made is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def closure_on(when, rows):
    held = Closure.objects.filter(tree.in_force(when), line="territorial", descendant__in=rows)
    return set(held.values_list("ancestor__code", "descendant__code", "depth"))


def walked_on(when, rows, edges):
    """The same by walking up from every union, one parent at a time."""
    parent = {
        e.union.code: e.parent.code
        for e in edges
        if e.line == "territorial" and e.valid_from <= when and (e.valid_to is None or e.valid_to > when)
    }
    found_pairs = set()
    for row in rows:
        if row.founded_on > when:
            continue
        code, depth = row.code, 0
        while code is not None:
            found_pairs.add((code, row.code, depth))
            code, depth = parent.get(code), depth + 1
    return found_pairs


@st.composite
def dated_trees(draw):
    """For up to nine unions, the spans in which each answers to an earlier one; spans do not overlap."""
    plan = []
    for child in range(1, draw(st.integers(2, 9))):
        cuts = sorted(draw(st.sets(st.integers(0, 60), min_size=0, max_size=6)))
        for start, end in zip(cuts, [*cuts[1:], None], strict=False):
            if draw(st.booleans()):
                plan.append((child, draw(st.integers(0, child - 1)), start, end))
    return plan


@settings(max_examples=25, deadline=None)
@given(plan=dated_trees())
def test_the_closure_is_what_walking_up_finds_on_every_day(plan):
    with undone(), system("测试：一棵树") as by:
        rows = unions(9, by)
        edges = [edge(rows[child], rows[parent], start, end) for child, parent, start, end in plan]
        answer_to.all(edges, by=by)
        for n in range(0, 63, 3):
            assert closure_on(day(n), rows) == walked_on(day(n), rows, edges)


@settings(max_examples=10, deadline=None)
@given(plan=dated_trees())
def test_edges_one_by_one_make_the_same_tree_as_all_at_once(plan):
    def built(how):
        with undone(), system("测试：一棵树") as by:
            rows = unions(9, by)
            how([edge(rows[child], rows[parent], start, end) for child, parent, start, end in plan], by)
            return [closure_on(day(n), rows) for n in (0, 20, 40, 61)]

    assert built(lambda edges, by: [answer_to(one, by=by) for one in edges]) == built(
        lambda edges, by: answer_to.all(edges, by=by)
    )


class TestAMove:
    def test_keeps_the_past(self):
        with system("测试：改隶属") as by:
            old, new, moved, leaf = unions(4, by)
            answer_to.all([edge(moved, old, 0, 30), edge(moved, new, 30), edge(leaf, moved, 0)], by=by)
            assert below(old, 29) == {old.pk, moved.pk, leaf.pk}
            assert below(old, 30) == {old.pk}
            assert below(new, 30) == {new.pk, moved.pk, leaf.pk}

    def test_two_parents_at_a_time_are_refused_by_the_database(self):
        with system("测试：两个上级") as by:
            first, second, child = unions(3, by)
            answer_to(edge(child, first, 0, 30), by=by)
            with pytest.raises(Blocked, match="日期和它交叉") as blocked:
                answer_to(edge(child, second, 29), by=by)
            assert "one_parent_at_a_time" in str(blocked.value.__cause__)
            answer_to(edge(child, second, 30), by=by)

    def test_the_two_lines_do_not_disturb_each_other(self):
        with system("测试：两条线") as by:
            area, trade, child = unions(3, by)
            answer_to(edge(child, area, 0), by=by)
            answer_to(edge(child, trade, 0, line="industrial"), by=by)
            assert below(area, 1) == {area.pk, child.pk}
            assert below(trade, 1) == {trade.pk}

    def test_a_union_stands_in_its_own_reach_before_it_has_a_parent(self):
        with system("测试：刚成立") as by:
            alone = found(
                Union(code="ALONE", name="甲", short_name="甲", kind="county", founded_on=BEGIN), by=by
            )
            assert below(alone, 0) == {alone.pk}
            assert alone.home_id == alone.pk

    def test_nobody_is_his_own_parent(self):
        with system("测试：自己") as by:
            (one,) = unions(1, by)
            with pytest.raises((Unfit, IntegrityError)):
                answer_to(edge(one, one), by=by)


class TestARing:
    @pytest.fixture
    def three(self):
        with system("测试：三个工会") as by:
            rows = unions(3, by)
            answer_to.all([edge(rows[1], rows[0]), edge(rows[2], rows[1])], by=by)
            yield rows, by

    def test_is_refused_with_a_sentence_and_leaves_the_tree_as_it_was(self, three):
        (top, _, bottom), by = three
        before = closure_on(day(1), three[0])
        with pytest.raises(Unfit, match="成为自己的上级"):
            answer_to(edge(top, bottom), by=by)
        assert closure_on(day(1), three[0]) == before
        assert not ParentEdge.objects.filter(union=top).exists()

    def test_is_refused_when_it_comes_as_a_set(self, three):
        _, by = three
        extra = unions(2, by, "R")
        with pytest.raises(Unfit):
            answer_to.all([edge(extra[0], extra[1]), edge(extra[1], extra[0])], by=by)

    def test_is_none_when_the_days_do_not_meet(self):
        with system("测试：先后") as by:
            one, other = unions(2, by)
            answer_to(edge(one, other, 0, 30), by=by)
            answer_to(edge(other, one, 30), by=by)

    def test_is_none_across_the_two_lines(self):
        with system("测试：两条线") as by:
            one, other = unions(2, by)
            answer_to(edge(one, other), by=by)
            answer_to(edge(other, one, line="industrial"), by=by)


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_close_a_ring_together():
    with system("测试：两头一起") as by:
        one, other = unions(2, by)
    start, results = threading.Barrier(2), []

    def work(child, parent):
        try:
            start.wait(10)
            with system("测试：两头一起") as by:
                results.append(answer_to(edge(child, parent), by=by))
        except Unfit as unfit:
            results.append(unfit)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(type(result).__name__ for result in results) == ["ParentEdge", "Unfit"]
