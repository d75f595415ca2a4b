"""The first run and the house page, with a data folder of the test's own."""

import re

import pytest
from django.db import connection
from django.test import Client, override_settings

from zhijia.house.health import health
from zhijia.kernel.scope import system
from zhijia.org.models import Post, Union
from zhijia.people.models import Account
from zhijia.server import backup, keeper, keeping, keys, seals, serve

pytestmark = pytest.mark.django_db
FILLED = {
    "token": "abcde fgh23", "name": "清泉镇总工会", "short_name": "", "kind": "town", "nature": "",
    "founded_on": "2018-05-01", "upper_name": "云川县总工会", "person": "林晓", "gender": "female",
    "office": "chair", "login": "linxiao", "password": "qingquan-88x", "password_again": "qingquan-88x",
    "passphrase": "清泉流过石桥东边", "passphrase_again": "清泉流过石桥东边",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    with override_settings(DATA_FOLDER=str(tmp_path)):
        keys.held_key(tmp_path)
        yield tmp_path


@pytest.fixture
def fresh(folder, monkeypatch):
    """A folder in which nobody has begun yet. The test's database has accounts, which the verb would refuse."""
    (folder / serve.TOKEN_FILE).write_text("ABCDE-FGH23")
    monkeypatch.setattr("zhijia.house.actions.Account.objects.exists", lambda: False)
    return folder


def test_until_somebody_has_begun_there_is_one_page(fresh):
    client = Client()
    for path in ("/", "/sign-in/", "/plans/", "/house/"):
        assert client.get(path).url == "/first-run/"
    assert client.get("/first-run/").status_code == 200


def test_the_first_run_makes_union_officer_and_words_and_closes_itself(fresh):
    client = Client()
    sheet = client.post("/first-run/", FILLED)
    code = re.search(r"([A-Z2-9]{5}-){5}[A-Z2-9]{5}", sheet.content.decode())[0]
    assert keys.unwrapped(keys.wrapped_of(fresh), code) == keys.held_key(fresh)
    assert keys.unwrapped(keys.wrapped_of(fresh), FILLED["passphrase"]) == keys.held_key(fresh)
    with system("测试"):
        union = Union.objects.get(name="清泉镇总工会")
        post = Post.objects.select_related("person").get(union=union)
        account = Account.objects.get(login="linxiao")
    assert (union.short_name, post.office, post.person.name) == ("清泉镇总工会", "chair", "林晓")
    assert account.person_id == post.person_id
    assert not (fresh / serve.TOKEN_FILE).exists()
    assert client.get("/first-run/").url == "/sign-in/"
    assert client.login(username="linxiao", password=FILLED["password"])
    page = client.get("/house/").content.decode()
    assert "还没有备份过" in page
    assert "还没有备份过" in client.get("/").content.decode()  # my day of those who can act


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("token", "ABCDE-FGH24", "启动码不对"),
        ("name", "", "请填"),
        ("founded_on", "2999-01-01", "在今天之后"),
        ("founded_on", "0218-01-01", "年份不对"),
        ("password_again", "qingquan-88y", "两遍密码不一样"),
        ("password", "1234567890", "不能全是数字"),
        ("passphrase", "短口令", "至少要 8 个字，现在是 3 个"),
        ("passphrase_again", "另一句话也挺长的", "两遍备份口令不一样"),
        ("kind", "single", "请选所在单位"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(fresh, name, value, told):
    page = Client().post("/first-run/", {**FILLED, name: value})
    assert page.status_code == 422
    assert told in page.content.decode()
    with system("测试"):
        assert not Union.objects.filter(name="清泉镇总工会").exists()
    assert (fresh / serve.TOKEN_FILE).exists()
    assert keys.wrapped_of(fresh) is None


def test_the_second_of_two_who_press_at_once_is_refused(folder):
    """The accounts of the town are there already."""
    (folder / serve.TOKEN_FILE).write_text("ABCDE-FGH23")
    page = Client().post("/first-run/", FILLED)
    assert "已经有人设好了" in page.content.decode()


# --- keeping the house -----------------------------------------------------------------------------------


@pytest.fixture
def keeper_of_house(folder, town, client_as):
    """The town's officer keeps the house in this folder."""
    keys.keep_wrapped(folder, keys.wrapped(keys.held_key(folder), passphrase="清泉流过石桥东边"))
    keeping.set_house(folder, union=town.union.pk)
    return client_as("town")


def test_only_the_officers_of_the_houses_own_union_may_enter(keeper_of_house, client_as):
    assert keeper_of_house.get("/house/").status_code == 200
    for office in ("county", "officer", "accountant", "member"):
        assert client_as(office).get("/house/").status_code == 403
        assert client_as(office).post("/house/backup/").status_code == 403


def test_the_button_asks_the_keeper(keeper_of_house, folder):
    assert keeper_of_house.post("/house/backup/").url == "/house/"
    assert (folder / keeper.WANTED).exists()
    assert "正在备份" in keeper_of_house.get("/house/").content.decode()


def test_attachments_that_no_backup_holds_are_told(keeper_of_house, monkeypatch):
    assert "对象存储" not in keeper_of_house.get("/house/").content.decode()
    monkeypatch.setenv("ZHIJIA_S3_BUCKET", "qingxi")
    assert "附件放在对象存储 qingxi 里，不在这些备份里" in keeper_of_house.get("/house/").content.decode()


def test_a_second_folder_must_be_there(keeper_of_house, folder):
    second = folder / "second"
    for wrong, told in ((str(second), "不存在"), ("backup", "完整的位置")):
        page = keeper_of_house.post("/house/place/", {"folder": wrong})
        assert page.status_code == 422
        assert told in page.content.decode()
    second.mkdir()
    assert keeper_of_house.post("/house/place/", {"folder": str(second)}).status_code == 302
    assert keeping.backup_folders(folder) == [folder / "backups", second]


def test_new_words_need_the_old_ones(keeper_of_house, folder):
    new = {"passphrase": "桥西的石头也会唱歌", "passphrase_again": "桥西的石头也会唱歌"}
    refused = keeper_of_house.post("/house/words/", {"old": "猜一个", **new})
    assert refused.status_code == 422
    assert "不对" in refused.content.decode()
    sheet = keeper_of_house.post("/house/words/", {"old": "清泉流过石桥东边", **new})
    assert "恢复单" in sheet.content.decode()
    assert "回系统维护" in sheet.content.decode()
    assert keys.unwrapped(keys.wrapped_of(folder), new["passphrase"]) == keys.held_key(folder)
    with pytest.raises(keys.WrongWords):
        keys.unwrapped(keys.wrapped_of(folder), "清泉流过石桥东边")


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        ({}, "还没有备份过"),
        ({"made_at": "2026-01-01T02:00:00+08:00"}, "天没有备份成"),
        ({"failure": "磁盘满了。"}, "磁盘满了。"),
        ({"drill_failure": "行数对不上。"}, "最近一次试恢复没有成功：行数对不上。"),
    ],
)
def test_troubles_say_what_to_do(keeper_of_house, folder, noted, told):
    backup.note(folder, **noted)
    assert any(told in sentence for sentence in health().troubles)


def test_the_house_page_tells_of_worker_logs_and_seals(keeper_of_house, folder):
    (folder / "log").mkdir()
    (folder / "log" / "pages.log").write_bytes(b"x" * 2048)
    (folder / seals.FILE).write_text('{"day": "2026-11-19", "seal": "x"}\n')
    page = keeper_of_house.get("/house/").content.decode()
    assert "没有在运行" in page
    assert "2.0" in page.split("运行日志")[1][:60]
    assert "2026-11-19" in page.split("办理过程封签到")[1][:80]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    page = keeper_of_house.get("/house/").content.decode()
    assert "在运行" in page
    assert "没有在运行" not in page


def test_everybody_reads_version_and_how_to_report(client_as):
    page = client_as("member").get("/about/").content.decode()
    assert "职家 " in page
    assert "怎么报修" in page
    assert 'href="/house/"' not in page


def test_the_page_on_networks_is_open_before_the_first_run(fresh):
    assert "/network/" in Client().get("/first-run/").content.decode()
    page = Client().get("/network/")
    assert "没有加密" in page.content.decode()
    assert "传输是加密的" in Client().get("/network/", secure=True).content.decode()


def test_an_installation_without_a_folder_has_no_house(client_as):
    assert client_as("town").get("/house/").status_code == 403
