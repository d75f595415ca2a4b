"""One's own account: the browsers one is signed in with, the second step, and what ends a session at once."""

import datetime as dt
import re

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from zhijia.demo.cast import PASSWORD
from zhijia.kernel.actions import Blocked, NotAllowed
from zhijia.kernel.scope import system
from zhijia.kernel.trail.models import Event
from zhijia.org.actions import end
from zhijia.org.models import Post
from zhijia.people import devices, second_step
from zhijia.people.command import new_slip
from zhijia.people.invitations import invite, lift_second_step, stop
from zhijia.people.models import Account, Device, SecondFactor

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
AGENTS = {
    "": "没有报名字的设备",
    "curl/8": "没有报名字的设备",
    WINDOWS: "Windows 电脑，Chrome",
    f"{WINDOWS} Edg/109.0": "Windows 电脑，Edge",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1": "苹果手机，Safari",
    "Mozilla/5.0 (Linux; Android 13; Mobile) Chrome/116 MicroMessenger/8.0": "安卓手机，微信",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Linux 电脑，火狐",
}  # fmt: skip


@pytest.mark.parametrize(("agent", "told"), AGENTS.items())
def test_a_device_in_plain_words(agent, told):
    assert devices.told(agent) == told


def sign_in(login="chair", password=PASSWORD, agent=WINDOWS):
    client = Client(HTTP_USER_AGENT=agent)
    client.answer = client.post("/sign-in/", {"login": login, "password": password})
    return client


def inside(client):
    return client.get("/members/").status_code == 200


def post_of(login):
    account = Account.objects.get(login=login)
    with system("测试"):
        return Post.objects.select_related("person", "union").filter(person=account.person_id).first()


class TestDevices:
    def test_are_listed_with_place_and_time_and_end_one_by_one(self):
        here, there = sign_in(), sign_in(agent="Mozilla/5.0 (iPhone) Safari")
        page = here.get("/account/").content.decode()
        assert page.count("退出这一台") == 1
        assert "苹果手机，Safari" in page
        assert "127.0.0.1" in page
        pk = there.session["device"]
        assert [here.post(f"/account/devices/{pk}/end/").status_code for _ in range(2)] == [302, 302]
        assert (inside(here), inside(there)) == (True, False)

    def test_end_all_together_but_this_one(self):
        here, others = sign_in(), [sign_in(), sign_in()]
        assert "其他 2 台" in here.post("/account/devices/end-others/", follow=True).content.decode()
        assert [inside(one) for one in (here, *others)] == [True, False, False]
        assert "没有别的设备" in here.post("/account/devices/end-others/", follow=True).content.decode()

    def test_of_others_are_out_of_reach(self):
        mine, theirs = sign_in("chair"), sign_in("officer")
        mine.post(f"/account/devices/{theirs.session['device']}/end/")
        assert inside(theirs)

    def test_that_idled_or_signed_out_are_not_shown(self):
        here, idle, out = sign_in(), sign_in(), sign_in()
        Device.objects.filter(pk=idle.session["device"]).update(
            seen_at=timezone.now() - dt.timedelta(minutes=40)
        )
        out.post("/sign-out/")
        assert "退出这一台" not in here.get("/account/").content.decode()
        assert inside(here)

    def test_a_new_password_ends_the_others_and_keeps_this_one(self):
        here, there = sign_in(), sign_in()
        new = {"oldpassword": PASSWORD, "password1": "Qingxi-2027-lu", "password2": "Qingxi-2027-lu"}
        assert here.post("/password/", new).url == "/account/"
        assert (inside(here), inside(there)) == (True, False)
        page = here.get("/account/").content.decode()
        assert "这一台" in page
        assert "退出这一台" not in page


class TestEndsAtOnce:
    def test_with_the_account(self, seat_of):
        officer = sign_in("officer")
        stop(post_of("officer"), by=seat_of("chair"), reason="借调")
        assert not inside(officer)
        assert not Device.objects.filter(account__login="officer").exists()

    @pytest.mark.parametrize(("days", "out"), [(0, True), (1, False)])
    def test_with_the_last_post(self, seat_of, days, out):
        officer = sign_in("officer")
        on = dt.date(2026, 11, 20) + dt.timedelta(days=days)
        end(post_of("officer"), by=seat_of("chair"), held_to=on, reason="换届")
        assert inside(officer) is not out

    def test_with_a_slip_that_sets_a_new_password(self, seat_of):
        officer, post = sign_in("officer"), post_of("officer")
        slip = invite(post, by=seat_of("chair")).slip
        form = {"code": slip.code, "password": "Qingxi-2027-lu", "again": "Qingxi-2027-lu"}
        new = Client()
        assert new.post(f"/join/{slip.ref}/", form).url == "/"
        assert (inside(officer), inside(new)) == (False, True)


@pytest.fixture
def moment(monkeypatch):
    """A clock for codes that a test may set forward."""
    clock = {"now": 1_800_000_000.0}
    monkeypatch.setattr("pyotp.totp.time.time", lambda: clock["now"])
    return clock


@pytest.fixture
def phone(moment):
    """The chair switches the second step on: her telephone, her paper, her browser."""
    client = sign_in()
    page = "/account/second-step/"
    assert client.post(page, {"do": "begin", "password": PASSWORD}).status_code == 302
    secret = re.search(r'class="zj-code">([A-Z2-7 ]+)<', client.get(page).content.decode())[1].replace(
        " ", ""
    )
    phone = pyotp.TOTP(secret)
    sheet = client.post(page, {"do": "on", "code": phone.at(moment["now"])})
    phone.codes = re.findall(r'class="zj-code">([2-9A-Z]{4}-[2-9A-Z]{4})<', sheet.content.decode())
    phone.client, phone.sheet = client, sheet
    moment["now"] += 60
    return phone


def answer(client, code):
    return client.post("/sign-in/code/", {"code": code})


class TestSecondStep:
    def test_asks_for_a_code_after_the_password_and_for_nothing_before(self, phone, moment):
        client = sign_in()
        assert client.answer.url == "/sign-in/code/"
        assert client.get("/members/").status_code == 302
        assert not inside(client)
        assert answer(client, "000000").status_code == 422
        assert answer(client, phone.at(moment["now"])).url == "/"
        assert inside(client)

    def test_a_code_is_good_once_and_only_forward(self, phone, moment):
        code = phone.at(moment["now"])
        assert answer(sign_in(), code).url == "/"
        again = sign_in()
        assert "已经用过" in answer(again, code).content.decode()
        assert answer(again, phone.at(moment["now"] - 30)).status_code == 422
        assert answer(again, phone.at(moment["now"] + 30)).url == "/"  # a telephone whose clock is fast

    def test_ten_codes_on_paper_open_it_once_each(self, phone):
        assert len(set(phone.codes)) == 10
        assert phone.sheet["Cache-Control"].startswith("max-age=0")
        client = sign_in()
        assert answer(client, phone.codes[3].lower().replace("-", " ")).url == "/"
        assert "用掉了一个恢复码" in client.get("/").content.decode()
        assert answer(sign_in(), phone.codes[3]).status_code == 422
        assert "还剩 9个" in client.get("/account/").content.decode()

    def test_five_wrong_ones_and_it_waits(self, phone, moment):
        client = sign_in()
        for _ in range(5):
            assert answer(client, "123456").status_code == 422
        late = answer(client, phone.at(moment["now"]))
        assert late.status_code == 429
        assert "先停 5 分钟" in late.content.decode()

    def test_a_slip_does_not_lead_around_it(self, phone, moment, seat_of):
        slip = invite(post_of("chair"), by=seat_of("town")).slip
        form = {"code": slip.code, "password": "Qingxi-2027-lu", "again": "Qingxi-2027-lu"}
        client = Client()
        assert client.post(f"/join/{slip.ref}/", form).url == "/sign-in/code/"
        assert not inside(client)
        assert answer(client, phone.at(moment["now"])).url == "/"

    def test_the_page_of_the_code_alone_leads_nowhere(self):
        assert Client().get("/sign-in/code/").url == "/sign-in/"
        assert answer(Client(), "123456").url == "/sign-in/"

    def test_new_paper_voids_the_old(self, phone):
        sheet = phone.client.post("/account/second-step/", {"do": "codes", "password": PASSWORD})
        new = re.findall(r'class="zj-code">([2-9A-Z]{4}-[2-9A-Z]{4})<', sheet.content.decode())
        assert answer(sign_in(), phone.codes[0]).status_code == 422
        assert answer(sign_in(), new[0]).url == "/"

    def test_switching_off_wants_the_password(self, phone):
        page = "/account/second-step/"
        assert phone.client.post(page, {"do": "off", "password": "Wrong-Password-1"}).status_code == 422
        assert phone.client.post(page, {"do": "off"}).status_code == 422
        assert phone.client.post(page, {"do": "off", "password": PASSWORD}).url == "/account/"
        assert sign_in().answer.url == "/"

    def test_pressing_twice_is_answered_plainly(self, phone):
        page = "/account/second-step/"
        twice = phone.client.post(page, {"do": "on", "code": "123456"}, follow=True).content.decode()
        assert "已经开着" in twice
        assert "已经办过了" in phone.client.post(page, {"do": "begin"}, follow=True).content.decode()

    def test_the_secret_shows_in_no_other_browser_and_lies_sealed(self, moment):
        here, there = sign_in(), sign_in()
        here.post("/account/second-step/", {"do": "begin", "password": PASSWORD})
        assert "zj-code" in here.get("/account/second-step/").content.decode()
        assert "zj-code" not in there.get("/account/second-step/").content.decode()
        factor = SecondFactor.objects.get(account__login="chair")
        secret, address = second_step.shown(factor)
        assert secret in address
        assert secret not in factor.secret.token
        assert str(factor.secret) == "已遮住"
        assert sign_in().answer.url == "/"  # begun is not on

    def test_somebody_above_takes_it_away_with_a_reason(self, phone, seat_of):
        chair = post_of("chair")
        for login in ("officer", "neighbour"):
            with pytest.raises((Blocked, NotAllowed)):
                lift_second_step(chair, by=seat_of(login), reason="手机丢了")
        with pytest.raises(Blocked, match="写明原因"):
            lift_second_step(chair, by=seat_of("town"))
        lift_second_step(chair, by=seat_of("town"), reason="手机丢了，本人当面来说")
        assert sign_in().answer.url == "/"
        with pytest.raises(Blocked, match="没有开"):
            lift_second_step(chair, by=seat_of("town"), reason="再来一次")

    def test_whoever_sits_at_the_server_takes_it_away_by_command(self, phone):
        new_slip("chair")
        assert sign_in().answer.url == "/sign-in/code/"
        assert "一次码：" in new_slip("chair", lost_phone=True)
        assert sign_in().answer.url == "/"

    def test_what_happened_stands_in_the_trail_and_no_code_does(self, phone):
        answer(sign_in(), "987654")
        answer(sign_in(), phone.codes[0])
        told = list(Event.objects.filter(subject="chair").values_list("verb", flat=True))
        assert {"people.account.second_step_on", "people.account.second_step_failed",
                "people.account.recovery_code_used"} <= set(told)  # fmt: skip
        assert not Event.objects.filter(subject__contains="987654").exists()
