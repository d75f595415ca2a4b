"""The record form, its parts and the page of one record, through the door."""

import datetime as dt
import errno
import json
import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhijia.kernel.scope import scope, system
from zhijia.plans import offers
from zhijia.plans.actions import traces as actions
from zhijia.plans.models import Kind, Task, Trace
from zhijia.plans.tests.test_traces_verbs import member_name, picture, written

pytestmark = pytest.mark.django_db
NEW = "/plans/traces/new/"
WORDS = {"on": "2026-11-18", "title": "走访慰问生病职工", "who": "工会主席和车间主任"}
AJAX = {"HTTP_HX_REQUEST": "true"}
ALLOWED = 12 + 5  # session, account, two for the seats, read-only


@pytest.fixture
def task_of_one_month(seat_of):
    """A task of the town's plan with one time, in one month, that nothing has finished yet."""
    with scope(seat_of("town")):
        for task in offers.tasks(seat_of("town"), dt.date(2026, 11, 18)):
            times = task.occurrences.all()
            alone = len(times) == 1 and not task.quantity and not times[0].finished
            if alone and times[0].starts_on.month == times[0].ends_on.month <= 11:
                return task
    raise AssertionError("the small town's plan should have one")


def newest(seat):
    with scope(seat):
        return Trace.objects.select_related("kind").order_by("-pk").first()


def page_of(trace):
    return reverse("plans:trace", args=[trace.pk])


class TestTheForm:
    def test_it_opens_with_today_and_names_the_union(self, client_as):
        page = client_as("officer").get(NEW).content.decode()
        assert 'value="2026-11-20"' in page
        assert "顺达机械" in page

    def test_a_task_in_the_address_is_chosen_with_its_time(self, client_as, task_of_one_month):
        time = task_of_one_month.occurrences.all()[0]
        asked = {"task": task_of_one_month.pk, "on": time.starts_on.isoformat()}
        page = client_as("town").get(NEW, asked).content.decode()
        assert f'<option value="{task_of_one_month.pk}" selected>' in page
        assert re.search(rf'value="{time.pk}"[^>]* checked', page)

    def test_a_member_is_told_who_records(self, client_as):
        answer = client_as("member").get(NEW)
        assert answer.status_code == 403
        assert "小组" in answer.content.decode()

    def test_it_costs_few_queries(self, client_as):
        client = client_as("town")
        with CaptureQueriesContext(connection) as asked:
            client.get(NEW)
        assert len(asked) <= ALLOWED, [q["sql"][:90] for q in asked]


class TestItsParts:
    def test_kinds_are_suggested_while_one_writes(self, client_as):
        page = (
            client_as("officer")
            .post("/plans/traces/new/part/", {"part": "like", **WORDS}, **AJAX)
            .content.decode()
        )
        assert 'value="kind:visit"' in page

    def test_choosing_a_kind_asks_for_its_numbers_and_keeps_what_was_typed(self, client_as):
        given = {"part": "numbers", "look": "kind:visit", "m_money": "600", **WORDS}
        page = client_as("officer").post("/plans/traces/new/part/", given, **AJAX).content.decode()
        assert 'name="m_person_times"' in page
        assert 'value="600"' in page
        assert "慰问单" in page  # a visit asks for its paper, and says that saving does not depend on it

    def test_without_script_a_chip_redraws_the_page_and_saves_nothing(self, client_as, seat_of):
        before = newest(seat_of("officer")).pk
        page = client_as("officer").post(NEW, {"look": "kind:visit", **WORDS})
        assert page.status_code == 200
        assert (
            'value="走访慰问生病职工"' in page.content.decode()
            or "走访慰问生病职工</textarea>" in page.content.decode()
        )
        assert newest(seat_of("officer")).pk == before

    def test_units_are_found_by_name_and_the_chosen_stay(self, client_as, seat_of, town):
        with scope(seat_of("town")):
            other = offers.units(seat_of("town")).exclude(pk=town.works.pk).first()
        given = {"part": "units", "units": [other.pk], "units_words": "顺达", **WORDS}
        page = client_as("town").post("/plans/traces/new/part/", given, **AJAX).content.decode()
        assert f'value="{other.pk}" checked' in page
        assert f'value="{town.works.pk}"' in page

    def test_all_found_units_are_taken_with_one_tap(self, client_as, seat_of):
        given = {"part": "units", "look": "units:all", **WORDS}
        page = client_as("town").post("/plans/traces/new/part/", given, **AJAX).content.decode()
        with scope(seat_of("town")):
            assert page.count("checked") == offers.units(seat_of("town")).count()

    def test_a_part_nobody_knows_is_refused(self, client_as):
        assert client_as("officer").post("/plans/traces/new/part/", {"part": "../x"}).status_code == 400


class TestSaving:
    def test_the_three_fields_are_saved_and_the_page_of_the_record_opens(self, client_as, seat_of):
        answer = client_as("officer").post(NEW, {"key": "k1", **WORDS})
        assert answer.url == page_of(newest(seat_of("officer")))

    def test_everything_else_is_saved_with_them(self, client_as, seat_of):
        seat = seat_of("officer")
        given = {
            **WORDS,
            "kind": "festival_visit",
            "m_households": "３",
            "m_money": "1,500.50元",
            "m_persons": "3",
            "notes": "带了米和油",
        }
        assert client_as("officer").post(NEW, given).status_code == 302
        trace = newest(seat)
        with scope(seat):
            assert (trace.kind.code, trace.measures, str(trace.money), trace.persons, trace.area, trace.notes) == (
                "festival_visit", {"households": 3}, "1500.50", 3, "G", "带了米和油",
            )  # fmt: skip

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"title": ""}, "请写做了什么"),
            ({"who": "  "}, "请写谁参加或在哪里"),
            ({"on": "2026-11-31"}, "年月日之间要用横线"),
            ({"on": "2026-12-24"}, "日期在今天之后"),
            ({"on": "0206-11-02"}, "日期太早了"),
            ({"title": "长" * 201}, "最多 200 个字"),
            ({"m_persons": "很多"}, "只填数字"),
            ({"m_persons": "3.5"}, "要填整数"),
            ({"m_money": "-5"}, "不能是负数"),
            ({"m_money": "99999999999"}, "太大了"),
            ({"m_money": "nan"}, "太大了"),
            ({"m_persons": "9", "m_person_times": "3"}, "填反"),
            ({"kind": "no_such"}, "请重新选一次种类"),
            ({"task": "999999999"}, "请重新选"),
        ],
    )
    def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(self, client_as, wrong, sentence):
        answer = client_as("officer").post(NEW, {**WORDS, "notes": "这句不能丢", **wrong}, **AJAX)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert "这句不能丢" in page
        assert "<html" not in page

    def test_a_double_click_is_one_record(self, client_as, seat_of):
        client = client_as("officer")
        answers = {client.post(NEW, {"key": "twice", **WORDS}).url for _ in range(2)}
        assert len(answers) == 1

    def test_and_another_one_keeps_the_day_and_offers_the_kind(self, client_as):
        client = client_as("officer")
        answer = client.post(NEW, {"then": "again", "kind": "visit", **WORDS})
        page = client.get(answer.url).content.decode()
        assert 'value="2026-11-18"' in page
        assert '<option value="visit" selected>' in page

    def test_a_kind_that_was_only_carried_over_gives_way_to_the_words(self, client_as, seat_of):
        given = {**WORDS, "title": "举办职工趣味运动会", "kind": "visit", "kept": "visit"}
        client_as("officer").post(NEW, given)
        assert newest(seat_of("officer")).kind is None

    def test_a_kind_that_was_chosen_stays_whatever_the_words(self, client_as, seat_of):
        client_as("officer").post(NEW, {**WORDS, "title": "举办职工趣味运动会", "kind": "visit"})
        assert newest(seat_of("officer")).kind.code == "visit"

    def test_a_group_leader_records_for_her_group(self, client_as, seat_of):
        client_as("leader").post(NEW, {**WORDS, "title": "班前会讲安全"})
        assert newest(seat_of("leader")).group_id == seat_of("leader").group_id

    def test_htmx_is_sent_on_and_told_where_files_go(self, client_as, seat_of):
        client = client_as("officer")
        answer = client.post(NEW, {"key": "h1", **WORDS}, **AJAX)
        assert answer.headers["HX-Redirect"] == page_of(newest(seat_of("officer")))
        answer = client.post(NEW, {"key": "h2", "files_follow": "2", **WORDS}, **AJAX)
        told = json.loads(answer.headers["HX-Trigger"])["trace:saved"]
        assert told["files"] == reverse("plans:trace_files", args=[newest(seat_of("officer")).pk])


class TestFiles:
    def test_each_file_is_judged_by_itself_and_the_text_is_safe(self, client_as, seat_of):
        client = client_as("officer")
        bad = SimpleUploadedFile("签到表.pdf", b"\x7fELF no paper")
        answer = client.post(NEW, {**WORDS, "files": [picture(), bad, picture("red")]})
        assert newest(seat_of("officer")).evidence == 2
        page = client.get(answer.url).content.decode()
        assert "“签到表.pdf”没有存上" in page

    def test_a_file_over_20_megabytes_is_named(self, client_as):
        client = client_as("officer")
        huge = SimpleUploadedFile("全场.jpg", b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024))
        page = client.get(client.post(NEW, {**WORDS, "files": [huge]}).url).content.decode()
        assert "“全场.jpg”没有存上：照片超过 20 MB，压缩后再传。" in page

    def test_the_script_is_told_of_each_file(self, client_as, seat_of):
        client, trace = client_as("officer"), written(seat_of("officer"))
        to = reverse("plans:trace_files", args=[trace.pk])
        asks = {"HTTP_ACCEPT": "application/json"}
        good = client.post(to, {"key": "f-0", "files": picture()}, **asks)
        again = client.post(to, {"key": "f-0", "files": picture()}, **asks)
        bad = client.post(to, {"key": "f-1", "files": SimpleUploadedFile("空.txt", b"")}, **asks)
        assert (good.status_code, again.status_code, bad.status_code) == (200, 200, 422)
        assert newest(seat_of("officer")).evidence == 1

    def test_a_full_disk_leaves_the_text_and_says_so(self, client_as, seat_of, monkeypatch):
        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("zhijia.kernel.files.actions.default_storage.save", full)
        client = client_as("officer")
        answer = client.post(NEW, {**WORDS, "files": [picture("purple")]})
        assert newest(seat_of("officer")).evidence == 0
        assert "磁盘满了" in client.get(answer.url).content.decode()


class TestOneRecord:
    def test_its_own_union_reads_all_and_the_town_the_open_part(self, client_as, seat_of, town):
        name = member_name(town.works)
        trace = written(seat_of("officer"), title=f"看望{name}", who="三病区 5 床", notes="骨折手术")
        actions.add_file(trace, picture(), by=seat_of("officer"))
        own = client_as("chair").get(page_of(trace)).content.decode()
        assert all(words in own for words in (name, "三病区 5 床", "骨折手术", "现场.jpg", "办理过程"))
        up = client_as("town").get(page_of(trace)).content.decode()
        assert f"看望{name[0]}某" in up
        assert "1 份，在记录的工会" in up
        assert not any(words in up for words in (name, "三病区", "骨折", "现场.jpg", "办理过程", "王建平"))

    @pytest.mark.parametrize("login", ["neighbour", "member"])
    def test_others_learn_nothing(self, client_as, seat_of, login):
        trace = written(seat_of("officer"))
        assert client_as(login).get(page_of(trace)).status_code == 403

    def test_a_missing_kind_is_suggested_and_taken_with_one_tap(self, client_as, seat_of):
        client, trace = client_as("officer"), written(seat_of("officer"), title="走访慰问生病职工")
        assert 'name="kind" value="visit"' in client.get(page_of(trace)).content.decode()
        client.post(reverse("plans:trace_fill", args=[trace.pk]), {"kind": "visit"})
        assert newest(seat_of("officer")).kind.code == "visit"

    def test_undo_from_the_page(self, client_as, seat_of):
        client, trace = client_as("officer"), written(seat_of("officer"))
        assert "撤销这一条" in client.get(page_of(trace)).content.decode()
        page = client.post(reverse("plans:trace_undo", args=[trace.pk]), follow=True).content.decode()
        assert "已撤销" in page
        assert "照这一条重记" in page

    def test_withdrawing_asks_why(self, client_as, seat_of):
        client, trace = client_as("officer"), written(seat_of("officer"))
        to = reverse("plans:trace_withdraw", args=[trace.pk])
        assert client.post(to, {"reason": ""}).status_code == 409
        page = client.post(to, {"reason": "登记重复"}, follow=True).content.decode()
        assert "登记重复" in page

    def test_the_town_does_not_touch_it(self, client_as, seat_of):
        trace = written(seat_of("officer"))
        for name in ("trace_undo", "trace_withdraw", "trace_files", "trace_fill", "trace_correct"):
            answer = client_as("town").post(
                reverse(f"plans:{name}", args=[trace.pk]), {"reason": "不该由镇里改"}
            )
            assert answer.status_code == 403, name

    def test_it_costs_few_queries(self, client_as, seat_of):
        seat = seat_of("officer")
        kind = Kind.objects.get(code="visit")
        with system("测试：找一项任务"):
            task = Task.objects.filter(plan__union_id=seat.union_id).first()
        trace = written(seat, kind=kind, task=task)
        for colour in ("red", "green", "blue"):
            actions.add_file(trace, picture(colour), by=seat)
        actions.correct(trace.pk, by=seat, persons=3)
        client = client_as("officer")
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(trace))
        assert len(asked) <= ALLOWED, [q["sql"][:90] for q in asked]


class TestCorrecting:
    def given(self, trace, **changed):
        told = {
            "on": trace.on.isoformat(),
            "title": "车间安全检查",
            "who": "安全员和各班组长",
            "version": trace.version,
        }
        return told | {"open_title": trace.open_title, "open_title_was": trace.open_title} | changed

    def to(self, trace):
        return reverse("plans:trace_correct", args=[trace.pk])

    def test_both_texts_stay_in_the_history(self, client_as, seat_of):
        trace = written(seat_of("officer"), persons=12)
        given = self.given(trace, m_persons="21", reason="签到表上是 21 人")
        page = client_as("chair").post(self.to(trace), given, follow=True).content.decode()
        assert "<del>12</del>" in page
        assert "<ins>21</ins>" in page
        assert "签到表上是 21 人" in page

    def test_the_reason_is_asked_for_beside_its_field(self, client_as, seat_of):
        trace = written(seat_of("officer"), persons=12)
        answer = client_as("chair").post(self.to(trace), self.given(trace, m_persons="21"), **AJAX)
        assert answer.status_code == 422
        assert 'id="id_reason_error"' in answer.content.decode()

    def test_two_at_once_see_both_texts(self, client_as, seat_of):
        trace = written(seat_of("officer"))
        stale = self.given(trace, notes="干事写的备注")
        actions.correct(trace.pk, by=seat_of("chair"), notes="主席写的备注")
        answer = client_as("officer").post(self.to(trace), stale, **AJAX)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "主席写的备注" in page
        assert "干事写的备注" in page
        assert "方德明" in page
        assert f'name="version" value="{trace.version + 1}"' in page

    def test_the_masked_title_can_be_put_right(self, client_as, seat_of):
        trace = written(seat_of("officer"))
        client_as("officer").post(self.to(trace), self.given(trace, open_title="车间检查"))
        assert newest(seat_of("officer")).open_title == "车间检查"

    def test_a_record_that_was_taken_back_is_not_corrected(self, client_as, seat_of):
        trace = written(seat_of("officer"))
        actions.undo_record(trace, by=seat_of("officer"))
        assert client_as("officer").get(self.to(trace)).status_code == 403


def test_a_record_finishes_the_time_of_its_task(client_as, seat_of, task_of_one_month):
    time = task_of_one_month.occurrences.all()[0]
    given = {**WORDS, "on": time.starts_on.isoformat(), "task": task_of_one_month.pk, "finishes": time.pk}
    client_as("town").post(NEW, given)
    trace = newest(seat_of("town"))
    assert (trace.task_id, trace.finishes_id) == (task_of_one_month.pk, time.pk)


class TestFinishingByDefault:
    def times(self, *spans):
        return [SimpleNamespace(starts_on=a, ends_on=b, finished=done) for a, b, done in spans]

    def default(self, spans, on, quantity=None):
        times = self.times(*spans)
        task = SimpleNamespace(quantity=quantity, occurrences=SimpleNamespace(all=lambda: times))
        found = offers.finished_by_default(task, on)
        return times.index(found) if found else None

    march, april = ((dt.date(2026, m, 1), dt.date(2026, m, 28), False) for m in (3, 4))
    long = (dt.date(2026, 3, 1), dt.date(2026, 10, 31), False)
    done = (dt.date(2026, 3, 1), dt.date(2026, 3, 28), True)

    def test_a_task_of_one_month_even_when_it_comes_early_or_late(self):
        assert self.default([self.march], dt.date(2026, 5, 9)) == 0

    def test_the_time_that_is_due_now_of_a_recurring_task(self):
        assert self.default([self.march, self.april], dt.date(2026, 4, 9)) == 1

    def test_not_a_task_that_runs_for_months(self):
        assert self.default([self.long], dt.date(2026, 4, 9)) is None

    def test_not_a_task_promised_by_quantity(self):
        assert self.default([self.march], dt.date(2026, 3, 9), quantity=12) is None

    def test_not_what_is_finished_already(self):
        assert self.default([self.done], dt.date(2026, 3, 9)) is None
