"""A union's own Word template: the sample works for every kind, what is wrong is said, one is in use at a time."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from zhijia.kernel.scope import scope
from zhijia.letters import actions, queries
from zhijia.letters.kinds import BY_CODE
from zhijia.letters.models import Letter, Template
from zhijia.letters.sample import sample_template

PAGE = "/letters/templates/"


def template(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


OWN = template("本厂红头", "{{ 标题 }}", "{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}", "{{ 单位 }}")


def lines(content):
    return [one.text for one in Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("code", BY_CODE)
def test_the_sample_template_can_be_filled_for_every_kind(code):
    text = lines(actions.check(sample_template(), code))
    assert "示范工会委员会" in text
    assert BY_CODE[code].completed("开展职工读书活动") in text
    assert "一、时间和地点" in text
    assert not any("{" in line for line in text)


def upload(client, content, name="模板.docx", kind="notice"):
    return client.post(PAGE, {"kind": kind, "file": SimpleUploadedFile(name, content)})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (template("{{ 抬头 }}", "{{ 正文 }}"), "不认识的名称：抬头"),
        (template("{{ 标题 }}"), "模板里没有“正文”"),
        (template("{{ 正文 "), "没有写完整"),
        (template("{{ 正文.没有的 }}"), "不认识"),
        (template("{{ 正文.__class__ }}"), "不许用"),
        (b"", "空的"),
        ("只是文字".encode(), "Word 文档(.docx)"),
        (sample_template()[:3000], "打不开"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(client_as, content, told):
    answer = upload(client_as("officer"), content)
    assert answer.status_code == 422
    assert told in answer.content.decode()


@pytest.mark.django_db
def test_a_template_with_macros_is_refused(client_as):
    saved = io.BytesIO(OWN)
    with zipfile.ZipFile(saved, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    answer = upload(client_as("officer"), saved.getvalue())
    assert (answer.status_code, "宏" in answer.content.decode()) == (422, True)


@pytest.mark.django_db
def test_one_template_of_a_kind_is_in_use_and_papers_go_through_it(client_as, seat_of):
    client, chair = client_as("chair"), seat_of("chair")
    assert upload(client, sample_template(), "旧.docx").status_code == 302
    assert upload(client, OWN, "新.docx").status_code == 302
    with scope(chair):
        old, new = Template.objects.order_by("pk")
        assert (old.state, new.state) == ("off", "on")
    page = client.get("/letters/new/notice/")
    assert page.context["form"].initial["own_template"]
    assert b"own_template" not in client.get("/letters/new/request/").content
    row = actions.write(
        Letter(kind="notice", title="关于放假的通知", body="明天放假。", own_template=True), by=chair
    )
    assert lines(client.get(f"/letters/{row.pk}/docx/").content)[:2] == ["本厂红头", "关于放假的通知"]
    ours = lines(client.get(f"/letters/{row.pk}/docx/?layout=ours").content)
    assert "本厂红头" not in ours
    assert "明天放假。" in ours
    assert lines(client.get(f"/letters/templates/{new.pk}/trial/").content)[0] == "本厂红头"

    client.post(f"/letters/templates/{old.pk}/switch/", {"do": "on"})
    with scope(chair):
        assert queries.template_for(chair.union_id, "notice") == old
    client.post(f"/letters/templates/{old.pk}/switch/", {"do": "off"})
    assert "本厂红头" not in lines(client.get(f"/letters/{row.pk}/docx/").content)


@pytest.mark.django_db
def test_a_template_stays_in_its_own_union(client_as, seat_of):
    upload(client_as("chair"), OWN)
    with scope(seat_of("chair")):
        (row,) = Template.objects.all()
    assert client_as("neighbour").get(f"/letters/templates/{row.pk}/trial/").status_code == 403
    assert client_as("neighbour").post(f"/letters/templates/{row.pk}/switch/").status_code == 403
