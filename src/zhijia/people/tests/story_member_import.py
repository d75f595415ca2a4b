"""An officer brings a roll in by the pages: upload, columns, check, write, the faulty rows again, undo."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope
from zhijia.kernel.testing import work_off
from zhijia.people.models import Membership, Person
from zhijia.people.tests.test_import_members import number
from zhijia.sheetreader import read
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


def rows(town):
    return [
        ["顺达机械会员名册"], ["序号", "姓名", "证件", "单位", "电话", "入会时间", "备注"],
        [1, "新王芳", number(2), town.works.name, "13800000002", "2019.3.1", "x"],
        [2, "新赵刚", number(3)[:17], town.works.name, "13800000003", "2019-03-01", None],
        [3, "新孙丽", number(4), town.works.name, "13800000004", "2052-03-01", None], ["合计", "3人"],
    ]  # fmt: skip


def upload(data, name="会员.xlsx"):
    return SimpleUploadedFile(name, data)


def on(client, address, **sent):
    page = client.get(address)
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    return client.post(sent.pop("to", address), {"key": key, **sent}, follow=True)


def test_the_way_of_a_workbook(client_as, seat_of, town):
    officer, by = client_as("officer"), seat_of("officer")
    assert "/imports/members/" in officer.get("/members/").content.decode()
    page = on(officer, "/imports/members/", file=upload(xlsx(("会员", rows(town)))))
    batch = Batch._base_manager.latest("pk")
    here = f"/imports/batch/{batch.pk}/"
    text = page.content.decode()
    assert number(2) not in text
    assert "按里面的内容认出来的" in text  # 证件 is no usual heading
    sent = dict(re.findall(r'name="(col-[^"]+)".*?<option value="(\w*)" selected', text, re.DOTALL))
    assert {"col-姓名": "name", "col-证件": "identity"}.items() <= sent.items()
    text = on(officer, here, to=f"{here}columns/", remember="1", **sent).content.decode()
    assert "新增 1，更新 0，不变 0，不能导入 2" in text
    assert "只有 17 位，应为 18 位" in text
    assert "日期在今天之后" in text
    assert number(3)[:17] not in text
    assert officer.get(f"{here}?only=passed").content.decode().count("合计行") == 1

    faulty = officer.get(f"{here}problems/").content
    (sheet,) = read(faulty)
    assert [row[1] for row in sheet.rows] == ["姓名", "新赵刚", "新孙丽"]
    assert "只有 17 位" in sheet.rows[1][7]

    assert on(officer, here, to=f"{here}confirm/").status_code == 200
    (job,) = work_off()
    assert job.state == "done", job.told
    assert "新增 1" in officer.get(here).content.decode()
    assert f"{here}problems/" in officer.get(here).content.decode()
    assert read(officer.get(f"{here}problems/").content) == [sheet], "still handed out once the others are in"
    with scope(by):
        assert Membership.objects.filter(person__name="新王芳").count() == 1

    sheet.rows[1][2], sheet.rows[2][5] = number(3), "2020-03-01"
    on(officer, "/imports/members/", file=upload(xlsx((sheet.name, sheet.rows))))
    again = Batch._base_manager.latest("pk")
    text = officer.get(f"/imports/batch/{again.pk}/").content.decode()
    assert "按里面的内容认出来的" not in text  # remembered
    sent = dict(re.findall(r'name="(col-[^"]+)".*?<option value="(\w*)" selected', text, re.DOTALL))
    here = f"/imports/batch/{again.pk}/"
    text = on(officer, here, to=f"{here}columns/", **sent).content.decode()
    assert "新增 2，更新 0，不变 0，不能导入 0" in text
    on(officer, here, to=f"{here}confirm/")
    work_off()
    assert "已撤销" in on(officer, here, to=f"{here}undo/").content.decode()
    with scope(by):
        assert not Person.objects.filter(name="新孙丽").exists()
        assert Person.objects.filter(name="新王芳").exists()


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "空的"), (b"\x89PNG" + bytes(30), "不是 Excel"), (None, "还没有选文件")]
)
def test_what_cannot_be_read_is_said_on_the_page(client_as, data, said):
    officer = client_as("officer")
    sent = {} if data is None else {"file": upload(data, "x.xlsx")}
    assert said in on(officer, "/imports/members/", **sent).content.decode()


def test_templates_can_be_fetched_and_nobody_else_finds_an_import(client_as, seat_of, town):
    officer = client_as("officer")
    (sheet, _) = read(b"".join([officer.get("/imports/members/template/").content]))
    assert sheet.rows[0][0] == "姓名"
    on(officer, "/imports/members/", file=upload(xlsx(("会员", rows(town)))))
    batch = Batch._base_manager.latest("pk")
    assert client_as("town").get(f"/imports/batch/{batch.pk}/").status_code == 403
    assert client_as("auditor").get("/imports/members/").status_code == 403
    assert officer.get("/imports/nothing/").status_code == 403
    assert (
        "已放弃"
        in on(officer, f"/imports/batch/{batch.pk}/", to=f"/imports/batch/{batch.pk}/drop/").content.decode()
    )


def test_a_worker_that_is_stopped_halfway_leaves_nothing_and_the_next_one_does_it_once(
    client_as, seat_of, town, monkeypatch
):
    from zhijia.kernel.jobs.progress import Interrupted
    from zhijia.people.importers import Members

    officer, by = client_as("officer"), seat_of("officer")
    table = [["姓名", "身份证号", "工会", "入会日期"], ["新王芳", number(2), town.works.name, "2019-03-01"]]
    on(officer, "/imports/members/", file=upload(xlsx(("会员", table))))
    batch = Batch._base_manager.latest("pk")
    here = f"/imports/batch/{batch.pk}/"
    text = officer.get(here).content.decode()
    sent = dict(re.findall(r'name="(col-[^"]+)".*?<option value="(\w*)" selected', text, re.DOTALL))
    on(officer, here, to=f"{here}columns/", **sent)
    on(officer, here, to=f"{here}confirm/")
    added, runs = Members.add, []

    def halfway(self, lines, seat):
        added(self, lines, seat)
        runs.append(len(lines))
        if len(runs) == 1:
            raise Interrupted

    monkeypatch.setattr(Members, "add", halfway)
    with pytest.raises(Interrupted):
        work_off()
    with scope(by):
        assert not Person.objects.filter(name="新王芳").exists()
    (job,) = work_off()
    assert (job.state, runs) == ("done", [1, 1])
    with scope(by):
        assert Person.objects.filter(name="新王芳").count() == 1


def test_a_large_file_is_checked_in_the_background(client_as, town, monkeypatch):
    monkeypatch.setattr("zhijia.kernel.imports.views.AT_ONCE", 0)
    officer = client_as("officer")
    on(officer, "/imports/members/", file=upload(xlsx(("会员", rows(town)))))
    batch = Batch._base_manager.latest("pk")
    here = f"/imports/batch/{batch.pk}/"
    sent = {
        "col-姓名": "name",
        "col-证件": "identity",
        "col-单位": "union",
        "col-电话": "phone",
        "col-入会时间": "joined_on",
    }
    assert "排队中" in on(officer, here, to=f"{here}columns/", **sent).content.decode()
    (job,) = work_off()
    assert job.state == "done", job.told
    assert "新增 1，更新 0，不变 0，不能导入 2" in officer.get(here).content.decode()
