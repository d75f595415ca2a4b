"""`zhijia summary check FILE --union CODE --period 2026H1 [--json]`: a hand-written summary against the registers.

Offsets count characters of the plain text with every line end as one sign (\\r\\n counts once). Of a .txt file
that is the text as it was decoded, without a byte order mark; of a Word or PDF file its paragraphs and table
rows, one a line.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIELDS = ("start", "end", "text", "value", "unit", "verdict", "why", "figure", "ours")


def main(argv: Sequence[str]) -> int:
    """Print the verdicts; 2 with a sentence on stderr when file, union or period will not do."""
    parser = argparse.ArgumentParser(
        prog="zhijia summary check", description="把手写的总结逐个数和台账核对。"
    )
    parser.add_argument("file", type=Path, help="总结文件：.docx、.pdf、.doc 或 .txt")
    parser.add_argument("--union", required=True, help="工会代码，如 QXZ")
    parser.add_argument("--period", required=True, help="期间，如 2026H1、2026、2026-03")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    values = parser.parse_args(argv)
    from zhijia.planreader import Unreadable

    try:
        rows = _checked(values.file, values.union, values.period)
    except (ValueError, OSError, Unreadable) as problem:
        print(_sentence(problem), file=sys.stderr)
        return 2
    print(json.dumps({"numbers": rows}, ensure_ascii=False, indent=1) if values.json else _table(rows))
    return 0


def _sentence(problem: Exception) -> str:
    if isinstance(problem, OSError):
        return f"打不开文件“{problem.filename}”。请核对路径和名字。"
    return str(problem)


def _checked(file: Path, code: str, period_code: str) -> list[dict[str, Any]]:
    from zhijia.kernel import clock
    from zhijia.kernel.figures import Period
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union
    from zhijia.reports import checking, reading

    period = Period.parse(period_code)
    if not period.begun(clock.today()):
        raise ValueError(f"{period.label}还没有开始，没有可核对的台账。")
    text = reading.text_of(file.read_bytes())
    with system("命令行核对总结"):
        union = Union.objects.filter(code=code).first()
        if union is None:
            raise ValueError(f"没有代码为“{code}”的工会。代码在“工会组织—工会”的列表里。")
        found = checking.check(text, union, period).findings
    return [{name: row[name] for name in FIELDS} for row in (one.as_row() for one in found)]


def _table(rows: list[dict[str, Any]]) -> str:
    from zhijia.reports.checking import WORDS

    counts = "，".join(f"{word} {sum(row['verdict'] == one for row in rows)}" for one, word in WORDS.items())
    lines = [f"共 {len(rows)} 个数：{counts}"]
    for verdict, word in WORDS.items():
        lines += [
            f"{word}　{row['text']}（第 {row['start']} 字）　{row['why']}"
            for row in rows
            if row["verdict"] == verdict
        ]
    return "\n".join(lines)
