"""`zhijia import KIND FILE --as LOGIN [--check] [--json]`: a workbook into a register, with the rights of that log-in.

Ends with 0 where every row was taken in (with `--check`: could be), 1 where rows were refused (the others are taken in
all the same), 2 where nothing could be done: an unknown kind or log-in, no right, a file that is no table.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import transaction

from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.imports import applying, checking, importers
from zhijia.kernel.imports.actions import check, confirm, take_in
from zhijia.kernel.imports.models import Batch, ColumnMemory
from zhijia.kernel.scope import Seat, scope, seats_of
from zhijia.sheetreader import Unreadable, read

MOST = 50  # problems that are printed; --json and the page tell all


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="zhijia import", description="把 Excel 或 CSV 导入台账。有问题的行不导入，其余照常。",
        epilog="结束码：0 全部导入（--check 时：都能导入）；1 有的行不能导入；2 没有办成，原因写在错误输出里。",
    )  # fmt: skip
    parser.add_argument("kind", choices=[*importers()], metavar="KIND", help="、".join(importers()))
    parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx、.xls 或 .csv 文件")
    parser.add_argument("--as", dest="login", required=True, metavar="LOGIN", help="以谁的身份导入：登录名")
    parser.add_argument("--check", action="store_true", help="只检查，不写入")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")
    values = parser.parse_args(argv)
    try:
        plan = brought(values.kind, values.file, seat_of(values.login), only_check=values.check)
    except (Refused, Unreadable) as refused:
        print(refused.sentence, file=sys.stderr)
        return 2
    except OSError:
        print(f"打不开文件“{values.file}”。请核对路径和名字。", file=sys.stderr)
        return 2
    print(json.dumps(checking.as_json(plan), ensure_ascii=False, indent=1) if values.json else told(plan))
    return 1 if checking.totals(plan.lines)["refused"] else 0


def seat_of(login: str) -> Seat:
    """The widest seat of this log-in, as sign-in would find it."""
    account = get_user_model()._default_manager.filter(login=login, is_active=True).first()
    seats = seats_of(account) if account else []
    if not seats:
        raise NotAllowed(f"没有登录名“{login}”，或者它现在没有职务。")
    return seats[0]


def brought(kind: str, file: Path, by: Seat, *, only_check: bool) -> checking.Plan:
    """Check the file, and write it unless told otherwise, in one transaction."""
    importer = importers()[kind]
    importer.admit(by)
    data = file.read_bytes()
    sheets = read(data)
    with scope(by), transaction.atomic():
        applying.alone(kind)
        plan = checking.plan(importer, sheets, ColumnMemory.of(by.union_id, kind))
        checking.judge(importer, plan.lines, by)
        if not only_check and any(line.verdict in ("new", "changed") for line in plan.lines):
            batch = take_in(Batch(kind=kind, name=file.name), by=by, data=data, ready=plan)
            batch = check(batch, by=by, ready=plan)
            confirm(batch, by=by, ready=plan)
    return plan


def told(plan: checking.Plan) -> str:
    totals = checking.totals(plan.lines)
    counts = f"新增 {totals['new']}，更新 {totals['changed']}，不变 {totals['unchanged']}，不能导入 {totals['refused']}"
    lines = [f"共 {totals['rows']} 行：{counts}"]
    problems = [(line, one) for line in plan.lines for one in line.problems if one.level == "error"]
    lines += [
        f"{line.sheet} {line.cell(one.code)}　{one.what}：{one.message}" for line, one in problems[:MOST]
    ]
    if len(problems) > MOST:
        lines.append(f"……另有 {len(problems) - MOST} 处，加 --json 看全部。")
    return "\n".join(lines)
