"""One's own address, confirmed by a mailed code; and the way back in by a mailed link."""

import datetime as dt
import re
from threading import Thread

import pytest
from django.core import mail
from django.test import Client

from zhijia.demo.cast import PASSWORD
from zhijia.kernel.mail.models import MailServer
from zhijia.kernel.trail.models import Event
from zhijia.people.models import Account

pytestmark = pytest.mark.django_db
NEW = {"password": "Qingxi-2027-lu", "again": "Qingxi-2027-lu"}
AT = "/account/mail/"


class AtOnce(Thread):
    def start(self):
        self.run()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr("zhijia.kernel.mail.Thread", AtOnce)
    return MailServer.objects.create(host="smtp.example.cn", port=465, security="ssl", sender="gh@example.cn")


def words(answer):
    return answer.content.decode()


def code_in(letter):
    return re.search(r"验证码：(\d{6})", letter.body)[1]


class TestOwnMail:
    def test_counts_once_the_code_came_back_and_the_old_address_is_told(self, server, client_as):
        client = client_as("chair")
        for n, address in enumerate(("fang@example.cn", "fang2@example.cn")):
            assert client.post(AT, {"do": "send", "email": address, "password": PASSWORD}).status_code == 302
            before = Account.objects.get(login="chair").email
            assert before != address
            assert client.post(AT, {"do": "code", "code": code_in(mail.outbox[-1])}).url == "/account/"
            assert Account.objects.get(login="chair").email == address
            assert len(mail.outbox) == 1 + 2 * n
        assert mail.outbox[-1].to == ["fang@example.cn"]
        assert "刚刚换成了别的" in mail.outbox[-1].body
        assert "请填您现在的密码" in words(client.post(AT, {"do": "remove"}))
        assert client.post(AT, {"do": "remove", "password": PASSWORD}).url == "/account/"
        assert Account.objects.get(login="chair").email == ""

    @pytest.mark.parametrize(
        ("form", "said"),
        [
            ({}, "请填邮箱"), ({"email": "方@", "password": PASSWORD}, "样子不对"),
            ({"email": "a@b.cn", "password": "no"}, "密码不对"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_nothing_sent(self, server, client_as, form, said):
        answer = client_as("chair").post(AT, form)
        assert answer.status_code == 422
        assert said in words(answer)
        assert not mail.outbox

    def test_a_code_is_good_here_once_and_for_half_an_hour(self, server, client_as):
        client, other = client_as("chair"), client_as("chair")
        client.post(AT, {"do": "send", "email": "a@b.cn", "password": PASSWORD})
        code = code_in(mail.outbox[0])
        assert "过期了" in words(other.post(AT, {"do": "code", "code": code}, follow=True))
        for _ in range(5):
            assert "验证码不对" in words(client.post(AT, {"do": "code", "code": "1" if code != "1" else "2"}))
        assert "先停 5 分钟" in words(client.post(AT, {"do": "code", "code": code}))
        session = client.session
        session["own_mail"] = session["own_mail"] | {"until": "2020-01-01T00:00:00+00:00"}
        session.save()
        assert "过期了" in words(client.post(AT, {"do": "code", "code": code}, follow=True))

    def test_a_server_that_refuses_is_told(self, server, client_as, monkeypatch):
        def refuse(*_):
            raise ConnectionRefusedError

        monkeypatch.setattr("zhijia.people.own_mail.mail.send", refuse)
        answer = client_as("chair").post(AT, {"do": "send", "email": "a@b.cn", "password": PASSWORD})
        assert answer.status_code == 422
        assert "465 端口没有开" in words(answer)

    def test_without_a_mail_server_the_pages_say_what_to_do(self, client_as):
        assert "重打一张邀请单" in words(client_as("chair").get(AT))
        assert (
            client_as("chair").post(AT, {"do": "send", "email": "a@b.cn", "password": PASSWORD}).status_code
            == 200
        )
        assert "重打一张邀请单" in words(Client().get("/forgotten/"))
        assert "忘记密码" in words(Client().get("/sign-in/"))


@pytest.fixture
def chair(server):
    Account.objects.filter(login="chair").update(email="fang@example.cn")
    return Account.objects.get(login="chair")


def link():
    return re.search(r"http://testserver(/reset/\S+)", mail.outbox[-1].body)[1]


class TestForgotten:
    def test_leads_to_a_new_password_once_and_ends_every_sign_in(self, chair, client_as, caplog):
        inside, client = client_as("chair"), Client()
        client.post("/forgotten/", {"login": "chair"})
        way = link()
        assert client.get(way).url == "/reset/"
        assert "新密码已设好" in words(client.post("/reset/", NEW))
        assert inside.get("/members/").status_code == 302
        assert Client().post("/sign-in/", {"login": "chair", "password": NEW["password"]}).url == "/"
        again = Client()
        assert again.get(way, follow=True).status_code == 410
        assert again.post("/reset/", NEW).status_code == 410
        assert way.split("=")[1] not in caplog.text
        verbs = Event.objects.filter(subject="chair").values_list("verb", flat=True)
        assert {"people.account.forgotten", "people.account.password_reset"} <= set(verbs)

    def test_answers_everybody_alike(self, chair, django_assert_num_queries):
        Account.objects.filter(login="officer").update(email="wang@example.cn", is_active=False)
        pages = set()
        for login in ("chair", "nobody", "accountant", "officer"):  # one has no address, one is stopped
            page = words(Client().post("/forgotten/", {"login": login}))
            pages.add(re.sub(r"csrf\S+ value=\"\w+\"", "", page))
        assert len(pages) == 1
        assert [letter.to for letter in mail.outbox] == [["fang@example.cn"]]

    def test_waits_after_three_for_one_name_whether_it_exists_or_not(self, chair):
        for login in ("chair", "nobody"):
            statuses = [Client().post("/forgotten/", {"login": login}).status_code for _ in range(4)]
            assert statuses == [200, 200, 200, 429]

    def test_a_link_is_good_for_half_an_hour(self, chair, monkeypatch):
        Client().post("/forgotten/", {"login": "chair"})
        way, now = link(), dt.datetime.now()
        for minutes, status in ((29, 200), (31, 410)):
            later = now + dt.timedelta(minutes=minutes)
            monkeypatch.setattr(
                "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _, at=later: at
            )
            assert Client().get(way, follow=True).status_code == status

    @pytest.mark.parametrize(
        "key", ["", "²", "1.x", "999999999999999999999.a-b", "chair", "0.cxyz-1", "." * 300]
    )
    def test_an_odd_key_opens_nothing(self, chair, key):
        assert Client().get("/reset/", {"k": key}, follow=True).status_code == 410

    def test_a_weak_or_mistyped_password_is_told(self, chair):
        client = Client()
        client.post("/forgotten/", {"login": "chair"})
        client.get(link())
        assert "两遍密码不一样" in words(client.post("/reset/", NEW | {"again": "x"}))
        assert "密码太短" in words(client.post("/reset/", {"password": "a1", "again": "a1"}))
        assert "请填新密码" in words(client.post("/reset/", {}))
