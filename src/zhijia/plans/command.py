"""`zhijia summary draft --union CODE --period 2026H1 --out FILE.docx`: a first draft without opening a page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str]) -> int:
    """Write the draft and say where it lies; 2 with a sentence on stderr when the question cannot be answered."""
    parser = argparse.ArgumentParser(
        prog="zhijia summary draft", description="按台账起草一份总结，存成 Word。"
    )
    parser.add_argument("--union", required=True, help="工会代码，如 QXZ")
    parser.add_argument(
        "--period", required=True, help="期间，如 2026H1、2026、2026-03、2026-01-01..2026-11-20"
    )
    parser.add_argument("--out", required=True, type=Path, help="写到哪个文件，以 .docx 结尾")
    values = parser.parse_args(argv)
    try:
        numbers = _write(values.union, values.period, values.out)
    except (ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"已写好 {values.out}，正文里有 {numbers} 个从台账取的数。")
    return 0


def _write(code: str, period_code: str, out: Path) -> int:
    from zhijia import papers
    from zhijia.kernel.figures import Period
    from zhijia.kernel.scope import system
    from zhijia.org.models import Union
    from zhijia.plans import sheet

    if out.suffix != ".docx":
        raise ValueError("--out 要以 .docx 结尾，例如 总结.docx。")
    period = Period.parse(period_code)
    with system("命令行起草总结"):
        union = Union.objects.filter(code=code).first()
        if union is None:
            raise ValueError(f"没有代码为“{code}”的工会。代码在“工会组织—工会”的列表里。")
        unsaved = sheet.Unsaved(union, period)
        out.write_bytes(papers.to_docx(sheet.to_paper(unsaved)))
        return len(unsaved.used)
