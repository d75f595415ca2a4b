"""A log says what broke and where, not whose row it was."""

import logging
import sys

from zhijia.server.logs import WithoutValues


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
