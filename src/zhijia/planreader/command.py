"""`zhijia plan read FILE [--json]`: what the reader makes of one document."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .export import to_json
from .model import Plan, Unreadable
from .reader import read_file


def main(argv: list[str]) -> int:
    """Read one file and print it; 0 when it could be read, 2 with a sentence on stderr when not."""
    parser = argparse.ArgumentParser(
        prog="zhijia plan read", description="读一份工会计划，列出标题、任务和措施。"
    )
    parser.add_argument("file", type=Path, help="计划文件（.docx .doc .wps .rtf .odt .pdf .txt）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    args = parser.parse_args(argv)
    try:
        plan = read_file(args.file)
    except Unreadable as problem:
        print(problem, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(to_json(plan, args.file.stem, args.file.name), ensure_ascii=False, indent=2))
        for warning in plan.warnings:
            print(warning, file=sys.stderr)
    else:
        print(as_outline(plan))
    return 0


def as_outline(plan: Plan) -> str:
    """The plan as a text to look through: headings indented, tasks and measures under them."""
    year = "年份不明" if plan.year is None else f"{plan.year} 年"
    out = [f"{plan.title or '（无标题）'}　[{plan.kind} · {year} · {plan.union_type} · {plan.period}]"]
    entries: list[tuple[int, int, str]] = [
        (h.start, 0, "  " * h.level + f"{h.number} {h.title}".strip()) for h in plan.outline
    ]
    for task in plan.tasks:
        when = task.when + (f"（{task.recurrence}）" if task.recurrence else "")
        months = "、".join(map(str, task.months)) or "-"
        owner = f"　责任：{task.owner}" if task.owner else ""
        entries.append((task.start, 1, f"      ● {months} 月　{task.title}　[{when}]{owner}"))
    for measure in plan.undated:
        entries.append((measure.start, 2, f"      ○ {measure.title}"))
    out += [words for _, _, words in sorted(entries, key=lambda entry: entry[:2])]
    out += [f"提醒：{warning}" for warning in plan.warnings]
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
