"""`zhijia import`: the answer as JSON, the sentences, the codes it ends with."""

import json

import pytest

from zhijia.kernel.imports.command import main
from zhijia.org.models import Employer
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(tmp_path, town):
    """One new employer, one without a union."""
    path = tmp_path / "企业.xlsx"
    rows = [
        ["单位名称", "性质", "备注", "所在工会"],
        ["宏达厂", "企业", "x", town.works.name],
        ["远山厂", "企业", "", "没有"],
    ]
    path.write_bytes(xlsx(("企业", rows)))
    return path


def test_json_names_columns_totals_and_every_row(book, capsys):
    assert main(["employers", str(book), "--as", "town", "--check", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["columns"] == {"单位名称": "name", "性质": "nature", "备注": None, "所在工会": "union"}
    assert answer["totals"] == {"rows": 2, "new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert answer["rows"][0] == {"sheet": "企业", "row": 2, "verdict": "new", "problems": []}
    refused = answer["rows"][1]
    assert (refused["row"], refused["verdict"]) == (3, "error")
    assert refused["problems"][0] | {"message": ""} == {
        "cell": "D3",
        "level": "error",
        "message": "",
        "fix": "",
    }
    assert not Employer._base_manager.filter(name="宏达厂").exists()


def test_what_is_good_is_written_once(book, capsys):
    assert main(["employers", str(book), "--as", "town"]) == 1
    assert "新增 1，更新 0，不变 0，不能导入 1" in capsys.readouterr().out
    assert main(["employers", str(book), "--as", "town"]) == 1
    assert "新增 0，更新 0，不变 1，不能导入 1" in capsys.readouterr().out
    assert Employer._base_manager.filter(name="宏达厂").count() == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["employers", "没有.xlsx", "--as", "town"], "打不开文件"),
        (["employers", "{book}", "--as", "nobody"], "没有登录名"),
        (["employers", "{book}", "--as", "auditor"], "由主席、副主席和工会干事办"),
        (["employers", "{text}", "--as", "town"], "没有找到表头"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, said, book, tmp_path, capsys):
    text = tmp_path / "说明.csv"
    text.write_text("请各工会认真填写。", encoding="utf-8")
    assert main([one.format(book=book, text=text) for one in arguments]) == 2
    assert said in capsys.readouterr().err


def test_the_answer_is_what_was_agreed_word_for_word(tmp_path, town, capsys):
    """Every data row is listed by the sheet's own number, titles and totals are none, and the four counts add up."""
    path = tmp_path / "工会.xlsx"
    head = ["单位名称", "性质", "职工人数", "所在工会"]
    rows = [["企业名册"], [], head, ["宏达厂", "企业", "３０", town.works.name], ["宏达厂", "企业", 30, town.works.name],
            ["远山厂", "工场", 5, town.works.name], ["合计", None, 65, None]]  # fmt: skip
    path.write_bytes(xlsx(("一", rows), ("二", [head, ["明月厂", "企业", 1, town.works.name]])))
    main(["employers", str(path), "--as", "town", "--json"])
    main(["employers", str(path), "--as", "town", "--check", "--json"])
    first, second = [json.loads(one) for one in capsys.readouterr().out.replace("}\n{", "}\n\0{").split("\0")]
    assert set(first) == {"columns", "totals", "rows"}
    for answer, verdicts in (
        (first, ["new", "error", "error", "new"]),
        (second, ["unchanged", "error", "error", "unchanged"]),
    ):
        assert [(one["sheet"], one["row"], one["verdict"]) for one in answer["rows"]] == [
            ("一", 4, verdicts[0]), ("一", 5, verdicts[1]), ("一", 6, verdicts[2]), ("二", 2, verdicts[3]),
        ]  # fmt: skip
        totals = answer["totals"]
        assert list(totals) == ["rows", "new", "changed", "unchanged", "refused"]
        assert totals["rows"] == sum(totals.values()) - totals["rows"] == 4
        assert totals["refused"] == verdicts.count("error")
        for row in answer["rows"]:
            assert set(row) == {"sheet", "row", "verdict", "problems"}
            assert all(set(one) == {"cell", "level", "message", "fix"} for one in row["problems"])
            assert {one["level"] for one in row["problems"]} <= {"warning", "error"}
            assert (row["verdict"] == "error") == any(one["level"] == "error" for one in row["problems"])
    fixed = first["rows"][0]["problems"]
    assert [(one["cell"], one["level"], one["fix"]) for one in fixed] == [("C4", "warning", "30")]
