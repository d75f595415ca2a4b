"""How officers come in: named on a list, invited by a slip of paper, and out again with the post."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, NotAllowed, Unfit
from zhijia.kernel.scope import scope, seats_of, system
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.org.actions import appoint, end
from zhijia.org.models import Post
from zhijia.people.actions import free_login
from zhijia.people.command import new_slip
from zhijia.people.invitations import invite, let_in, stop
from zhijia.people.models import Account, Invitation, Person

pytestmark = pytest.mark.django_db
NAMES = """姓名，工会，职务，手机
沈梅，顺达机械工会，副主席，13800001111
孙大勇，青溪印染，主席，13800002222
陆小军，青溪卫生院，主席，13800003333"""
OWN = "Qingxi-2027-lu"


def post_of(name):
    with system("测试"):
        return Post.objects.select_related("person", "union").get(person__name=name)


def made(client, text=NAMES, **answers):
    page = client.post("/officers/new/", {"text": text, "since": "2026-11-01", **answers}).content.decode()
    seen = re.search(r'name="make" value="(\w+)"', page)
    assert seen, page
    return client.post("/officers/new/", {"text": text, "since": "2026-11-01", "make": seen[1], **answers})


@pytest.fixture
def three(client_as):
    """The town's officer pastes a list of three, and all three become officers."""
    client = client_as("town")
    answer = made(client)
    assert answer.url == "/officers/?show=uninvited"
    return client


def slips(client, *names):
    page = client.post("/officers/slips/", {"post": [post_of(name).pk for name in names]}).content.decode()
    codes = re.findall(r'class="code">([2-9A-Z]{4}-[2-9A-Z]{4})<', page)
    with system("测试"):
        refs = [Invitation.objects.get(account__person__name=name).ref for name in names]
    return page, dict(zip(names, zip(codes, refs, strict=True), strict=True)) if len(codes) == len(
        names
    ) else {}


def come_in(code, ref, password=OWN):
    client = Client()
    return client, client.post(f"/join/{ref}/", {"code": code, "password": password, "again": password})


def test_three_are_named_invited_and_come_in(three):
    page, given = slips(three, "沈梅", "孙大勇", "陆小军")
    assert page.count("data:image/svg+xml") == 3
    assert "http://testserver/join/" in page
    for name, (code, ref) in given.items():
        client, answer = come_in(code.lower().replace("-", " "), ref)
        assert answer.url == "/"
        home = client.get("/")
        assert f"登录名 {name}" in home.content.decode()
        assert home.wsgi_request.seat.union_id == post_of(name).union_id
        assert Client().post("/sign-in/", {"login": name, "password": OWN}).url == "/"
    assert Event.objects.filter(verb="people.account.first_password").count() == 3


def test_the_telephone_number_is_kept_nowhere(three):
    page, _ = slips(three, "沈梅", "孙大勇")
    assert "1380000" not in page
    for model in (Event, EventRow):
        assert not any("1380000" in str(row) for row in model.objects.values().order_by("-pk")[:60])


def test_the_same_list_twice_makes_nothing_more(three):
    with system("测试"):
        before = (Person.objects.count(), Post.objects.count())
    page = three.post("/officers/new/", {"text": NAMES, "since": "2026-11-01", "make": "x"}).content.decode()
    assert "沈梅已经是" in page
    with system("测试"):
        assert (Person.objects.count(), Post.objects.count()) == before


def test_a_name_on_the_roll_is_the_same_person(client_as, town):
    assert made(client_as("chair"), "陈海燕，顺达机械，女职工委员").status_code == 302
    assert post_of("陈海燕").person_id == town.seat("member").person_id


class TestACode:
    @pytest.fixture(autouse=True)
    def slip(self, three):
        self.town = three
        self.code, self.ref = slips(three, "沈梅")[1]["沈梅"]

    def refused(self, code=None, ref=None, status=422, **more):
        client = Client()
        values = {"code": code or self.code, "password": OWN, "again": OWN, **more}
        answer = client.post(f"/join/{ref or self.ref}/", values)
        assert answer.status_code == status
        assert client.get("/").status_code == 302
        return answer.content.decode()

    def test_is_never_stored(self):
        stored = Invitation.objects.get(ref=self.ref)
        assert self.code.replace("-", "") not in str(vars(stored))

    def test_works_once(self):
        assert come_in(self.code, self.ref)[1].status_code == 302
        assert "对不上" in self.refused()

    def test_ends_after_fourteen_days(self):
        Invitation.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
        assert "对不上" in self.refused()
        assert "邀请过期" in self.town.get("/officers/?show=uninvited").content.decode()

    def test_is_void_once_there_is_a_newer_slip(self):
        old, old_ref = self.code, self.ref
        code, ref = slips(self.town, "沈梅")[1]["沈梅"]
        assert "对不上" in self.refused(old, old_ref)
        assert "对不上" in self.refused(old, ref)
        assert come_in(code, ref)[1].status_code == 302

    def test_that_is_wrong_tells_as_much_as_a_name_that_does_not_exist(self):
        def told(page):
            return re.search("对不上.*?另打一张", page)[0]

        wrong = told(self.refused("AAAA-AAAA"))
        assert wrong == told(self.refused(ref="nobody"))
        for login in ("沈梅", "没有这人", "town"):
            answer = Client().post(
                "/join/", {"login": login, "code": "AAAA-AAAA", "password": OWN, "again": OWN}
            )
            assert told(answer.content.decode()) == wrong

    def test_is_not_found_by_trying(self):
        for _ in range(5):
            self.refused("AAAA-AAAA")
        assert "先停 5 分钟" in self.refused(status=429)

    def test_needs_a_password_worth_the_name_typed_twice(self):
        assert "太短" in self.refused(password="kurz", again="kurz")
        assert "两遍密码不一样" in self.refused(again="Qingxi-2027-Lu")
        assert come_in(self.code, self.ref)[1].status_code == 302

    def test_is_typed_with_the_name_where_there_is_no_telephone(self):
        client = Client()
        values = {"login": "沈梅", "code": self.code, "password": OWN, "again": OWN}
        assert client.post("/join/", values).url == "/"

    def test_of_a_stopped_log_in_opens_nothing(self, seat_of):
        stop(post_of("沈梅"), by=seat_of("town"), reason="单子丢了")
        assert "对不上" in self.refused()


def test_who_leaves_office_is_out_at_once(three):
    code, ref = slips(three, "孙大勇")[1]["孙大勇"]
    client, _ = come_in(code, ref)
    assert client.get("/officers/").status_code == 200
    post = post_of("孙大勇")
    told = three.post(f"/officers/{post.pk}/end/", {"held_to": "", "reason": ""})
    assert told.status_code == 422
    done = three.post(f"/officers/{post.pk}/end/", {"held_to": clock.today().isoformat(), "reason": "换届"})
    assert done.url == f"/officers/{post.pk}/"
    assert client.get("/officers/").url == "/sign-in/?next=/officers/"
    client.post(
        "/sign-in/", {"login": "孙大勇", "password": OWN}
    )  # the password still fits; there is nothing to do
    assert "请联系本单位工会主席" in client.get("/seat/").content.decode()
    page = three.get(done.url).content.decode()
    assert "换届" in page
    assert "免去这个职务" not in page
    assert "孙大勇" in three.get("/officers/?show=ended").content.decode()


def test_a_stopped_log_in_is_out_at_once_and_comes_back(three, seat_of):
    code, ref = slips(three, "孙大勇")[1]["孙大勇"]
    client, _ = come_in(code, ref)
    pk = post_of("孙大勇").pk
    assert three.post(f"/officers/{pk}/stop/", {"reason": ""}).status_code == 409
    three.post(f"/officers/{pk}/stop/", {"reason": "手机丢了"})
    assert client.get("/").status_code == 302
    assert "已停用" in three.get(f"/officers/{pk}/").content.decode()
    three.post(f"/officers/{pk}/let-in/")
    assert Client().post("/sign-in/", {"login": "孙大勇", "password": OWN}).url == "/"


class TestWhoMay:
    """Whoever resets a log-in could enter with it: only where she commands already."""

    def post(self, login):
        with system("测试"):
            seat = seats_of(Account.objects.get(login=login))[0]
            return Post.objects.get(pk=seat.key.removeprefix("post-"))

    @pytest.mark.parametrize(
        ("by", "whose", "refusal"),
        [
            ("chair", "officer", None), ("town", "chair", None), ("county", "townchair", None),
            ("county", "officer", None), ("townchair", "town", None), ("officer", "leader", None),
            ("officer", "chair", Blocked), ("town", "townchair", Blocked), ("officer", "accountant", Blocked),
            ("chair", "chair", Blocked), ("chair", "town", NotAllowed), ("chair", "neighbour", NotAllowed),
            ("accountant", "officer", NotAllowed), ("women", "officer", NotAllowed), ("auditor", "chair", NotAllowed),
            ("leader", "officer", NotAllowed), ("member", "officer", NotAllowed),
        ],
    )  # fmt: skip
    def test_invites_stops_and_lets_in(self, seat_of, by, whose, refusal):
        for verb, more in ((invite, {}), (stop, {"reason": "测试"}), (let_in, {})):
            if refusal:
                with pytest.raises(refusal):
                    verb(self.post(whose), by=seat_of(by), **more)
            else:
                verb(self.post(whose), by=seat_of(by), **more)

    def test_but_not_of_one_who_has_a_post_elsewhere(self, seat_of, town):
        """Else the works' chair would be handed the town's log-in."""
        with system("测试：兼职") as by:
            appoint(Post(person_id=town.seat("town").person_id, union=town.works, office="committee",
                         held_from=dt.date(2026, 1, 1)), by=by)  # fmt: skip
            post = Post.objects.get(person_id=town.seat("town").person_id, union=town.works)
        with pytest.raises(Blocked, match="别的工会也有职务"):
            invite(post, by=seat_of("chair"))

    @pytest.mark.parametrize(
        ("by", "whose", "refusal"),
        [
            ("chair", "officer", None), ("officer", "accountant", None), ("town", "chair", None),
            ("officer", "chair", Blocked), ("chair", "chair", Blocked), ("chair", "neighbour", NotAllowed),
            ("chair", "town", NotAllowed), ("accountant", "officer", NotAllowed), ("leader", "officer", NotAllowed),
            ("member", "officer", NotAllowed), ("women", "officer", NotAllowed), ("auditor", "officer", NotAllowed),
        ],
    )  # fmt: skip
    def test_ends_a_post(self, seat_of, by, whose, refusal):
        post, values = self.post(whose), {"held_to": clock.today(), "reason": "换届"}
        if refusal:
            with pytest.raises(refusal):
                end(post, by=seat_of(by), **values)
            return
        ended = end(post, by=seat_of(by), **values)
        assert ended.held_to == clock.today()
        with pytest.raises(Blocked, match="已经免去"):
            end(post, by=seat_of(by), **values)

    def test_nobody_appoints_herself_through_a_list(self, client_as, town):
        page = client_as("chair").post(
            "/officers/new/", {"text": "方德明，顺达机械，会计", "since": "2026-11-01"}
        )
        assert "这是您自己" in page.content.decode()
        seat = town.seat("chair")
        mine = Post(person_id=seat.person_id, union=town.works, office="accountant", held_from=clock.today())
        with pytest.raises(Blocked, match="自己的职务"):
            appoint.all([mine], by=seat)


def test_a_post_ends_after_it_began_and_for_a_reason(seat_of, town):
    with scope(seat_of("chair")) as by:
        post = Post.objects.filter(union=town.works, office="accountant").first()
        with pytest.raises(Unfit, match="之前"):
            end(post, by=by, reason="换届", held_to=dt.date(1990, 1, 1))
        with pytest.raises(Blocked, match="写明原因"):
            end(post, by=by, held_to=clock.today())


def test_slips_of_nobody_and_of_others_are_refused_in_words(client_as, town):
    client = client_as("chair")
    assert "还没有选人" in client.post("/officers/slips/").content.decode()
    assert "没有可以打印的" in client.post("/officers/slips/", {"post": [0]}).content.decode()
    own = town.seat("chair").key.removeprefix("post-")
    page = client.post("/officers/slips/", {"post": [own]}).content.decode()
    assert "没有打：自己的职务要由别人登记" in page


def test_whoever_has_nobody_above_gets_a_slip_at_the_server(town):
    Account.objects.filter(login="county").update(is_active=False)
    code = re.search("一次码：([2-9A-Z-]{9})", new_slip("county"))[1]
    values = {"login": "county", "code": code, "password": OWN, "again": OWN}
    assert Client().post("/join/", values).url == "/"
    with pytest.raises(SystemExit, match="没有“nobody”这个登录名"):
        new_slip("nobody")


def test_a_second_of_one_name_gets_a_number():
    assert free_login("沈 梅", set()) == "沈梅"
    assert free_login("沈梅", {"沈梅", "沈梅2"}) == "沈梅3"
