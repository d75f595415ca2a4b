"""The set form of a verb leaves the same rows as the verb row by row."""

import datetime as dt
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.actions.sets import ahead, blank, drawn_ids
from zhijia.kernel.scope import scope, system
from zhijia.kernel.secrets import SecretText
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.org.actions import found
from zhijia.org.models import Closure, Union
from zhijia.people.actions import enter, join
from zhijia.people.models import Membership, Person
from zhijia.plans.actions.traces import record
from zhijia.plans.models import Kind, Trace, TraceUnit
from zhijia.sheetreader.identity import check_sign

pytestmark = pytest.mark.django_db
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 11, 20))
WORDS = st.text("走访慰问困难职工车间顺达王建平方德明送清凉，、 ", min_size=1, max_size=20)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def left_behind(model, rows, leave_out=()):
    """The rows as they lie in the database, without what differs from run to run."""
    drop = {"id", *leave_out}
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in drop]
    order = {row.pk: n for n, row in enumerate(rows)}
    stored = model._base_manager.filter(pk__in=order)
    return [
        {name: row.__dict__[name] for name in names} for row in sorted(stored, key=lambda row: order[row.pk])
    ]


def one_by_one(verb, by):
    return lambda rows: [verb(row, by=by) for row in rows]


def all_at_once(verb, by):
    return lambda rows: verb.all(rows, by=by)


def made_ahead(verb, by):
    """As an import does it: the ids drawn, the bodies run and the text written before the database is asked."""

    def way(rows):
        for row, pk in zip(rows, drawn_ids(verb.model, len(rows)), strict=True):
            row.pk = pk
        return verb.all(verb.ready(rows, by=by), by=by)

    return way


@FEW
@given(specs=st.lists(st.tuples(st.sampled_from(["single", "joint", "town"]), DAYS), max_size=6))
def test_found(specs):
    def result(way):
        with undone(), system("测试：成批") as by:
            rows = way(found, by)(
                [
                    Union(code=f"S{n}", name=f"第{n}工会", short_name=f"第{n}", kind=kind, founded_on=day)
                    for n, (kind, day) in enumerate(specs)
                ]
            )
            assert all(row.home_id == row.pk for row in rows)
            closure = Closure.objects.filter(descendant__in=rows).order_by("descendant__code", "line")
            return left_behind(Union, rows, ["home_id"]), list(
                closure.values_list("depth", "line", "valid_from")
            )

    assert result(one_by_one) == result(all_at_once)


@FEW
@given(specs=st.lists(st.tuples(st.sampled_from(["female", "male"]), DAYS), max_size=6))
def test_join(specs, town):
    group = next(iter(groups_of(town)))

    def result(way):
        with undone(), system("测试：成批") as by:
            people = way(enter, by)(
                [Person(name=f"新{n}", gender=gender) for n, (gender, _) in enumerate(specs)]
            )
            rows = way(join, by)(
                [
                    Membership(person=person, union=town.works, group=group if n % 2 else None, joined_on=day)
                    for n, (person, (_, day)) in enumerate(zip(people, specs, strict=True))
                ]
            )
            return left_behind(Membership, rows, ["person_id"]), left_behind(Person, people)

    assert result(one_by_one) == result(all_at_once) == result(made_ahead)


ODD = st.text("\\N\t\n\r 浙江余姚'\"，", max_size=12)


@FEW
@given(
    specs=st.lists(
        st.tuples(st.integers(0, 999), DAYS, ODD, st.none() | DAYS), max_size=6, unique_by=lambda s: s[0]
    )
)
def test_enter_with_numbers(specs):
    """Rows made by `Person(…)` and entered one by one; rows made by `blank` and entered as a set."""

    def values(n, day, words, born):
        first = f"330281{day.replace(year=1980):%Y%m%d}{n:03}"
        return {"name": f"新{n}", "identity": first + check_sign(first), "phone": f"1380000{n:04}", "card": f"HY{n:06}",
                "native_place": words, "title": words[:3], "birth_on": born and day.replace(year=1980)}  # fmt: skip

    def result(way, make):
        with undone(), system("测试：成批") as by:
            people = way(enter, by)([make(**values(*spec)) for spec in specs])
            sealed = [f for f in Person._meta.concrete_fields if isinstance(f, SecretText)]
            stored = [Person._base_manager.get(pk=person.pk) for person in people]
            opened = [[field.opened(person) for field in sealed] for person in stored]
            return left_behind(Person, people, [f.attname for f in sealed]), opened

    expected = result(one_by_one, Person)
    assert expected == result(all_at_once, blank(Person)) == result(made_ahead, blank(Person))


@FEW
@given(texts=st.lists(ODD, min_size=1, max_size=4, unique=True))
def test_any_of_finds_each_text_as_it_stands(texts):
    with undone(), system("测试：成批") as by:
        made = enter.all([Person(name="新", native_place=text) for text in [*texts, "别处的"]], by=by)
        rows = Person.objects.filter(pk__any_of=[row.pk for row in made])
        found = rows.filter(native_place__any_of=texts).values_list("native_place", flat=True)
        assert sorted(found) == sorted(texts)
        assert not rows.filter(native_place__any_of=[]).exists()


def test_what_is_made_ahead_comes_in_order_and_with_its_error():
    made = ahead(10 // number for number in (5, 2, 0, 1))
    assert [next(made), next(made)] == [2, 5]
    with pytest.raises(ZeroDivisionError):
        next(made)


def groups_of(town):
    with system("测试：小组"):
        return list(Union.objects.filter(home=town.works, kind="group"))


@FEW
@given(
    specs=st.lists(
        st.tuples(
            WORDS.filter(str.strip),
            DAYS,
            st.none() | st.integers(0, 50),
            st.none() | st.decimals(0, 9999, places=2),
            st.booleans(),
            st.sampled_from(["", "visit", "training"]),
        ),
        max_size=5,
    )
)
def test_record(specs, town, seat_of):
    officer = seat_of("officer")
    kinds = {kind.code: kind for kind in Kind.objects.all()}

    def result(way):
        with undone(), scope(officer):
            rows = []
            for title, day, persons, money, with_units, kind in specs:
                row = Trace(
                    on=day, title=title, who="王建平，金工车间", persons=persons, kind=kinds.get(kind),
                    money=None if money is None else Decimal(money), measures={"households": 2},
                )  # fmt: skip
                row.unit_ids = [town.works.pk, town.union.pk] if with_units else None
                rows.append(row)
            rows = way(record, officer)(rows)
            units = TraceUnit.objects.filter(trace__in=rows).order_by("trace_id", "union_id")
            order = {row.pk: n for n, row in enumerate(rows)}
            taking_part = [(order[unit.trace_id], unit.union_id) for unit in units]
            return left_behind(Trace, rows, ["recorded_at", "version"]), sorted(taking_part)

    assert result(one_by_one) == result(all_at_once)


def test_a_set_is_one_event_with_a_line_for_every_row(seat_of):
    rows = [Trace(on=clock.today(), title=f"走访{n}", who="王建平") for n in range(5)]
    before = Event.objects.count()
    made = record.all(rows, by=seat_of("officer"))
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("pk")
    lines = EventRow.objects.filter(event=event, kind="plans_trace", op="I").values_list("row_id", flat=True)
    assert sorted(lines) == sorted(row.pk for row in made)


def test_one_unfit_row_stops_the_set(seat_of):
    before = Trace._base_manager.count()
    rows = [Trace(on=clock.today(), title="走访", who="王建平"), Trace(on=None, title="走访", who="王建平")]
    with pytest.raises(Unfit):
        record.all(rows, by=seat_of("officer"))
    assert Trace._base_manager.count() == before


def test_the_number_of_statements_of_a_set_does_not_grow_with_it(seat_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(count):
        rows = [Trace(on=clock.today(), title=f"走访{n}", who="王建平") for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            record.all(rows, by=seat_of("officer"))
        return len(asked)

    assert statements(5) == statements(60)
