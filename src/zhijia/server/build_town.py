"""Builds the demo town in a process of its own: python -m zhijia.server.build_town DONE_FILE."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django

from zhijia.server.folders import write_private
from zhijia.server.running import report


def main(done: Path) -> None:
    django.setup()
    name = os.environ.get("ZHIJIA_TOWN", "zhijia.demo.town")  # tests build a smaller one
    town = import_module(name)
    town.build(report=report)
    built = {"town": name, "logins": town.LOGINS, "password": town.PASSWORD}
    write_private(done, json.dumps(built, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
