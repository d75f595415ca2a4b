"""python -m benchmarks [NAME] [--json]: prints each figure as it is measured; fails if one misses its goal."""

import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

import benchmarks
from benchmarks import Figure

TOGETHER = {  # every goal of the registers of unions and members, one after the other
    "members": ("import_members", "dashboard", "member_list", "against_admin"),
}


def main(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    asked = [name for name in arguments if name != "--json"] or all_names()
    names = [name for one in asked for name in TOGETHER.get(one, (one,))]
    if unknown := set(names) - set(all_names()):
        sys.exit(
            f"没有名为 {'、'.join(sorted(unknown))} 的测速。现有：{'、'.join([*all_names(), *TOGETHER])}"
        )
    missed = 0
    for name in names:
        for figure in measured(name):
            missed += not figure.holds
            print(as_line(figure) if as_json else as_row(figure), flush=True)
    return 1 if missed else 0


def all_names() -> list[str]:
    return [
        module.name
        for module in pkgutil.iter_modules(benchmarks.__path__)
        if not module.ispkg and not module.name.startswith("_")  # the soak is a command of its own
    ]


def measured(name: str) -> Iterator[Figure]:
    yield from import_module(f"benchmarks.{name}").figures()


def as_line(figure: Figure) -> str:
    row = {
        "figure": figure.figure,
        "value": round(figure.value, 4),
        "unit": figure.unit,
        "goal": figure.goal,
        "holds": figure.holds,
    }
    return json.dumps(row, ensure_ascii=False)


def as_row(figure: Figure) -> str:
    bound = "≥" if figure.more_is_better else "≤"
    verdict = "holds" if figure.holds else "MISSED"
    return f"{figure.figure:<56}{figure.value:>10.4g} {figure.unit:<8}{bound} {figure.goal:<8g}{verdict}"


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
