"""Older formats: through LibreOffice where there is one, a sentence where there is none."""

import io
import os
import shutil
import socket
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest

from zhijia.planreader import Unreadable, convert, fenced, read_file, refusals
from zhijia.planreader.ole import top_streams
from zhijia.planreader.tests.docx_parts import abstract, level, listed, num, p, package, style, styled, table
from zhijia.planreader.tests.ole_parts import ole

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def office():
    if not OFFICE:
        sentence = "没有安装 LibreOffice，旧格式的部分没有测。Debian 上请运行：apt-get install libreoffice-writer-nogui"
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return OFFICE


@pytest.fixture(scope="module")
def plan_as(office, tmp_path_factory):
    """`plan_as("doc")`: a plan with a heading style, automatic numbers, a tracked change and a table."""
    folder = tmp_path_factory.mktemp("office")
    body = (
        p("某厂工会2026年工作计划")
        + styled("重点工作", "H")
        + listed("3月走访职工。")
        + listed("4月组织职工登山。")
        + p(
            "5月",
            "<w:del><w:r><w:delText>登山</w:delText></w:r></w:del>",
            "<w:ins><w:r><w:t>读书</w:t></w:r></w:ins>",
            "活动。",
        )
        + table(["时间", "内容"], ["6月", "讲座"])
        + p("某厂工会")
    )
    (folder / "plan.docx").write_bytes(
        package(
            body,
            styles=style("H", "heading 1"),
            numbering=abstract(3, level("decimal", "%1.")) + num(7, 3),
        )
    )

    def made(ending: str) -> bytes:
        profile = (folder / "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", folder, folder / "plan.docx"], check=True, capture_output=True)
        return (folder / f"plan.{ending}").read_bytes()

    return made


@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_an_older_file_is_read_like_a_docx(plan_as, ending):
    plan = read_file(plan_as(ending), "计划.wps")
    assert [heading.title for heading in plan.outline] == ["重点工作"]
    assert [(task.months, task.title) for task in plan.tasks] == [
        ((3,), "走访职工"),
        ((4,), "组织职工登山"),
        ((5,), "读书活动"),
        ((6,), "讲座"),
    ]
    assert "1. 3月走访职工。" in plan.text


def test_nothing_stays_behind(plan_as, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_file(plan_as("rtf"))
    assert list(tmp_path.iterdir()) == []


def linking(address: str) -> bytes:
    """An .odt whose picture lies elsewhere."""
    names = {
        "office": "office",
        "text": "text",
        "draw": "drawing",
        "svg": "svg-compatible",
        "manifest": "manifest",
    }
    ns = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for n, v in names.items())
    media = "application/vnd.oasis.opendocument.text"
    image = f'<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}"/></draw:frame>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("mimetype", media)
        parts.writestr(
            "content.xml",
            f'<office:document-content {ns} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
            f"<office:text><text:p>3月走访。{image}</text:p></office:text></office:body></office:document-content>",
        )
        parts.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {ns}><manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
    return out.getvalue()


@pytest.mark.parametrize("fence", ["network taken away", "settings alone"])
def test_a_link_in_a_document_is_not_followed(office, monkeypatch, fence):
    if fence == "settings alone":
        monkeypatch.setattr(fenced, "_fence", lambda: ())
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        plan = read_file(linking(f"http://127.0.0.1:{door.getsockname()[1]}/picture.png"))
        assert plan.text == "3月走访。"
        with pytest.raises(TimeoutError):
            door.accept()


def test_without_libreoffice_the_way_out_is_told(monkeypatch):
    monkeypatch.setattr(convert.shutil, "which", lambda _: None)
    for data, name in [(ole({"WordDocument": b""}), "(.doc 或 .wps)"), (b"{\\rtf1 a}", "RTF")]:
        with pytest.raises(Unreadable) as caught:
            read_file(data)
        assert name in str(caught.value)
        assert refusals.SAVE_AS_DOCX in str(caught.value)


# --- the fence


def standing_in(monkeypatch, tmp_path, script: str) -> None:
    """A program of our own in LibreOffice's place."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(convert.shutil, "which", lambda _: str(program))


def refusal(data: bytes = b"{\\rtf1 a}") -> str:
    with pytest.raises(Unreadable) as caught:
        read_file(data)
    return str(caught.value)


def test_one_that_never_ends_is_ended_with_its_children(monkeypatch, tmp_path):
    standing_in(monkeypatch, tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; sleep 60")
    monkeypatch.setattr(convert, "SECONDS", 0.5)
    assert refusal() == refusals.SLOW
    assert gone(int((tmp_path / "child").read_text()))


def gone(process: int) -> bool:
    """Also one that nobody has buried yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -SEGV $$"])
def test_one_that_fails_is_a_sentence(monkeypatch, tmp_path, script):
    standing_in(monkeypatch, tmp_path, script)
    assert refusal() == refusals.OLD_DAMAGED


def test_one_at_a_time(monkeypatch, tmp_path):
    standing_in(monkeypatch, tmp_path, "exit 1")
    monkeypatch.setattr(fenced, "PATIENCE", 0.05)
    with fenced.turn():
        assert refusal() == refusals.BUSY
    assert refusal() == refusals.OLD_DAMAGED


def test_it_sees_no_password_and_has_bounds(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    said = fenced.run(["sh", "-c", "env; ulimit -v"], folder=str(tmp_path), seconds=9, megabytes=100).decode()
    assert "secret" not in said
    assert said.splitlines()[-1] == str(100 * 1024)


def test_the_turn_is_given_back_after_an_error():
    def fails():
        with fenced.turn():
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fails()
    with fenced.turn():
        pass


# --- what is in a compound file


@pytest.mark.parametrize(
    ("streams", "sentence"),
    [
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, refusals.PASSWORD),
        ({"WordDocument": b"\xec\xa5\xc1\0" + bytes(6) + b"\0\x01", "1Table": b""}, refusals.PASSWORD),
        ({"Workbook": b""}, refusals.EXCEL),
        ({"Book": b""}, refusals.EXCEL),
        ({"PowerPoint Document": b""}, refusals.SLIDES),
        ({"__nameid_version1.0": b"", "VisioDocument": b""}, refusals.OLD_OTHER),
    ],
)
def test_what_else_comes_in_a_compound_file(streams, sentence):
    assert refusal(ole(streams)) == sentence


def test_an_excel_table_inside_a_doc_does_not_make_it_one():
    streams = top_streams(ole({"1Table": b"", "WordDocument": b"\xec\xa5"}, {"Workbook": b""}))
    assert set(streams) == {"1Table", "WordDocument", "ObjectPool"}


@pytest.mark.parametrize("cut", [8, 100, 511, 600, 1100])
def test_a_cut_compound_file_is_damaged(cut):
    assert refusal(ole({"WordDocument": b""})[:cut]) == refusals.DAMAGED
