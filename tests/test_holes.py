"""Ways around scope: raw SQL and `_base_manager`. Each use stands here with its reason; the list may only shrink."""

import re
from collections import Counter
from pathlib import Path

import zhijia

ROOT = Path(zhijia.__file__).parent
HOLE = re.compile(
    r"\.cursor\(\)|_base_manager|\.raw\(|RawSQL|\.extra\(|connection\.execute\(|psycopg\.connect"
)

HOLES = {
    ("kernel/actions/action.py", ".cursor()"): (2, "the setting that the commit guard reads"),
    ("kernel/imports/applying.py", ".cursor()"): (
        5,
        "the lock of one import at a time; an undo puts back, by the trail, what one's own import wrote",
    ),
    ("kernel/actions/sets.py", ".cursor()"): (3, "writes and changes many rows at once, inside an action"),
    ("kernel/ledger/look.py", ".cursor()"): (1, "lets the counts of one page use both processors"),
    ("people/tally.py", ".cursor()"): (1, "counts the roll-up of members anew, a derived table, each night"),
    ("kernel/scope/middleware.py", ".cursor()"): (1, "makes the page's transaction read-only"),
    ("kernel/scope/row_security.py", ".cursor()"): (
        1,
        "tells the database who is looking, before restricted tables",
    ),
    ("kernel/secrets/fields.py", ".cursor()"): (
        1,
        "draws the next id of a row whose sealed values are bound to it",
    ),
    ("kernel/testing/guards.py", ".cursor()"): (1, "reads the catalogue of triggers; for tests"),
    ("org/tree.py", ".cursor()"): (1, "rebuilds the closure, a derived table, in one recursive statement"),
    ("org/tree.py", "RawSQL"): (
        7,
        "ids of unions above, below and around, from the closure: what scope itself is made of",
    ),
    ("org/tree.py", "_base_manager"): (1, "ids of covered employers: the question that their own scope asks"),
    ("plans/forms/summaries.py", "_base_manager"): (
        1,
        "an empty set for a form that is filled at request time",
    ),
    ("house/actions.py", ".cursor()"): (1, "the lock that lets one of two first runs win"),
    ("house/health.py", ".cursor()"): (1, "asks the server for its version and the size of the database"),
    # What keeps the whole database signs in as its owner and knows no Django.
    ("server/backup.py", "psycopg.connect"): (1, "dumps and counts all rows in one snapshot"),
    ("server/backup.py", "connection.execute("): (3, "as above: the owner, for the whole database"),
    ("server/restore.py", "psycopg.connect"): (4, "brings all rows back, and tries it in a scratch database"),
    ("server/restore.py", "connection.execute("): (3, "as above: the owner, for the whole database"),
    ("server/seals.py", "psycopg.connect"): (2, "reads the whole trail to seal it"),
    ("server/seals.py", "connection.execute("): (2, "as above: the owner, for the whole database"),
    ("server/serve.py", "psycopg.connect"): (1, "asks whether anybody has an account yet"),
    ("server/serve.py", "connection.execute("): (1, "as above: the owner, for the whole database"),
    ("server/roles.py", ".cursor()"): (2, "migrates in one transaction and grants, as the owner"),
}


def found() -> Counter:
    uses: Counter = Counter()
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT)
        if {"tests", "migrations"} & set(place.parts) or place.parts[0] == "planreader":
            continue
        for use in HOLE.findall(path.read_text(encoding="utf-8")):
            uses[place.as_posix(), use] += 1
    return uses


def test_nobody_goes_around_scope_but_those_on_the_list():
    new = {use: n for use, n in found().items() if n > HOLES.get(use, (0, ""))[0]}
    assert not new, f"New ways around scope: {new}. Ask through `objects`, or explain here why not."


def test_what_has_gone_leaves_the_list():
    gone = {use: n for use, (n, _) in HOLES.items() if found()[use] < n}
    assert not gone, f"Fewer uses than listed: take {gone} off the list."


def test_every_hole_has_its_reason():
    assert all(len(reason) > 20 for _, reason in HOLES.values())
