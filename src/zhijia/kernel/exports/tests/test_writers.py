"""A workbook, written here or, of many rows, by another process: what it holds, and what is heard when it fails."""

import datetime as dt
import pickle
import subprocess
import sys
from decimal import Decimal
from types import SimpleNamespace

import pytest
from python_calamine import load_workbook

from zhijia.kernel.exports import book
from zhijia.kernel.exports.writers import AT_ONCE, WRITERS

ROW = {"name": "=1+1", "born": dt.date(1980, 2, 3), "yuan": Decimal("12.50"), "count": 3, "blank": None}


def columns(row=ROW):
    return [SimpleNamespace(label=name, css="num", value=lambda one, name=name: one[name]) for name in row]


@pytest.mark.parametrize("many", [1, AT_ONCE - 1, AT_ONCE, 2 * AT_ONCE + 1])
def test_every_row_arrives_in_its_order_and_a_formula_stays_text(tmp_path, many):
    file = tmp_path / "a.xlsx"
    WRITERS["xlsx"](file, columns(), iter({**ROW, "count": n} for n in range(many)))
    head, *rows = load_workbook(str(file)).get_sheet_by_index(0).to_python()
    assert head == [*ROW]
    assert [row[3] for row in rows] == [*range(many)]
    assert rows[-1] == ["=1+1", dt.date(1980, 2, 3), 12.5, many - 1, ""]


@pytest.mark.parametrize("many", [1, 10 * AT_ONCE])
def test_what_stops_it_is_raised_here(tmp_path, many):
    with pytest.raises(FileNotFoundError):
        WRITERS["xlsx"](tmp_path / "nowhere" / "a.xlsx", columns(), iter([ROW] * many))


@pytest.mark.parametrize("good", [1, AT_ONCE + 1])
def test_a_row_that_cannot_be_read_leaves_no_file(tmp_path, good):
    def rows():
        yield from [ROW] * good
        raise RuntimeError("读不出来")

    with pytest.raises(RuntimeError, match="读不出来"):
        WRITERS["xlsx"](tmp_path / "a.xlsx", columns(), rows())
    assert not (tmp_path / "a.xlsx").exists()


def test_a_sender_that_died_leaves_no_file(tmp_path):
    file = tmp_path / "a.xlsx"
    sent = pickle.dumps([("甲", "", False)]) + pickle.dumps([["乙"]])
    done = subprocess.run([sys.executable, "-I", book.__file__, file], input=sent, capture_output=True)
    assert done.returncode
    assert not file.exists()
