"""The trail: nothing changes without it, it tells old and new, and nobody edits it."""

import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from zhijia.board.actions import aim
from zhijia.board.models import Target
from zhijia.directives.tests.sample import a_paper
from zhijia.gate.actions import make as make_token
from zhijia.gate.models import Token
from zhijia.kernel import clock, trail
from zhijia.kernel.actions import opened
from zhijia.kernel.exports.actions import export
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.imports.actions import take_in
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.ledger.listing import keep
from zhijia.kernel.ledger.models import KeptFilter
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import guarded_tables
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.letters import actions as letter_verbs
from zhijia.letters.models import Template
from zhijia.letters.sample import sample_template
from zhijia.org.actions import call_also, set_value
from zhijia.org.models import Employer, EmployerAlias, ParameterValue
from zhijia.plans.actions import summaries as summary_verbs
from zhijia.plans.actions import traces as verbs
from zhijia.plans.models import Lesson, Plan, Summary, Trace
from zhijia.reports import actions as checks
from zhijia.reports.models import Check
from zhijia.sheetreader.tests.books import xlsx
from zhijia.twins.actions import correct_layout
from zhijia.twins.layouts import LaidColumn
from zhijia.twins.models import Layout

pytestmark = pytest.mark.django_db
GUARDED = (
    "board_target",
    "directives_demand", "directives_directive", "directives_edition",
    "plans_lesson",
    "gate_token",
    "joining_application", "joining_door", "joining_transfer",
    "kernel_attachment", "kernel_batch", "kernel_keptfilter", "kernel_madefile",
    "letters_housestyle", "letters_letter", "letters_template",
    "org_body", "org_buildtarget", "org_canvass", "org_coverage", "org_daycorrection", "org_employer",
    "org_employeralias", "org_founding", "org_headcount",
    "org_parametervalue", "org_parentedge", "org_post", "org_reelection", "org_setup", "org_setuprule",
    "org_union", "people_cardtarget",
    "people_membership", "people_person",
    "plans_occurrence",
    "plans_plan", "plans_section", "plans_summary", "plans_summarynumber", "plans_summarysection", "plans_task",
    "plans_trace", "plans_traceunit", "privacy_consent", "relief_visit", "reports_check",
    "twins_layout", "twins_membernumber", "twins_sending", "twins_unionnumber",
)  # fmt: skip


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.fixture
def a_row_everywhere(seat_of):
    """What the small town has none of."""
    town = seat_of("town")
    summary_verbs.draft(Summary(period_code="2026H1", about_id=town.union_id), by=town)
    a_paper(town)
    keep(KeptFilter(ledger="people.members", query="q=丁"), by=town, name="姓丁的", shared=False)
    export(MadeFile(ledger="people.members", kind="csv", name="会员.csv"), by=town)
    take_in(
        Batch(kind="employers", name="企业.xlsx"),
        by=town,
        data=xlsx(("企业", [["单位名称", "所在工会"], ["宏达厂", "无"]])),
    )
    checks.take_in(Check(period_code="2026H1", about_id=town.union_id, text="现有会员3人。"), by=town)
    letter_verbs.bring(Template(kind="notice", name="模板.docx"), by=town, content=sample_template())
    value = ParameterValue(
        union_id=town.union_id, name="union.term_years", value=3, since=clock.today(), source="测试"
    )
    set_value(value, by=town)
    aim(
        Target(union_id=town.union_id, year=2026, code="people.joined"),
        by=town,
        value=Decimal(800),
        source="县总",
    )
    make_token(Token(), by=town, name="门户网站", ends_on=clock.today())
    correct_layout(
        Layout(twin="realname-members"), by=town, columns=[LaidColumn("name", "姓名")], source="省总模板"
    )
    with system("测试：一个又名、一条改法") as by:
        call_also(EmployerAlias(employer=Employer.objects.first(), name="顺达分厂"), by=by)
        with opened("test.lesson", by=by):
            reading = Plan.objects.exclude(reading=None).first().reading
            Lesson.objects.create(
                union_id=town.union_id, kind="month", said="两会期间", made={"months": [3]}, reading=reading,
                learned_at=clock.now(),
            )  # fmt: skip


def test_the_list_above_is_complete():
    assert guarded_tables() == set(GUARDED)


@pytest.mark.parametrize("table", GUARDED)
class TestAGuardedTable:
    """Raw SQL knows nothing of verbs; the database does."""

    @pytest.fixture
    def row(self, table, a_row_everywhere):
        """One row; whatever a test does to it is taken back, so that foreign keys never look."""
        with transaction.atomic():
            yield run(f"SELECT id, to_jsonb(t) FROM {table} t ORDER BY id LIMIT 1")[0]
            transaction.set_rollback(True)

    def test_refuses_an_update_outside_an_action(self, table, row):
        with pytest.raises(ProgrammingError, match="outside an action"):
            run(f"UPDATE {table} SET version = version + 1 WHERE id = %s", row[0])

    def test_refuses_a_delete_outside_an_action(self, table, row):
        with pytest.raises(ProgrammingError, match="outside an action"):
            run(f"DELETE FROM {table} WHERE id = %s", row[0])

    def test_refuses_an_insert_outside_an_action(self, table, row):
        with system("测试：先删后插") as by, opened("test.delete", by=by):
            run(f"DELETE FROM {table} WHERE id = %s", row[0])
        gone = row[1] if isinstance(row[1], str) else json.dumps(row[1])
        with pytest.raises(ProgrammingError, match="outside an action"):
            run(f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s)).*", gone)

    def test_cannot_be_emptied(self, table, row):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(f"TRUNCATE {table} CASCADE")

    def test_records_what_an_open_action_does(self, table, row):
        with system("测试：改一下") as by, opened("test.update", by=by) as event:
            run(f"UPDATE {table} SET version = version + 1 WHERE id = %s", row[0])
            run(f"DELETE FROM {table} WHERE id = %s", row[0])
        assert [(one.kind, one.row_id, one.op) for one in event.rows.order_by("pk")] == [
            (table, row[0], "U"), (table, row[0], "D"),
        ]  # fmt: skip


def test_a_statement_that_meets_no_row_needs_no_action():
    assert run("UPDATE plans_trace SET version = 2 WHERE id = -1") == 0


def test_history_shows_old_and_new_newest_first(seat_of):
    officer = seat_of("officer")
    row = verbs.record(Trace(on=clock.today(), title="走访", who="王建平"), by=officer)
    verbs.correct(row, by=officer, who="王建平，方德明", persons=2)
    last, *_, first = trail.history(row)
    assert last.changes == {"who": ["王建平", "王建平，方德明"], "persons": [None, 2]}
    assert (first.op, last.op) == ("I", "U")
    assert last.event.name == "王建平"


def test_history_tells_apart_rows_and_tables_with_the_same_id(seat_of, town):
    with system("测试"):
        assert all(one.row_id == town.works.pk for one in trail.history(town.works))
        assert all(one.kind == "org_union" for one in trail.history(town.works))


def test_many_rows_are_recorded_one_by_one(seat_of):
    rows = [Trace(on=clock.today(), title=f"走访{n}", who="王建平") for n in range(30)]
    made = verbs.record.all(rows, by=seat_of("officer"))
    event = EventRow.objects.filter(kind="plans_trace", row_id=made[0].pk).first().event
    told = event.rows.filter(kind="plans_trace", op="I")
    assert set(told.values_list("row_id", flat=True)) == {row.pk for row in made}


@pytest.mark.parametrize("model", [Event, EventRow])
def test_the_application_can_neither_rewrite_nor_remove_the_trail(model):
    assert model.objects.exists()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.update(id=0)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        model.objects.filter(pk=model.objects.first().pk)._raw_delete(model.objects.db)


def test_the_application_cannot_write_into_the_trail_what_did_not_happen():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        EventRow.objects.create(event=Event.objects.first(), kind="plans_trace", row_id=1, op="D")


def test_an_event_that_does_not_exist_cannot_be_claimed():
    """Whoever sets the setting by hand still needs an event: the trigger asks for it, once a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('zhijia.event', '999999999', true)")
    change = "UPDATE plans_trace SET version = version + 1 WHERE id = (SELECT min(id) FROM plans_trace)"
    with pytest.raises(IntegrityError, match="there is no event 999999999"):
        run(change)


def test_an_event_stays_as_long_as_its_rows(test_postgres):
    """Not even the owner takes one away by mistake."""
    event = EventRow.objects.latest("pk").event_id
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("RESET ROLE")
        for change in ("DELETE FROM trail_event", "UPDATE trail_event SET id = -1"):
            with pytest.raises(IntegrityError, match=f"event {event} has rows"), transaction.atomic():
                cursor.execute(f"{change} WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE", [event])
        cursor.execute("SET ROLE zhijia_app")


class TestTheSetting:
    def event(self):
        return run("SELECT current_setting('zhijia.event', true)")[0][0] or ""

    def test_is_the_outer_one_again_after_an_inner_action(self):
        with system("测试") as by, opened("test.outer", by=by) as outer:
            with opened("test.inner", by=by) as inner:
                assert self.event() == str(inner.pk)
            assert self.event() == str(outer.pk)
        assert self.event() == ""

    def test_is_the_outer_one_again_after_an_inner_failure(self):
        with system("测试") as by, opened("test.outer", by=by) as outer:
            with pytest.raises(KeyError), opened("test.inner", by=by):
                raise KeyError
            assert self.event() == str(outer.pk)
        assert self.event() == ""

    def test_is_gone_after_a_savepoint_that_was_released_or_rolled_back(self):
        with transaction.atomic():
            with system("测试") as by, transaction.atomic(), opened("test.released", by=by):
                pass
            assert self.event() == ""
            with pytest.raises(KeyError), system("测试") as by, opened("test.rolled_back", by=by):
                raise KeyError
            assert self.event() == ""


def test_a_note_is_cut_to_its_column(seat_of):
    trail.note("test.long", by=seat_of("chair"), subject="长" * 500, reason="长" * 900)
    event = Event.objects.get(verb="test.long")
    assert (len(event.subject), len(event.reason)) == (200, 500)


def test_an_opened_account_is_named_in_the_trail(seat_of):
    from zhijia.people.actions import open_account
    from zhijia.people.models import Person

    with scope(seat_of("chair")) as chair:
        open_account(Person.objects.get(pk=chair.person_id), "fangdeming2", "Yunchuan-5521", by=chair)
    assert Event.objects.get(verb="people.account.open", person_id=chair.person_id).subject == "fangdeming2"
