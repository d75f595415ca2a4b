"""The papers the unions sent: drafted, issued and one withdrawn, through the verbs, on the days they bear."""

import tomllib
from datetime import time, timedelta
from typing import Any

from zhijia.demo import cast
from zhijia.demo.days import living_on
from zhijia.demo.ground import Ground
from zhijia.demo.telling import FOLDER
from zhijia.kernel.scope import Seat, scope
from zhijia.letters import actions as verbs
from zhijia.letters import queries, starts
from zhijia.letters.kinds import BY_CODE
from zhijia.letters.models import HouseStyle, Letter
from zhijia.plans.models import Plan


def send(ground: Ground, plans: dict[str, Plan], *, small: bool = False) -> None:
    """Write and issue the papers of `story/letters.toml`; in the small town those of the town's union alone."""
    told = tomllib.loads((FOLDER / "letters.toml").read_text(encoding="utf-8"))["letter"]
    officer = ground.seat(cast.TOWN, "officer")
    with living_on(told[0]["on"] - timedelta(2)):
        verbs.settle(HouseStyle(), by=officer, prefix="青总工", issuer=ground.unions[cast.TOWN].name)
    for one in told:
        if one["union"] == cast.TOWN or not small:
            _send(one, ground, plans)


def _send(told: dict[str, Any], ground: Ground, plans: dict[str, Plan]) -> None:
    union = ground.unions[told["union"]]
    officer, chair = ground.seat(union.code, "officer"), ground.seat(union.code, "chair")
    on = told.get("on")
    written = told.get("written") or on - timedelta(1)
    with living_on(written, time(15, 20)), scope(officer):
        row = verbs.write(_letter(told, ground, plans, officer), by=officer)
    if on is None:
        return
    with living_on(on, time(9, 30)):
        row = verbs.issue(row, by=chair, on=on)
    if reason := told.get("withdrawn"):
        with living_on(on + timedelta(3), time(16, 5)):
            verbs.withdraw(row, by=chair, reason=reason)


def _letter(told: dict[str, Any], ground: Ground, plans: dict[str, Plan], by: Seat) -> Letter:
    kind, union = BY_CODE[told["kind"]], ground.unions[told["union"]]
    values: dict[str, Any] = {"closing": kind.closing, "red_head": kind.red_head}
    if kind.direction == "up":
        values |= {"addressee": queries.parent_of(union), "signer": queries.chair_of(union)}
    if plan := plans.get(told.get("plan", "")):
        values |= starts.of_plan(kind, union, plan.pk)
    own = (
        "title",
        "addressee",
        "answers_title",
        "answers_number",
        "body",
        "attended",
        "attachments",
        "contact",
        "copies",
    )
    return Letter(kind=kind.code, **{**values, **{name: told[name] for name in own if name in told}})
