"""Builds the demo town in a process of its own: python -m zhijia.server.build_town DONE_FILE."""

import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django

from zhijia.server.demo import report
from zhijia.server.folders import write_private


def main(done: Path) -> None:
    django.setup()
    name = os.environ.get("ZHIJIA_TOWN", "zhijia.demo.town")  # tests build a smaller one
    if not find_spec(name):
        report("示范数据还没有写好，先跳过。")
        write_private(done, json.dumps({"logins": [], "password": ""}))
        return
    town = import_module(name)
    town.build(report=report)
    write_private(done, json.dumps({"logins": town.LOGINS, "password": town.PASSWORD}, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
