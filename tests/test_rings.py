"""The rings of the architecture, as the imports really are: look down only, and say what one stands on."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

import zhijia

ROOT = Path(zhijia.__file__).parent
RING = {
    "kernel": 0,
    "org": 1,
    "people": 1,
    "plans": 2,
    "directives": 2,
    "letters": 2,
    "relief": 2,
    "reports": 2,
    "desk": 3,
    "house": 3,
    "demo": 3,
}
# No Django apps: what they may import of ours. `zhijia demo` starts on the town's own day.
LIBRARIES = {"planreader": set(), "numberreader": set(), "server": {"demo"}}
OUTSIDE = {"settings", "urls", "wsgi", "cli", "__main__", "__init__"}  # they assemble, and may see all


def sources(package: str) -> list[Path]:
    return [path for path in (ROOT / package).rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]


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


def graph() -> dict[str, set[str]]:
    return {app: set().union(*map(imported, sources(app)), set()) - {app} for app in RING}


def own_apps():
    return {config.label: config for config in apps.get_app_configs() if config.name.startswith("zhijia.")}


def test_every_package_has_a_ring():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE
    assert packages == {*RING, *LIBRARIES}


@pytest.mark.parametrize("app", RING)
def test_an_app_imports_only_what_it_requires(app):
    declared = set(own_apps()[app].requires)
    undeclared = graph()[app] - declared - OUTSIDE
    assert not undeclared, f"{app} imports {undeclared}: declare it in apps.py, or ask the other way round."


@pytest.mark.parametrize("app", RING)
def test_an_app_looks_down_only(app):
    upward = {other for other in own_apps()[app].requires if RING.get(other, 0) > RING[app]}
    assert not upward


def test_nothing_goes_in_a_circle():
    """By what the apps declare; where two of one ring need each other, a registered answer or an event does it."""
    requires = {label: set(config.requires) & set(RING) for label, config in own_apps().items()}
    order = []
    while requires:
        free = [label for label, needs in requires.items() if needs <= set(order)]
        assert free, f"A circle among {sorted(requires)}."
        order += free
        requires = {label: needs for label, needs in requires.items() if label not in free}
    assert order[0] == "kernel"


def test_the_kernel_names_no_domain():
    assert graph()["kernel"] <= OUTSIDE


def test_the_front_is_seen_by_nobody():
    for app, others in graph().items():
        assert not {"desk", "house"} & others
        assert "demo" not in others or app == "demo"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_imports_nothing_of_the_apps_at_its_start(library):
    for path in sources(library):
        assert imported(path, at_start_only=True) & set(RING) <= LIBRARIES[library], path


def test_the_plan_reader_knows_no_django():
    for path in sources("planreader"):
        assert not re.search(r"^\s*(from|import) django", path.read_text(encoding="utf-8"), re.MULTILINE), (
            path
        )


@pytest.mark.parametrize("app", RING)
def test_foreign_keys_across_apps_leave_no_trace_on_the_other_side(app):
    """`related_name="+"`: the owner of the rows offers a query instead."""
    for model in own_apps()[app].get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and target and isinstance(target, type) and target._meta.app_label != app:
                assert field.remote_field.hidden, f"{model.__name__}.{field.name}"
