"""The rings of the architecture, as the imports really are: look down only, and say what one stands on."""

import re
from pathlib import Path

import pytest
from django.apps import apps

import zhijia
from zhijia.code_map import imported, levels, sources, svg, text

ROOT = Path(zhijia.__file__).parent
RING = {
    "kernel": 0,
    "org": 1,
    "people": 1,
    "privacy": 2,
    "plans": 2,
    "directives": 2,
    "letters": 2,
    "joining": 2,
    "twins": 2,
    "relief": 2,
    "reports": 2,
    "desk": 3,
    "house": 3,
    "gate": 3,
    "board": 3,
    "demo": 3,
}
# No Django apps: what they may import of ours. `zhijia demo` starts on the town's own day.
LIBRARIES = {
    "planreader": set(),
    "numberreader": set(),
    "sheetreader": set(),
    "papers": set(),
    "server": {"demo"},
}
OUTSIDE = {
    "settings",
    "urls",
    "wsgi",
    "cli",
    "code_map",
    "__main__",
    "__init__",
}  # they assemble, and may see all


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
    assert graph()["kernel"] <= OUTSIDE | {"sheetreader"}  # which knows cells and days, and no union


def test_the_front_is_seen_by_nobody():
    for app, others in graph().items():
        assert not {"desk", "house"} & others
        assert "demo" not in others or app == "demo"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_imports_nothing_of_the_apps_at_its_start(library):
    for path in sources(library):
        assert imported(path, at_start_only=True) & set(RING) <= LIBRARIES[library], path


@pytest.mark.parametrize("library", ["planreader", "sheetreader", "papers"])
def test_a_pure_library_knows_no_django(library):
    for path in sources(library):
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


def test_the_map_shows_every_app_with_its_moves_and_who_may_enter():
    shown = text()
    for app in RING:
        assert f"\n{app} " in shown, app
    assert "── complete ──▶ done" in shown
    assert "relief.visits" in shown
    picture = svg()
    assert all(f">{app}</text>" in picture for app in RING)
    assert levels({"a": {"b"}, "b": set(), "c": {"a"}}) == [["b"], ["a"], ["c"]]
    assert levels({"a": {"b"}, "b": {"a"}}) == [["a"], ["b"]]  # a circle is drawn too
