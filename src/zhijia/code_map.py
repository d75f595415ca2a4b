"""`zhijia map`: the program as its code is: apps with what they import, the moves of their nouns, who may enter where."""

import ast
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent
WIDE, HIGH, GAP, LANE = 132, 40, 18, 104


def sources(package: str, root: Path = ROOT) -> list[Path]:
    """The package's own files, without tests and migrations."""
    return [path for path in (root / package).rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


def imported(path: Path, *, at_start_only: bool = False) -> set[str]:
    """The parts of zhijia that this file imports, also inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_start_only else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
    return {name.split(".")[1] for name in names if name.startswith("zhijia.")}


def graph(packages: Iterable[str]) -> dict[str, set[str]]:
    """What each package really imports of the others."""
    wanted = set(packages)
    return {one: (set().union(*map(imported, sources(one)), set()) & wanted) - {one} for one in wanted}


def levels(edges: dict[str, set[str]]) -> list[list[str]]:
    """Packages from the ground up: each stands above everything it imports."""
    placed: dict[str, int] = {}
    while len(placed) < len(edges):
        free = [one for one in edges if one not in placed and edges[one] <= set(placed)]
        for one in free or sorted(
            set(edges) - set(placed)
        ):  # a circle, which test_rings refuses, still gets drawn
            placed[one] = 1 + max((placed[other] for other in edges[one] if other in placed), default=-1)
    return [
        sorted(one for one in placed if placed[one] == n) for n in range(max(placed.values(), default=-1) + 1)
    ]


def text() -> str:
    """Apps, imports, moves and roles in words."""
    from django.apps import apps

    from zhijia.kernel.ledger import ledgers
    from zhijia.kernel.ui import menu

    edges = graph(_packages())
    lines = ["# Apps and what they import"]
    for row in levels(edges):
        lines += [f"{one:<12} → {', '.join(sorted(edges[one])) or 'nothing of ours'}" for one in row]
    lines.append("\n# Moves")
    for model in apps.get_models():
        moves = getattr(model, "moves", None)
        if moves and model.__module__.startswith("zhijia."):
            lines.append(f"{model._meta.label}")
            for verb, move in moves.table.items():
                lines.append(f"    {', '.join(move.sources) or '·':<28} ── {verb} ──▶ {move.target}")
    lines.append("\n# Roles: which offices may enter where")
    for place in menu.places:
        lines.append(
            f"{place.group} / {place.label:<10} {', '.join(sorted(place.offices)) if place.offices else 'everybody'}"
        )
    lines.append("\n# Registers")
    for key, ledger in ledgers().items():
        verbs = ", ".join(verb.name for verb in (*ledger.new, *ledger.verbs)) or "read only"
        lines.append(f"{key:<18} {ledger.title}：{len(ledger.all_columns)} columns, {verbs}")
    return "\n".join(lines) + "\n"


def svg() -> str:
    """The apps as one picture: whoever stands above looks down along the lines."""
    edges = graph(_packages())
    rows = levels(edges)[::-1]
    width = max(len(row) for row in rows) * (WIDE + GAP) + GAP
    at: dict[str, tuple[float, float]] = {}
    for n, row in enumerate(rows):
        left = (width - len(row) * (WIDE + GAP) + GAP) / 2
        at |= {one: (left + i * (WIDE + GAP), GAP + n * LANE) for i, one in enumerate(row)}
    drawn = [
        f'<line x1="{at[a][0] + WIDE / 2:g}" y1="{at[a][1] + HIGH:g}" x2="{at[b][0] + WIDE / 2:g}" y2="{at[b][1]:g}"/>'
        for a in sorted(edges)
        for b in sorted(edges[a])
    ]
    boxes = [
        f'<rect x="{x:g}" y="{y:g}" width="{WIDE}" height="{HIGH}" rx="6"/>'
        f'<text x="{x + WIDE / 2:g}" y="{y + 25:g}">{escape(one)}</text>'
        for one, (x, y) in at.items()
    ]
    style = "line{stroke:#8C8A84}rect{fill:#fff;stroke:#1D4E89}text{font:15px sans-serif;text-anchor:middle;fill:#1F2328}"
    high = len(rows) * LANE - LANE + HIGH + 2 * GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high}"><style>{style}</style>'
        f'<rect width="100%" height="100%" style="fill:#F5F4F1;stroke:none"/>{"".join(drawn + boxes)}</svg>\n'
    )


def _packages() -> list[str]:
    return [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "settings"]


def main(arguments: list[str]) -> int:
    match arguments:
        case []:
            sys.stdout.write(text())
        case ["--svg", file]:
            Path(file).write_text(svg(), encoding="utf-8")
        case _:
            sys.stderr.write("用法：zhijia map [--svg 文件.svg]\n")
            return 2
    return 0
