"""What every register gets tested for free (architecture §8): nobody lists pages, columns or filters here.

A new register joins by itself. It needs one thing: a way to grow rows, in GROW below.
"""

import csv
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage

from zhijia.joining import actions as joining
from zhijia.joining.models import Application, Transfer
from zhijia.kernel import clock
from zhijia.kernel.actions import opened
from zhijia.kernel.clock import OFFICIAL, daily
from zhijia.kernel.exports.actions import KEPT
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.imports import refs_of
from zhijia.kernel.ledger import bulk, export, ledgers
from zhijia.kernel.scope import scope, system
from zhijia.kernel.testing import guarded_tables, settled_queries, work_off
from zhijia.kernel.trail.models import Event
from zhijia.org import actions as org
from zhijia.org.models import (
    Body,
    BuildTarget,
    Canvass,
    Coverage,
    DayCorrection,
    Employer,
    Founding,
    Post,
    Reelection,
    SetUpRule,
    Union,
)  # fmt: skip
from zhijia.people import actions as people
from zhijia.people.models import CardTarget, Membership, Person
from zhijia.people.rules import check_sign
from zhijia.relief import actions as relief
from zhijia.relief.models import Visit
from zhijia.twins import actions as twins
from zhijia.twins.models import MemberNumber, Sending, UnionNumber

pytestmark = pytest.mark.django_db
EVERY = [pytest.param(ledger, id=key) for key, ledger in ledgers().items()]
YEAR = {"year": "2026"}


def grow_visits(town, n):
    rows = [
        Visit(union=town.works, kind="birthday", name=f"第{i}位", due_on=dt.date(2026, 12, 1))
        for i in range(n)
    ]
    with system("测试：长出一些行") as by:
        relief.arrange.all(rows, by=by)


def grow_members(town, n):
    with system("测试：长出一些行") as by:
        persons = people.enter.all([Person(name=f"第{i}位", gender="female") for i in range(n)], by=by)
        day = dt.date(2026, 11, 2)
        people.join.all([Membership(union=town.works, person=p, joined_on=day) for p in persons], by=by)


def grow_days(town, n):
    with system("测试：长出一些行") as by:
        first = dt.date(2026, 1, 5) + dt.timedelta(DayCorrection.objects.count())
        days = [first + dt.timedelta(i) for i in range(n)]
        rows = [
            DayCorrection(union=town.works, day=day, works="no" if OFFICIAL.works(day) else "yes")
            for day in days
        ]
        org.correct_day.all(rows, by=by)


def grow_unions(town, n):
    first = Union._base_manager.count()
    rows = [
        Union(
            code=f"L{first + i}",
            name=f"第{first + i}工会",
            short_name=f"第{i}",
            kind="single",
            founded_on=FOUNDED,
        )
        for i in range(n)
    ]
    with system("测试：长出一些行") as by:
        org.found.all(rows, by=by, under={row.code: town.union for row in rows})
    return rows


def grow_employers(town, n):
    with system("测试：长出一些行") as by:
        firms = org.register.all(
            [Employer(name=f"第{i}厂", nature="enterprise", area=town.union) for i in range(n)], by=by
        )
        spans = [
            Coverage(union=union, employer=firm, valid_from=FOUNDED)
            for union, firm in zip(grow_unions(town, n), firms, strict=True)
        ]
        org.cover.all(spans, by=by)
    return firms


def of_unions(verb, make):
    """Grows rows that hang on unions of their own."""

    def grow(town, n):
        unions = grow_unions(town, n)
        with system("测试：长出一些行") as by:
            verb.all([make(town, union, i) for i, union in enumerate(unions)], by=by)

    return grow


def grow_canvass(town, n):
    firms = grow_employers(town, n)
    with system("测试：长出一些行") as by:
        org.canvass.all(
            [Canvass(union=town.union, employer=firm, on=FOUNDED, found="must") for firm in firms], by=by
        )


def a_post(town, union, i):
    return Post(person=Person.objects.earliest("pk"), union=union, office="committee", held_from=FOUNDED)


def a_body(town, union, i):
    return Body(union=union, kind="committee", session_no=1, term_from=FOUNDED, term_to=dt.date(2029, 3, 2))


def grow_foundings(town, n):
    rows = [
        Founding(union=town.union, name=f"第{i}厂工会委员会", kind="single", employer_name=f"第{i}厂", applied_on=FOUNDED)
        for i in range(n)
    ]  # fmt: skip
    with system("测试：长出一些行") as by:
        org.apply.all(rows, by=by)


def grow_reelections(town, n):
    unions = grow_unions(town, n)
    with system("测试：长出一些行") as by:
        org.elect.all([a_body(town, union, 0) for union in unions], by=by)
        values = {"planned_on": dt.date(2027, 1, 5), "seats": 5, "term_years": 5}
        for union in unions:
            org.ask(Reelection(union=union), by=by, **values)


FOUNDED = dt.date(2026, 3, 2)


def grow_applications(town, n):
    with system("测试：长出一些行") as by:
        rows = [Application(union=town.works) for _ in range(n)]
        for row in rows:
            number = f"99020219900307{Application.objects.count():03}"
            joining.apply(row, by=by, name="申请人", identity=number + check_sign(number))


def grow_transfers(town, n):
    grow_members(town, n)
    with system("测试：长出一些行") as by:
        on_roll = Membership.objects.filter(union=town.works, left_on=None, person__name__startswith="第")
        on_way = Transfer.objects.values("membership")
        day = dt.date(2026, 11, 2)
        rows = [
            Transfer(
                membership=one,
                name="某人",
                from_union=town.works,
                to_union=town.neighbour,
                asked_on=day,
                due_on=day,
                state="sent",
            )
            for one in on_roll.exclude(pk__in=on_way)[:n]
        ]
        with opened("test.transfers", by=by):
            Transfer.objects.bulk_create(rows)


def a_number(town, union, i):
    return UnionNumber(union=union, twin="realname-unions", number=f"N{union.code}", entered_on=FOUNDED)


def a_sending(town, union, i):
    return Sending(union=union, twin="realname-unions", title="工会组织实名制", columns=[])


def a_card_target(town, union, i):
    return CardTarget(union=union, wanted=30, source="县总", set_on=FOUNDED)


def a_rule(town, union, i):
    return SetUpRule(
        union=town.union, item=f"第{union.pk}项", when="always", days=0, since=FOUNDED, source="县总"
    )


def grow_numbers(town, n):
    grow_members(town, n)
    with system("测试：长出一些行") as by:
        members = Membership.objects.filter(union=town.works, left_on=None)
        members = members.exclude(person__in=MemberNumber.objects.values("person"))
        persons = list(members.values_list("person", flat=True)[:n])
        given = {"twin": "realname-members", "entered_on": FOUNDED}
        rows = [MemberNumber(person_id=pk, number=f"N{pk}", **given) for pk in persons]
        twins.note_member.all(rows, by=by)


GROW = {
    "people.cards": grow_members,
    "people.card-targets": of_unions(people.set_card_target, a_card_target),
    "org.setup-rules": of_unions(org.set_rule, a_rule),
    "twins.sendings": of_unions(twins.send, a_sending),
    "twins.numbers": grow_numbers,
    "twins.union-numbers": of_unions(twins.note_union, a_number),
    "relief.visits": grow_visits,
    "people.members": grow_members,
    "org.days": grow_days,
    "org.unions": grow_unions,
    "org.employers": grow_employers,
    "org.canvass": grow_canvass,
    "org.targets": of_unions(
        org.set_target, lambda town, union, i: BuildTarget(union=union, year=2026, wanted=1)
    ),
    "org.bodies": of_unions(org.elect, a_body),
    "org.cadres": of_unions(org.appoint, a_post),
    "org.reelections": grow_reelections,
    "org.foundings": grow_foundings,
    "joining.applications": grow_applications,
    "joining.transfers": grow_transfers,
}


@pytest.fixture
def keeper(logins, client_as, town):
    """Somebody whose list has rows: `keeper(ledger)` gives the log-in and her browser."""

    def found(ledger):
        for login in ("officer", *logins):
            client = client_as(login)
            answer = client.get(ledger.url(), YEAR)
            if answer.status_code == 200 and answer.context["lines"]:
                return login, client
        raise AssertionError(f"Nobody of the cast has rows in {ledger.key}: give the demo town some.")

    return found


def listed(client, ledger, **asked):
    answer = client.get(ledger.url(), YEAR | asked)
    assert answer.status_code == 200, asked
    return answer.context


def counted(client, ledger, **asked):
    answer = client.get(ledger.url("counts"), YEAR | asked)
    assert answer.status_code == 200
    return answer.context


@pytest.mark.parametrize("ledger", EVERY)
class TestTheList:
    def test_says_as_many_rows_as_it_has_on_all_its_pages(self, ledger, keeper):
        _, client = keeper(ledger)
        total, shown, n = counted(client, ledger)["total"], [], 1
        while True:
            context = listed(client, ledger, page=n)
            shown += [row.pk for row in context["page"]]
            if not context["page"].more:
                break
            n += 1
        assert len(shown) == len(set(shown)) == total > 0

    def test_sorts_by_every_column_both_ways(self, ledger, keeper):
        _, client = keeper(ledger)
        for column in ledger.all_columns:
            if column.sort:
                rising = {row.pk for row in listed(client, ledger, sort=column.name)["page"]}
                assert rising
                assert listed(client, ledger, sort=f"-{column.name}")["look"].sort == f"-{column.name}"

    def test_bears_every_condition_and_any_nonsense_in_it(self, ledger, keeper):
        _, client = keeper(ledger)
        everything = counted(client, ledger)["total"]
        form = listed(client, ledger)["form"]
        for name, condition in form.conditions.items():
            choices = [value for value, _ in getattr(form.fields[name], "choices", []) if value]
            for value in [*choices, "2026-01-01..2026-12-31", "²", "'; --", "9" * 30, "2026-02-30..x"]:
                assert counted(client, ledger, **{name: value})["total"] <= everything, (
                    condition.path,
                    value,
                )
        listed(client, ledger, page="99999", sort="-nowhere", tab="nowhere")

    def test_splits_into_tabs_that_hold_what_they_say_in_the_order_one_has_chosen(self, ledger, keeper):
        _, client = keeper(ledger)
        column = next(column for column in ledger.all_columns if column.sort)
        sorted_ = client.get(ledger.url(), {"sort": f"-{column.name}"}).content.decode()
        assert sorted_.count(f"&amp;sort=-{column.name}&amp;tab=") == len(ledger.tabs)
        for tab, n in counted(client, ledger)["tabs"]:
            asked = {"tab": tab.code} if tab else {}
            assert counted(client, ledger, **asked)["total"] == n
            assert len(listed(client, ledger, **asked)["lines"]) == min(n, 50)

    def test_says_what_dropping_a_condition_would_find(self, ledger, keeper):
        _, client = keeper(ledger)
        if "q" in {condition.name for condition in ledger.conditions}:
            drops = listed(client, ledger, q="没有人叫这个")["drops"]
            assert [drop["name"] for drop in drops] == ["q"]
            assert drops[0]["count"] == counted(client, ledger)["total"]

    def test_remembers_columns_width_and_size_for_this_person_alone(self, ledger, keeper, client_as):
        login, client = keeper(ledger)
        last = ledger.all_columns[-1].name
        client.post(ledger.url("looks"), {"column": [last, "nonsense"], "size": "20"})
        client.post(ledger.url("looks"), {"of": last, "width": "240"}, headers={"HX-Request": "true"})
        context = listed(client, ledger)
        assert [c.name for c in context["look"].columns] == [ledger.all_columns[0].name, last]
        assert context["heads"][-1]["width"] == 240
        assert len(context["lines"]) <= 20
        other = next(one for one in ("chair", "officer") if one != login)
        assert len(listed(client_as(other), ledger)["look"].columns) > 2
        client.post(ledger.url("looks"), {"default": "1"})
        assert len(listed(client, ledger)["look"].columns) > 2

    def test_keeps_conditions_for_oneself_or_for_the_union(self, ledger, keeper, client_as):
        login, client = keeper(ledger)
        colleague = {"town": "townchair", "townchair": "town", "officer": "chair"}
        other = client_as(colleague.get(login, "officer"))
        for name, shared in (("我的", ""), ("大家的", "1")):
            client.post(f"{ledger.url('keep')}?q=丁&page=3&u=QXZ001", {"name": name, "shared": shared})
        mine, theirs = listed(client, ledger)["kept"], listed(other, ledger)["kept"]
        assert [one.name for one in mine] == ["我的", "大家的"]
        assert [one.name for one in theirs] == ["大家的"]
        assert mine[0].query == "q=%E4%B8%81"
        again = client.post(f"{ledger.url('keep')}?q=丙", {"name": "我的"})
        assert "换个名字" in again.content.decode()
        assert other.post(f"/lists/kept/{mine[1].pk}/forget/").status_code == 403
        client.post(f"/lists/kept/{mine[1].pk}/forget/")
        assert listed(other, ledger)["kept"] == []
        assert client_as("neighbour").get(ledger.url(), YEAR).context["kept"] == []

    def test_asks_no_more_for_more_rows(self, ledger, keeper, town):
        assert ledger.key in GROW, f"Say in GROW how {ledger.key} grows rows."
        _, client = keeper(ledger)
        GROW[ledger.key](town, 10)
        settled_queries(lambda: client.get(ledger.url(), YEAR), lambda: GROW[ledger.key](town, 30), most=8)
        settled_queries(
            lambda: client.get(ledger.url("counts"), YEAR), lambda: GROW[ledger.key](town, 30), most=8
        )

    def test_is_guarded_by_the_database(self, ledger):
        assert ledger.meta.db_table in guarded_tables()


def exported(client, ledger, kind, **asked):
    query = "&".join(f"{k}={v}" for k, v in (YEAR | asked).items())
    answer = client.post(f"{ledger.url('export')}?{query}", {"as": kind})
    page = client.get(answer.url)
    assert page.context["made"].state == "ready"
    return b"".join(client.get(f"{answer.url}file/").streaming_content)


def cells(book):
    """The texts of a workbook's sheet, row by row; ours hold their texts inline."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    rows = sheet.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


@pytest.mark.parametrize("ledger", EVERY)
class TestTakenOut:
    def test_excel_and_csv_hold_the_rows_and_columns_of_the_page(self, ledger, keeper):
        _, client = keeper(ledger)
        context = listed(client, ledger)
        heads = [column.label for column in context["look"].columns]
        rows = cells(exported(client, ledger, "xlsx"))
        text = exported(client, ledger, "csv").decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text)))
        hidden = [
            column.label for column in refs_of(f"{ledger.app}:{ledger.name}")
        ]  # an import finds rows by them
        assert lines[0] == heads
        assert rows[0] == heads + hidden
        assert len(rows) == len(lines) == counted(client, ledger)["total"] + 1
        first = [column.text(context["page"][0]) for column in context["look"].columns]
        assert lines[1][0] == rows[1][0] == first[0]

    def test_what_is_sealed_stays_a_mask(self, ledger, keeper):
        _, client = keeper(ledger)
        assert "v1." not in exported(client, ledger, "csv").decode("utf-8-sig")
        assert "v1." not in client.get(ledger.url("print"), YEAR).content.decode()

    def test_many_rows_are_written_by_the_worker(self, ledger, keeper, monkeypatch):
        _, client = keeper(ledger)
        at_once = exported(client, ledger, "csv")
        monkeypatch.setattr(export, "AT_ONCE", 0)
        answer = client.post(f"{ledger.url('export')}?year=2026", {"as": "csv", "key": "many"})
        assert (
            client.post(f"{ledger.url('export')}?year=2026", {"as": "csv", "key": "many"}).url == answer.url
        )
        assert "排队中" in client.get(answer.url).content.decode()
        assert client.get(f"{answer.url}file/").status_code == 403
        (job,) = work_off()
        assert (job.state, job.url) == ("done", answer.url)
        assert b"".join(client.get(f"{answer.url}file/").streaming_content) == at_once

    def test_is_recorded_and_fetched_by_nobody_else(self, ledger, keeper, client_as, logins):
        login, client = keeper(ledger)
        answer = client.post(f"{ledger.url('export')}?year=2026", {"as": "csv"})
        event = Event.objects.filter(verb="kernel.madefile.export").latest("pk")
        assert event.person_id == client.get(ledger.url(), YEAR).wsgi_request.seat.person_id
        for other in set(logins) - {login}:
            assert client_as(other).get(answer.url).status_code == 403
            assert client_as(other).get(f"{answer.url}file/").status_code == 403

    def test_leaves_the_disk_after_a_day(self, ledger, keeper, monkeypatch):
        _, client = keeper(ledger)
        first = client.post(f"{ledger.url('export')}?year=2026", {"as": "csv"}).url
        assert client.get(f"{first}file/").status_code == 200
        later = clock.now() + KEPT + dt.timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        second = client.post(f"{ledger.url('export')}?year=2026", {"as": "csv"}).url
        assert client.get(f"{first}file/").status_code == 403
        path = MadeFile._base_manager.get(pk=int(first.split("/")[-2])).path
        daily.run()
        assert not default_storage.exists(path)
        assert client.get(f"{second}file/").status_code == 200

    def test_paper_lists_the_same_rows_with_their_sum_and_places_to_sign(self, ledger, keeper):
        _, client = keeper(ledger)
        page = client.get(ledger.url("print"), YEAR)
        assert len(page.context["lines"]) == min(counted(client, ledger)["total"], 500)
        words = page.content.decode()
        assert "单位负责人：" in words
        assert page.context["check"] in words

    def test_no_other_kind_of_file(self, ledger, keeper):
        assert keeper(ledger)[1].post(ledger.url("export"), {"as": "exe"}).status_code == 403


@pytest.mark.parametrize("ledger", [p for p in EVERY if p.values[0].bulk])
class TestManyAtOnce:
    def test_more_rows_than_one_waits_for_are_done_by_the_worker(self, ledger, keeper, monkeypatch):
        """Of all rows some can be done and some not; the worker's lines are those of a single go."""
        client = keeper(ledger)[1]
        act = ledger.bulk[0]
        form = {"verb": act.name, "reason": "统一办", "key": "many", "all": "1"}
        page = client.post(f"{ledger.url('bulk')}?year=2026", form)
        total, chosen = page.context["count"], page.context["chosen"]
        if act.needs_reason:
            unsaid = form | {"chosen": chosen, "go": "1", "reason": " "}
            answer = client.post(f"{ledger.url('bulk')}?year=2026", unsaid)
            assert (answer.status_code, "请写明原因" in answer.content.decode()) == (422, True)
        # A day without a first value gets today.
        form |= {asked.name: asked.initial or clock.today() for asked in page.context["form"] or ()}
        form |= {"part": ""} if "part" in form else {}  # out of the group: any member can go
        assert total == counted(client, ledger)["total"]
        monkeypatch.setattr(bulk, "AT_ONCE", 1)
        answer = client.post(f"{ledger.url('bulk')}?year=2026", form | {"chosen": chosen, "go": "1"})
        assert "排队中" in client.get(answer.url).content.decode()
        (job,) = work_off()
        assert (job.state, len(job.lines), job.done) == ("done", total, total)
        monkeypatch.setattr(bulk, "AT_ONCE", 200)
        words = client.get(answer.url).content.decode()
        done = sum(not why for _, why in job.lines)
        assert f"办成 {done}" in words
        assert Event.objects.filter(verb=act.verb, reason="统一办").count() == done > 0


@pytest.mark.parametrize("ledger", [p for p in EVERY if p.values[0].has_rows_pages])
class TestRowsOutOfScope:
    def test_are_refused_on_every_door(self, ledger, keeper, client_as, seat_of, logins):
        login, client = keeper(ledger)
        row = listed(client, ledger)["page"][0]
        for other in logins:
            seat = seat_of(other)
            with scope(seat):
                if ledger.model.objects.filter(pk=row.pk).exists():
                    continue
            stranger = client_as(other)
            doors = [("get", ledger.url("row", row.pk)), ("post", ledger.url("undo", row.pk))]
            doors += [("post", ledger.url("do", row.pk, verb.name)) for verb in ledger.verbs]
            doors += [("post", f"/sealed/{ledger.meta.db_table}/{row.pk}/{name}/") for name in ledger.sealed]
            doors += [("post", f"/files/of/{ledger.meta.db_table}/{row.pk}/")]
            for method, address in doors:
                answer = getattr(stranger, method)(
                    address, {"reason": "看看", "purpose": "其他", "purpose_words": "看看"}
                )
                assert answer.status_code == 403, (other, address)
            for verb in ledger.bulk:
                stranger.post(
                    ledger.url("bulk"), {"verb": verb.name, "ids": row.pk, "go": "1", "reason": "看看"}
                )
        with scope(seat_of(login)):
            assert ledger.model.objects.get(pk=row.pk).version == row.version

    def test_that_do_not_exist_are_answered_alike(self, ledger, keeper):
        _, client = keeper(ledger)
        assert client.get(ledger.url("row", 10**17)).status_code == 403
        assert client.post(ledger.url("do", 10**17, ledger.verbs[0].name)).status_code == 403

    def test_a_row_asks_no_more_for_a_longer_history(self, ledger, keeper):
        _, client = keeper(ledger)
        row = listed(client, ledger)["page"][0]

        def change():
            for _ in range(5):
                with system("测试：多几次改动") as by:
                    correct = ledger.verb("correct")
                    correct(row.pk, by=by, reason="测试")

        if ledger.verb("correct"):
            change()
            settled_queries(lambda: client.get(ledger.url("row", row.pk)), change, most=16)
