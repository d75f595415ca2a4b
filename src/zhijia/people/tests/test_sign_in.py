"""Signing in and out, the seat one works in, and when a session ends."""

import datetime as dt
import time

import pytest
from django.test import Client
from django.utils import timezone

from zhijia.demo.cast import PASSWORD
from zhijia.kernel.scope import scope, seats_of, system
from zhijia.kernel.trail.models import Event
from zhijia.org.actions import appoint
from zhijia.org.models import Post
from zhijia.people.actions import leave, open_account
from zhijia.people.models import Account, Membership

pytestmark = pytest.mark.django_db


def sign_in(client, login="chair", password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": login, "password": password, **more})


def text(response):
    return response.content.decode()


class TestSigningIn:
    def test_leads_to_the_day(self, client):
        answer = sign_in(client)
        assert answer.status_code == 302
        assert answer.url == "/"
        assert client.get("/").status_code == 200

    def test_stands_in_the_trail_with_the_seat(self, client, seat_of):
        sign_in(client)
        event = Event.objects.filter(verb="people.account.sign_in").latest("pk")
        assert (event.subject, event.seat, event.name) == ("chair", seat_of("chair").key, "方德明")

    def test_returns_to_the_page_one_came_for(self, client):
        asked = client.get("/members/?show=joined")
        assert asked.url == "/sign-in/?next=/members/%3Fshow%3Djoined"
        page = text(client.get(asked.url))
        assert 'name="next" value="/members/?show=joined"' in page
        assert sign_in(client, next="/members/?show=joined").url == "/members/?show=joined"

    @pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
    def test_never_leads_off_the_site(self, client, elsewhere):
        assert sign_in(client, next=elsewhere).url == "/"

    @pytest.mark.parametrize(("login", "password"), [("chair", "Wrong-Password-1"), ("nobody", PASSWORD)])
    def test_with_a_wrong_name_or_password_gets_one_and_the_same_sentence(self, client, login, password):
        page = text(sign_in(client, login, password))
        assert "登录名或密码不对" in page
        assert "password" not in page.split("登录名或密码不对")[0][-200:]
        assert client.get("/").status_code == 302

    def test_does_not_say_whether_the_name_exists(self, client):
        def told(login):
            return [
                line
                for line in text(sign_in(client, login, "Wrong-Password-1")).splitlines()
                if "不对" in line
            ]

        assert told("chair") == told("nobody") != []

    def test_of_a_stopped_account_gets_its_sentence_after_the_right_password_only(self, client):
        Account.objects.filter(login="chair").update(is_active=False)
        assert "登录名或密码不对" in text(sign_in(client, "chair", "Wrong-Password-1"))
        answer = sign_in(client, "chair")
        assert answer.status_code == 403
        assert "这个登录名已停用。需要恢复请找本单位工会主席。" in text(answer)
        assert client.get("/members/").status_code == 302

    def test_ends_at_once_when_the_account_is_stopped(self, client):
        sign_in(client)
        Account.objects.filter(login="chair").update(is_active=False)
        assert client.get("/members/").status_code == 302

    def test_is_no_way_to_sign_up(self, client):
        for path in ("/signup/", "/sign-up/", "/accounts/signup/", "/admin/"):
            assert client.get(path).status_code in (302, 404)
            assert not Account.objects.filter(login="intruder").exists()


class TestTooManyFailures:
    @pytest.fixture(autouse=True)
    def locked(self, client):
        self.client = client
        for _ in range(5):
            assert "登录名或密码不对" in text(sign_in(client, "chair", "Wrong-Password-1"))

    def test_lock_the_name_with_a_sentence_even_for_the_right_password(self):
        page = text(sign_in(self.client))
        assert "连续输错太多次" in page
        assert "5 分钟" in page
        assert self.client.get("/").status_code == 302

    def test_do_not_lock_others_at_the_same_desk(self):
        assert sign_in(self.client, "officer").url == "/"

    def test_are_forgiven_after_five_minutes(self, monkeypatch):
        later = time.time() + 301
        monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
        assert sign_in(self.client).url == "/"

    def test_do_not_end_a_session_already_open(self, client_as):
        assert client_as("chair").get("/members/").status_code == 200

    def test_stand_in_the_trail(self):
        assert Event.objects.filter(verb="people.account.sign_in_failed", subject="chair").count() == 5


class TestASession:
    @pytest.fixture
    def chair(self, client_as):
        client = client_as("chair")
        assert client.get("/members/").status_code == 200
        return client

    def move(self, client, **moments):
        session = client.session
        for name, minutes in moments.items():
            session[name] = (timezone.now() - dt.timedelta(minutes=minutes)).isoformat()
        session.save()

    @pytest.mark.parametrize(("idle", "status"), [(29, 200), (31, 302), (-29, 200), (-31, 302)])
    def test_ends_after_thirty_idle_minutes(self, chair, idle, status):
        """Also where the clock was set back: a session from days to come would never end."""
        self.move(chair, since=idle, seen=idle)
        assert chair.get("/members/").status_code == status

    @pytest.mark.parametrize(("age", "status"), [(8 * 60 - 1, 200), (8 * 60 + 1, 302)])
    def test_ends_after_eight_hours_however_busy(self, chair, age, status):
        self.move(chair, since=age, seen=0)
        assert chair.get("/members/").status_code == status

    def test_stays_open_while_one_works(self, chair):
        for _ in range(3):
            self.move(chair, since=100, seen=25)
            assert chair.get("/members/").status_code == 200
            seen = dt.datetime.fromisoformat(chair.session["seen"])
            assert timezone.now() - seen < dt.timedelta(minutes=1)

    def test_that_ended_says_why_and_leads_back(self, chair):
        self.move(chair, since=31, seen=31)
        asked = chair.get("/members/?show=joined")
        page = text(chair.get(asked.url))
        assert "离开时间长了" in page
        assert "自动找回" in page
        assert sign_in(chair, next="/members/?show=joined").url == "/members/?show=joined"
        assert "ended" not in chair.session

    def test_that_ended_sends_a_part_of_a_page_to_the_whole_sign_in(self, chair):
        self.move(chair, since=31, seen=31)
        part = chair.get(
            "/plans/traces/new/",
            headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/traces/new/?task=7"},
        )
        assert part.status_code == 401
        assert part["HX-Redirect"] == "/sign-in/?next=%2Fplans%2Ftraces%2Fnew%2F%3Ftask%3D7"
        assert not part.content

    def test_takes_no_form_after_its_end(self, chair):
        self.move(chair, since=31, seen=31)
        before = Event.objects.exclude(verb__startswith="people.account").count()
        assert chair.post("/plans/traces/new/", {"title": "走访"}).status_code == 302
        assert Event.objects.exclude(verb__startswith="people.account").count() == before

    def test_ends_with_sign_out(self, chair):
        assert chair.post("/sign-out/").url == "/sign-in/"
        assert chair.get("/members/").status_code == 302

    def test_is_not_ended_by_a_link_alone(self, chair):
        """A picture in somebody's message must not sign anybody out."""
        chair.get("/sign-out/")
        assert chair.get("/members/").status_code == 200

    def test_takes_no_form_from_another_site(self):
        strict = Client(enforce_csrf_checks=True)
        assert sign_in(strict).status_code == 403


class TestSeats:
    """Rights come from posts and membership, for as long as they last."""

    @pytest.fixture
    def two_posts(self, town):
        """The works' chair is also an officer of the town union."""
        person_id = town.seat("chair").person_id
        with system("测试：兼职") as by:
            appoint(
                Post(person_id=person_id, union=town.union, office="officer", held_from=dt.date(2026, 1, 1)),
                by=by,
            )
        return seats_of(Account.objects.get(login="chair"))

    def test_of_one_person_with_two_posts_are_two(self, two_posts, town):
        assert [(seat.office, seat.union_id) for seat in two_posts[:2]] == [
            ("chair", town.works.pk), ("officer", town.union.pk),
        ]  # fmt: skip

    def test_are_offered_and_changed_by_choice(self, two_posts, client_as, town):
        client = client_as("chair")
        page = text(client.get("/seat/"))
        assert all(seat.label in page for seat in two_posts)
        answer = client.post("/seat/", {"seat": two_posts[1].key, "next": "/members/"})
        assert answer.url == "/members/"
        assert client.get("/members/").wsgi_request.seat.union_id == town.union.pk
        event = Event.objects.filter(verb="people.seat.enter").latest("pk")
        assert (event.seat, event.union_id) == (two_posts[1].key, town.union.pk)

    def test_of_others_cannot_be_entered(self, client_as, seat_of):
        client = client_as("member")
        assert client.post("/seat/", {"seat": seat_of("county").key}).status_code == 200
        assert client.get("/").wsgi_request.seat.office == "member"

    def test_forged_into_the_session_are_not_believed(self, client_as, seat_of):
        client = client_as("member")
        session = client.session
        session["seat"] = seat_of("county").key
        session.save()
        assert client.get("/").wsgi_request.seat.office == "member"

    def test_do_not_sign_a_form_that_was_drawn_in_another(self, two_posts, client_as):
        client = client_as("chair")
        form = {
            "on": "2026-11-01",
            "title": "开会",
            "who": "全体委员",
            "key": "drawn",
            "drawn_as": two_posts[0].key,
        }
        assert f'name="drawn_as" value="{two_posts[0].key}"' in text(client.get("/plans/traces/new/"))
        client.post("/seat/", {"seat": two_posts[1].key})
        answer = client.post("/plans/traces/new/", form)
        assert answer.status_code == 409
        assert "换回原来的身份" in text(answer)
        client.post("/seat/", {"seat": two_posts[0].key})
        assert client.post("/plans/traces/new/", form).status_code == 302

    def test_never_lead_off_the_site(self, two_posts, client_as):
        answer = client_as("chair").post("/seat/", {"seat": two_posts[1].key, "next": "//example.org/"})
        assert answer.url == "/"

    def test_end_with_the_term(self, two_posts, client_as, town, settings):
        client = client_as("chair")
        client.post("/seat/", {"seat": two_posts[1].key})
        post = int(two_posts[1].key.removeprefix("post-"))
        with system("测试：任期") as by:
            from zhijia.kernel.actions import opened

            with opened("test.term", by=by):
                Post.objects.filter(pk=post).update(held_to=dt.date(2026, 12, 1))
        settings.TODAY = dt.date(2026, 11, 30)
        assert client.get("/members/").wsgi_request.seat.union_id == town.union.pk
        settings.TODAY = dt.date(2026, 12, 1)
        answer = client.get("/members/")
        assert answer.wsgi_request.seat.union_id == town.works.pk
        assert client.get("/members/?u=QXZ002").status_code == 403

    def test_begin_with_the_term(self, town):
        person_id = town.seat("member").person_id
        with system("测试：明年到任") as by:
            appoint(
                Post(person_id=person_id, union=town.works, office="officer", held_from=dt.date(2027, 1, 1)),
                by=by,
            )
        assert [seat.office for seat in seats_of(Account.objects.get(login="member"))] == ["member"]

    def test_of_a_member_end_with_the_membership(self, town, client_as, settings):
        membership_of = town.seat("member").person_id
        with system("测试：离职") as by:
            row = Membership.objects.get(person_id=membership_of, left_on=None)
            leave(row, by=by, reason="离职", left_on=dt.date(2026, 11, 20))
        answer = client_as("member").get("/")
        assert answer.status_code == 302
        assert answer.url == "/seat/"
        page = text(client_as("member").get("/seat/"))
        assert "请联系本单位工会主席或上级工会" in page

    def test_none_means_only_the_way_out(self, town, client_as):
        with scope(town.seat("chair")) as chair:
            from zhijia.people.models import Person

            person = Person.objects.get(pk=chair.person_id)
        with system("测试：没有职务的人") as by:
            from zhijia.people.actions import enter

            alone = enter(Person(name="丁一", gender="male"), by=by)
            open_account(alone, "dingyi", PASSWORD, by=by)
        client = client_as("dingyi")
        for path in ("/", "/members/", "/org/unions/", "/plans/traces/new/"):
            assert client.get(path).url == "/seat/"
        assert client.get("/seat/").status_code == 200
        assert client.get("/password/").status_code == 200
        assert client.post("/sign-out/").url == "/sign-in/"
        assert person


class TestTheOwnPassword:
    def change(self, client, new, again=None, old=PASSWORD):
        return client.post("/password/", {"oldpassword": old, "password1": new, "password2": again or new})

    def test_is_changed(self, client_as, client):
        chair = client_as("chair")
        assert self.change(chair, "Lianhe-7731-chang").status_code == 302
        assert "密码已改好" in text(chair.get("/"))
        assert "不对" in text(sign_in(client, "chair", PASSWORD))
        assert sign_in(client, "chair", "Lianhe-7731-chang").url == "/"

    @pytest.mark.parametrize(
        ("new", "sentence"),
        [("Ab1-xyz", "10"), ("1234567890123", "数字"), ("password123", "常见"), ("Townchair1", "登录名")],
    )
    def test_must_not_be_easily_guessed(self, client_as, new, sentence):
        page = text(self.change(client_as("townchair"), new))
        assert sentence in page
        assert "password is" not in page

    def test_must_be_typed_twice_alike(self, client_as):
        page = text(self.change(client_as("chair"), "Lianhe-7731-chang", "Lianhe-7731-Chang"))
        assert "两次" in page or "每次" in page, page[page.find("<form") :]

    def test_needs_the_present_one(self, client_as):
        page = text(self.change(client_as("chair"), "Lianhe-7731-chang", old="Wrong-Password-1"))
        assert "现在用的密码不对" in page

    def test_is_not_guessed_by_trying_on(self, client_as):
        client = client_as("chair")
        answers = [self.change(client, "Lianhe-7731-chang", old=f"Wrong-Password-{n}") for n in range(6)]
        assert answers[-1].status_code == 429
        assert "请过几分钟再来" in text(answers[-1])
