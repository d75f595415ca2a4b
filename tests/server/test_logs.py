"""A log says what broke and where, not whose row it was."""

import logging
import sys

from zhijia.server.logs import WithoutValues


def test_an_error_keeps_its_kind_and_place_but_not_its_words():
    try:
        raise ValueError("身份证号 110101199003070000")
    except ValueError:
        record = logging.LogRecord("zhijia", logging.ERROR, __file__, 1, "failed", None, sys.exc_info())
    text = WithoutValues().format(record)
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "1101" not in text
