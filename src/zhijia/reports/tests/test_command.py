"""`zhijia summary check`: what it prints, and the sentence where it cannot."""

import json
import subprocess
import sys

import pytest

from zhijia.reports import command

pytestmark = pytest.mark.django_db
FIELDS = {"start", "end", "text", "value", "unit", "verdict", "why", "figure", "ours"}


@pytest.fixture
def summary(tmp_path):
    def of(text, name="总结.txt", encoding="utf-8"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return str(file)

    return of


def run(*arguments):
    return command.main([*arguments, "--union", "QXZ", "--period", "2026"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_numbers_with_offsets_of_the_plain_text(summary, capsys, encoding):
    text = "工作总结\r\n上半年走访　３户，\r\n入会率达120%，发放慰问金3.5万元。\r\n"
    assert run(summary(text, encoding=encoding), "--json") == 0
    rows = json.loads(capsys.readouterr().out)["numbers"]
    plain = text.replace("\r\n", "\n")
    assert all(set(row) == FIELDS for row in rows)
    assert [plain[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    rate, money = rows[-2:]
    assert (rate["value"], rate["unit"], rate["verdict"]) == ("120", "%", "impossible")
    assert (money["value"], money["unit"]) == ("3.5", "万元")


def test_without_json_a_table_to_read(summary, capsys):
    assert run(summary("现有会员3人，入会率120%，骑手12人。")) == 0
    said = capsys.readouterr().out
    assert said.startswith("共 3 个数：不符 1，不可能 1，相符 0，台账里没有 1")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (["--union", "NIX"], "没有代码为"),
        (["--period", "2026H9"], "看不懂期间"),
        (["--period", "2031"], "还没有开始"),
    ],
)
def test_a_wrong_question_gets_a_sentence(summary, capsys, change, words):
    arguments = {"--union": "QXZ", "--period": "2026"} | {change[0]: change[1]}
    flat = [word for pair in arguments.items() for word in pair]
    assert command.main([summary("会员3人。"), *flat]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04xx"])
def test_a_file_that_is_no_summary_gets_a_sentence(summary, capsys, data):
    assert run(summary(data)) == 2
    assert capsys.readouterr().err.strip().endswith("。")


def test_a_file_that_is_not_there_gets_a_sentence(capsys):
    assert run("没有这个.docx", "--json") == 2
    assert "没有这个.docx" in capsys.readouterr().err


def test_starting_loads_nothing_that_only_papers_and_backups_need():
    slow = {"docx", "docxtpl", "jinja2", "openpyxl", "psutil", "tarfile"}
    code = f"import sys, django; django.setup(); print(*sorted({slow} & {{*sys.modules}}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []
