"""A program at the gate: what it may read and do is what its seat may, said in JSON."""

import datetime as dt
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client

from zhijia.gate import actions
from zhijia.gate.models import Token
from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.ledger import ledgers
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.org.actions import end as end_post
from zhijia.org.models import Post
from zhijia.relief.models import Visit

VISITS = "/api/v1/relief/visits/"
TODAY = "2026-11-10"


@pytest.fixture
def program(seat_of):
    """`program("officer")`: a program that carries a token of hers."""

    def made(login, may_act=True):
        token = actions.make(
            Token(), by=seat_of(login), name="门户网站", ends_on=clock.today(), may_act=may_act
        )
        client = Client(headers={"Authorization": f"Bearer {token.plain}"})
        client.token = token
        return client

    return made


def act(client, address, body, **headers):
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


VISIT = {
    "name": "沈雪芳", "kind": "hospital", "visited_on": TODAY, "visitor": "王建平", "second_visitor": "唐春梅",
    "gift": "money", "amount": "500.00", "fund": "union", "goods": "",
}  # fmt: skip


@pytest.mark.django_db
class TestReading:
    def test_a_list_holds_what_its_page_holds(self, program, client_as):
        page = client_as("officer").get("/relief/visits/", {"year": "2026"}).context
        answer = program("officer").get(VISITS, {"year": "2026", "count": "1"}).json()
        assert [row["id"] for row in answer["rows"]] == [row.pk for row in page["page"]]
        assert answer["total"] == len(answer["rows"]) > 0
        behind = program("officer").get(VISITS, {"year": "2026", "page": "9"}).json()
        assert (behind["rows"], behind["more"]) == ([], False)
        first = answer["rows"][0]
        assert set(first["kind"]) == {"code", "text"}

    @pytest.mark.parametrize("login", ["town", "officer"])
    def test_every_register_reads_as_a_list_and_row_by_row(self, program, login):
        reader, read = program(login), 0
        for ledger in ledgers().values():
            place = f"/api/v1/{ledger.app}/{ledger.name}/"
            answer = reader.get(place)
            assert answer.status_code == 200, (place, answer.content.decode()[:300])
            for row in answer.json()["rows"][:1] if ledger.has_rows_pages else ():
                assert reader.get(f"{place}{row['id']}/").status_code == 200, place
                read += 1
        assert read > 9

    def test_conditions_cut_and_nonsense_is_refused_not_ignored(self, program):
        officer = program("officer")
        due = officer.get(VISITS, {"state": "due", "year": "2026"}).json()["rows"]
        assert due
        assert {row["state"]["code"] for row in due} == {"due"}
        refused = officer.get(VISITS, {"state": "nonsense"})
        assert refused.status_code == 422
        assert "state" in refused.json()["fields"]

    def test_pages_do_not_overlap(self, program):
        officer = program("officer")
        first, second = (
            officer.get("/api/v1/people/members/", {"size": 5, "page": n}).json()["rows"] for n in (1, 2)
        )
        ids = [row["id"] for row in first + second]
        assert len(set(ids)) == len(ids) == 10

    def test_what_is_sealed_stays_sealed(self, program, seat_of, town):
        with system("测试：一次走访的备注") as by:
            visit = Visit.objects.filter(union=town.works).first()
            from zhijia.relief.actions import correct

            correct(visit, by=by, note="心肌梗死", reason="测试")
        assert "心肌梗死" not in program("officer").get(f"{VISITS}{visit.pk}/").content.decode()

    def test_rows_of_another_union_are_not_there(self, program, town):
        with system("测试：邻会看不到"):
            pk = Visit.objects.filter(union=town.works).first().pk
        refused = program("neighbour").get(f"{VISITS}{pk}/")
        assert refused.status_code == 403
        assert refused.json()["sentence"]

    def test_a_row_says_what_may_be_done_with_it(self, program, town):
        with system("测试：待走访的一件"):
            pk = Visit.objects.filter(union=town.works, state="due").first().pk
        verbs = {
            verb["name"]: verb["why_not"] for verb in program("officer").get(f"{VISITS}{pk}/").json()["verbs"]
        }
        assert verbs["complete"] == ""

    @pytest.mark.parametrize(
        ("name", "value"),
        [("tab", "nothing"), ("sort", "nothing"), ("period", "2026-13"), ("state", "nothing")],
    )
    def test_a_condition_that_cannot_be_read_is_not_left_aside(self, name, value, program):
        refused = program("officer").get(VISITS, {name: value})
        assert (refused.status_code, [*refused.json()["fields"]]) == (422, [name])


@pytest.mark.django_db
class TestActing:
    def test_a_visit_is_recorded_once_however_often_it_is_sent(self, program):
        officer = program("officer")
        key = {"Idempotency-Key": "visit-1"}
        first, again = (act(officer, f"{VISITS}record/", VISIT, **key) for _ in range(2))
        assert first.status_code == 200, first.content.decode()
        assert first.json()["id"] == again.json()["id"]
        event = Event.objects.get(key="visit-1")
        assert event.seat == officer.token.seat

    def test_values_that_do_not_fit_are_named(self, program):
        refused = act(program("officer"), f"{VISITS}record/", VISIT | {"visitor": "", "amount": "1.234"})
        assert refused.status_code == 422
        assert {"visitor", "amount"} <= set(refused.json()["fields"])
        unread = act(program("officer"), f"{VISITS}record/", VISIT | {"visited_on": "昨天"})
        assert unread.status_code == 422
        assert "visited_on" in unread.json()["fields"]
        no_json = program("officer").post(f"{VISITS}record/", "{", content_type="application/json")
        assert (no_json.status_code, "不是 JSON" in no_json.json()["sentence"]) == (400, True)

    def test_what_is_left_out_stays_as_it_is(self, program):
        officer = program("officer")
        made = act(officer, f"{VISITS}record/", VISIT).json()
        asked = {"amount": "600", "reason": "少写了一百", "version": made["version"]}
        changed = act(officer, f"{VISITS}{made['id']}/correct/", asked)
        assert changed.status_code == 200, changed.content.decode()
        assert (changed.json()["amount"], changed.json()["visitor"]) == ("600.00", "王建平")
        stale = act(officer, f"{VISITS}{made['id']}/correct/", asked)
        assert stale.status_code == 409

    def test_a_verb_of_another_state_is_refused(self, program):
        officer = program("officer")
        made = act(officer, f"{VISITS}record/", VISIT).json()
        refused = act(officer, f"{VISITS}{made['id']}/complete/", VISIT)
        assert refused.status_code == 403

    def test_a_token_that_may_only_read_changes_nothing(self, program):
        rows = EventRow.objects.count()
        reader = program("officer", may_act=False)
        made = EventRow.objects.count()
        refused = act(reader, f"{VISITS}record/", VISIT)
        assert refused.status_code == 403
        assert "只能读" in refused.json()["sentence"]
        assert EventRow.objects.count() == made == rows + 1


@pytest.mark.django_db
class TestTokens:
    def test_without_one_or_with_a_wrong_one_nobody_gets_in(self, client_as):
        for client in (Client(), client_as("officer"), Client(headers={"Authorization": "Bearer zj_\u00e9"})):
            answer = client.get(VISITS)
            assert answer.status_code == 401
            assert answer.json()["sentence"]

    def test_it_ends_on_its_day(self, program, monkeypatch):
        officer = program("officer")
        assert officer.get(VISITS).status_code == 200
        monkeypatch.setattr(clock, "today", lambda: officer.token.ends_on + dt.timedelta(days=1))
        assert officer.get(VISITS).status_code == 401

    def test_it_ends_with_the_post(self, program, seat_of):
        officer = program("officer")
        with system("测试：免职") as by:
            post = Post.objects.get(pk=int(officer.token.seat.removeprefix("post-")))
            end_post(post, by=by, held_to=clock.today(), reason="换届")
        assert officer.get(VISITS).status_code == 401

    def test_taken_back_it_opens_nothing(self, program, client_as):
        officer = program("officer")
        assert client_as("officer").post(f"/tokens/{officer.token.pk}/revoke/").status_code == 302
        assert officer.get(VISITS).status_code == 401

    def test_a_chair_finds_and_takes_back_those_of_her_union_but_nobody_elses(self, program, client_as):
        pk = program("officer").token.pk
        assert client_as("neighbour").post(f"/tokens/{pk}/revoke/").status_code == 403
        assert b"\xe9\x97\xa8\xe6\x88\xb7" in client_as("chair").get("/tokens/").content  # 门户
        assert client_as("chair").post(f"/tokens/{pk}/revoke/").status_code == 302

    def test_it_is_shown_once_and_kept_nowhere(self, client_as):
        client = client_as("officer")
        asked = {"name": "报表程序", "ends_on": f"{clock.today()}", "key": "token-1"}
        plain = client.post("/tokens/", asked).context["plain"]
        assert plain.startswith("zj_")
        assert client.post("/tokens/", asked).context["plain"] == ""
        kept = json.dumps(list(EventRow.objects.order_by("-pk").values("changes")[:5]), default=str)
        assert plain not in kept

    def test_it_lasts_a_year_at_most(self, seat_of):
        with scope(seat_of("officer")), pytest.raises(Unfit, match="一年"):
            actions.make(Token(), by=seat_of("officer"), name="x", ends_on=dt.date(2030, 1, 1))


@pytest.mark.django_db
def test_a_register_has_its_doors_without_a_line_of_its_own(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for ledger in ledgers().values():
        place = f"/api/v1/{ledger.app}/{ledger.name}/"
        assert place in paths
        for verb in ledger.new:
            assert f"{place}{verb.name}/" in paths


@pytest.mark.django_db(transaction=True)
def test_a_client_generated_from_the_description_reads_and_acts(
    live_server, client, seat_of, tmp_path, monkeypatch
):
    """What a stranger does: take openapi.json, generate a client, read a list, record a visit."""
    (tmp_path / "openapi.json").write_bytes(client.get("/api/v1/openapi.json").content)
    beside = Path(sys.executable).parent
    made = subprocess.run(
        [beside / "openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none",
         "--output-path", "generated", "--fail-on-warning"],
        cwd=tmp_path, capture_output=True, text=True, env={"PATH": str(beside)},
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    token = actions.make(
        Token(), by=seat_of("officer"), name="生成的程序", ends_on=clock.today(), may_act=True
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    theirs = import_module("generated").AuthenticatedClient(base_url=live_server.url, token=token.plain)
    record = import_module("generated.api.relief.record_relief_visits")
    body = import_module("generated.models").ReliefVisitsRecord.from_dict(VISIT)
    visit = record.sync(client=theirs, body=body)
    listed = import_module("generated.api.relief.list_relief_visits").sync(
        client=theirs, year="2026", state="done"
    )
    assert visit.id in {row.id for row in listed.rows}
