"""python -m benchmarks.soak [PART…] [--minutes N] [--users N] [--town large] [--at ADDRESS] [--points N] [--json]"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import Figure
from benchmarks.__main__ import as_line, as_row
from benchmarks.soak import disk, load, matrix, network
from benchmarks.soak.installation import in_folder
from benchmarks.soak.matrix import ACTS
from zhijia.server import demo


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py soak", description="演练：断电、断网、磁盘满、五十人同时用")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"只做其中几项：{' '.join([*ACTS, *PARTS])}；不写就全做"
    )
    parser.add_argument("--minutes", type=float, default=5, help="五十人用几分钟，默认 5")
    parser.add_argument("--users", type=int, default=50, help="几个人，默认 50")
    parser.add_argument("--points", type=int, default=20, help="每件事在几个时刻断，默认 20")
    parser.add_argument(
        "--at", default="", help="已经在运行的试用镇的地址，例如 http://127.0.0.1:8000；不写就自己建"
    )
    parser.add_argument(
        "--town", type=demo.a_town, default="small", help="五十人用哪个镇：small（默认）或 large"
    )
    parser.add_argument("--json", action="store_true", help="每个数一行 JSON")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - {*ACTS, *PARTS}:
        parser.error(f"没有这几项：{' '.join(sorted(unknown))}。有的是：{' '.join([*ACTS, *PARTS])}")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="zhijia-soak-") as folder:
        for figure in figures(in_folder(Path(folder)), options):
            missed += not figure.holds
            print(as_line(figure) if options.json else as_row(figure), flush=True)
            print(f"    load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    return 1 if missed else 0


def figures(folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    parts = options.parts or [*ACTS, *PARTS]
    if acts := [act for act in ACTS if act in parts]:
        (folder / "kill").mkdir()
        yield from matrix.figures(folder / "kill", points=options.points, acts=acts)
    for part in PARTS:
        if part in parts:
            (folder / part).mkdir()
            yield from PARTS[part](folder / part, options)


PARTS: dict[str, Callable[[Path, argparse.Namespace], Iterator[Figure]]] = {
    "disk": lambda folder, _: disk.figures(folder),
    "network": lambda folder, options: network.figures(folder, points=options.points),
    "people": lambda folder, options: load.figures(
        folder, minutes=options.minutes, users=options.users, at=options.at, town=options.town
    ),
}


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
