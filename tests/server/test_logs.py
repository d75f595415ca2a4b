"""A log says what broke and where, not whose row it was."""

import logging
import sys

from zhijia.server.logs import SharedLog, WithoutValues


def test_an_error_keeps_its_kind_and_place_but_not_its_words():
    row = {"name": "王芳"}
    try:
        int(row["name"])
    except ValueError:
        record = logging.LogRecord("zhijia", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    assert "王芳" in logging.Formatter().format(record)
    record.exc_text = None  # the formatter above left its text there for the next
    text = WithoutValues().format(record)
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "王芳" not in text


def test_two_processes_write_one_log_and_lose_nothing(tmp_path):
    pages = [SharedLog(tmp_path / "pages.log", maxBytes=100, backupCount=90) for _ in range(2)]
    for n in range(60):
        pages[n % 2 if n % 7 else 0].emit(logging.makeLogRecord({"msg": f"line {n}"}))
    kept = [line for file in tmp_path.iterdir() for line in file.read_text().splitlines()]
    assert sorted(kept) == sorted(f"line {n}" for n in range(60))
    assert all(file.stat().st_size <= 100 for file in tmp_path.iterdir())
    for one in pages:
        one.close()
