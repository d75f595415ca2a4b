"""The page on which mail is set up: the same people, nothing shown again, plain words when it fails."""

import pytest
from django.core import mail
from django.test import override_settings

from zhijia.kernel.mail.models import MailServer
from zhijia.server import keeping

pytestmark = pytest.mark.django_db
AT = "/house/mail/"
FORM = {
    "host": "SMTP.example.cn ", "port": "465", "security": "ssl", "login": "gh@example.cn", "password": "geheim",
    "sender": "gh@example.cn",
}  # fmt: skip


@pytest.fixture
def keeper(tmp_path, town, client_as):
    with override_settings(DATA_FOLDER=str(tmp_path)):
        keeping.set_house(tmp_path, union=town.union.pk)
        yield client_as("town")


def words(answer):
    return answer.content.decode()


def test_is_set_up_sealed_and_never_shown_again(keeper):
    assert keeper.post(AT, FORM).url == AT
    server = MailServer.objects.get()
    assert (server.host, server.opened_password()) == ("smtp.example.cn", "geheim")
    assert "geheim" not in server.password.token
    assert "geheim" not in words(keeper.get(AT))
    assert keeper.post(AT, FORM | {"password": "", "sender": "other@example.cn"}).url == AT
    assert MailServer.objects.get().opened_password() == "geheim"
    moved = keeper.post(AT, FORM | {"password": "", "host": "smtp.elsewhere.cn"})
    assert "再输一遍" in words(moved)  # a kept password goes to no other server
    keeper.post("/house/mail/forget/")
    assert not MailServer.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"host": "http://smtp.163.com/"}, "只写服务器的名字"), ({"port": "70000"}, "65535"), ({"port": "²"}, "端口只填数字"),
        ({"sender": "工会"}, "样子不对"), ({"security": "x"}, "重新选"), ({"password": ""}, "请填密码"), ({"host": ""}, "请填"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(keeper, change, said):
    answer = keeper.post(AT, FORM | change)
    assert answer.status_code == 422
    assert said in words(answer)


def test_a_trial_goes_to_the_keepers_own_address_and_tells_what_failed(keeper, monkeypatch):
    assert keeper.post(f"{AT}test/", {"to": "a@b.cn"}).status_code == 200  # nothing set up: the page says so
    keeper.post(AT, FORM)
    assert "请去看看收到没有" in words(keeper.post(f"{AT}test/", {"to": "a@b.cn"}, follow=True))
    assert [letter.to for letter in mail.outbox] == [["a@b.cn"]]

    def fail(*_):
        raise TimeoutError

    monkeypatch.setattr("zhijia.house.mail_pages.mail.send", fail)
    told = keeper.post(f"{AT}test/", {"to": "a@b.cn"})
    assert told.status_code == 422
    assert "没有回音" in words(told)


def test_is_for_those_who_keep_the_house(keeper, client_as):
    for login in ("chair", "accountant", "county"):
        for at in (AT, f"{AT}test/", f"{AT}forget/"):
            assert client_as(login).post(at, FORM).status_code == 403
