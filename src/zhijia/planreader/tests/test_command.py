import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhijia.planreader.command import main

SOURCE = Path(__file__).resolve().parents[3]
PLAN = "某厂工会2024年工作计划\n一、主要工作\n1、3月走访职工,由女工委负责。\n2、建立职工书屋。\n"


def test_json(tmp_path, capsys):
    path = tmp_path / "计划.txt"
    path.write_text(PLAN, encoding="gb18030")
    assert main([str(path), "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert list(plan) == [
        "id",
        "source",
        "kind",
        "year",
        "union_type",
        "outline",
        "tasks",
        "undated",
        "unused",
    ]
    assert plan["tasks"] == [
        {
            "title": "走访职工",
            "months": [3],
            "when": "3月",
            "recurrence": None,
            "owner": "女工委",
            "section": "一、主要工作",
        }
    ]
    assert plan["undated"][0]["title"] == "建立职工书屋"


def test_readable_outline(tmp_path, capsys):
    path = tmp_path / "计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    assert main([str(path)]) == 0
    out = capsys.readouterr().out
    assert "一 主要工作" in out
    assert "● 3 月　走访职工　[3月]　责任：女工委" in out
    assert "○ 建立职工书屋" in out


def test_bad_input_is_a_sentence_and_a_code(tmp_path, capsys):
    path = tmp_path / "空.txt"
    path.write_bytes(b"")
    assert main([str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "没有文字" in captured.err


@pytest.mark.parametrize("name", ["/dev/zero", "/", "/没有/计划.docx"])
def test_what_is_no_file_is_a_sentence_too(name, capsys):
    assert main([name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().endswith("。")


def test_nothing_heavy_is_imported():
    heavy = ("django", "lxml", "docx", "pypdfium2", "subprocess")
    code = f"import sys, zhijia.planreader; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(SOURCE)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert out.stdout.strip() == "[]"
