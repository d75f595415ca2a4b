"""Builds 青溪镇 through the verbs: `build(report)` the whole town, `build(report, small=True)` one for tests."""

from collections.abc import Callable
from datetime import time

from django.db import transaction

from zhijia.demo import (
    aims,
    cast,
    desks,
    directives,
    joining,
    lean,
    letters,
    roll,
    shape,
    story,
    twins,
    visits,
)
from zhijia.demo.days import living_on
from zhijia.demo.dice import SEED, TODAY
from zhijia.demo.ground import Ground, lay
from zhijia.demo.plan_files import PAPERS
from zhijia.kernel.scope import system

PASSWORD = cast.PASSWORD
LOGINS = [(role.login, f"{role.name}，{cast.PLACES[role.union]}{role.title}") for role in cast.CAST]

REASON = "示范数据：青溪镇总工会"


def build(report: Callable[[str], None] = print, *, small: bool = False, seed: int = SEED) -> Ground:
    """Build the town in one transaction; the same seed gives the same rows. Needs migrated, empty tables."""
    planned = shape.build(seed)
    people = roll.build(planned, seed)
    traces = story.build(planned, seed)
    papers = PAPERS
    if small:
        planned, people, traces = lean.cut(planned, people, traces)
        papers = lean.PAPERS
    with transaction.atomic(), system(REASON) as by:
        report(f"示范数据：{len(planned.unions)}个工会组织、{len(people.members)}条会籍……")
        with living_on(TODAY, time(7, 30)):
            ground = lay(planned, people, by=by)
        report(f"示范数据：读入{len(papers)}份工作计划……")
        plans = {paper.stem: desks.issue_plan(paper, ground) for paper in papers}
        report(f"示范数据：记{len(traces)}条台账……")
        desks.record(traces, ground, desks.Tasks(plans), by=by, hurried=small)
        if not small:
            directives.build(ground)
            aims.build(ground, by=by)
        report("示范数据：发公文……")
        letters.send(ground, plans, small=small)
        report("示范数据：登记走访……")
        visits.build(ground, people, by=by)
        joining.build(ground, people)
        twins.build(ground, by=by)
    return ground
