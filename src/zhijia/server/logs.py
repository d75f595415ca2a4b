"""Logs that carry no personal data, and the line behind a repair number."""

import copy
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

ENTRY = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,"
)  # how the lines of an entry begin; a traceback's do not


class SharedLog(RotatingFileHandler):
    """A log of several processes: who finds that another has begun a new file goes on in that one."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        path = Path(self.baseFilename)
        if self.stream and not (
            path.exists() and os.path.samestat(path.stat(), os.fstat(self.stream.fileno()))
        ):
            self.stream.close()
            self.stream = self._open()
        return bool(super().shouldRollover(record))


class WithoutValues(logging.Formatter):
    """Of an error its kind and its place, never its message: a message may quote a name or a whole row.

    Of a request its repair number, method and the route as it is declared, never the address that was asked for:
    an address may hold a name, an id, or what somebody searched for.
    """

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is not None:
            record = copy.copy(record)
            record.msg, record.args, record.exc_text = _answered(record, request), (), None
        return super().format(record)

    def formatException(self, ei: Any) -> str:
        kind, _error, place = ei
        return "".join(traceback.format_tb(place)) + f"{kind.__module__}.{kind.__qualname__}"


def _answered(record: logging.LogRecord, request: Any) -> str:
    words = [getattr(request, "repair_number", "-"), str(getattr(record, "status_code", "-")), request.method]
    words.append(_route(request))
    if record.name == "django.security.csrf" and record.args:
        # Which of Django's checks it was.
        words.append(str(record.args[0]))  # type: ignore[index]
    elif not record.name.startswith("django"):
        words.append(record.getMessage())
    return " ".join(words)


def _route(request: Any) -> str:
    from django.urls import Resolver404, resolve

    try:
        return "/" + (request.resolver_match or resolve(request.path_info)).route
    except Resolver404:
        return "(no such address)"


# --- zhijia log ------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> None:
    from zhijia.server import folders, running

    parser = running.Parser(
        prog="zhijia log", description="找出报修号的日志", epilog="例如：zhijia log E-1127-2205-3FA9"
    )
    parser.add_argument("number", help="错误页上的报修号")
    parser.add_argument("--data", type=Path, default=folders.office_folder(), help="数据文件夹")
    options = parser.parse_args(arguments)
    found = list(entries(options.data.expanduser().resolve() / "log", options.number.strip().upper()))
    if not found:
        sys.exit(
            f"日志里没有 {options.number}。旧日志满了会删掉最早的；数据在别处的话，请用 --data 指明文件夹。"
        )
    print("\n".join(found))


def entries(folder: Path, number: str) -> Iterator[str]:
    """The entries that carry this number, oldest file first, each with its traceback."""
    for path in sorted(folder.glob("*.log*"), key=lambda path: path.stat().st_mtime):
        entry: list[str] = []
        with open(path, encoding="utf-8", errors="replace") as file:
            for text in file:
                if ENTRY.match(text):
                    if entry and number in entry[0].split():
                        yield "".join(entry).rstrip()
                    entry = []
                entry.append(text)
        if entry and number in entry[0].split():
            yield "".join(entry).rstrip()
