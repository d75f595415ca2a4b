"""Superiors' papers at two desks: the county's key points and notices at the town, the town's notice at the works."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from zhijia.demo import cast
from zhijia.demo.days import living_on
from zhijia.demo.ground import Ground
from zhijia.demo.plan_files import docx
from zhijia.directives import intake
from zhijia.directives.actions import directives as verbs
from zhijia.directives.models import Directive
from zhijia.directives.pages import Sheet
from zhijia.kernel.scope import Seat, scope
from zhijia.plans.reading_intake import Document


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it came: file stem and name, to which union, on which day, when it was answered."""

    stem: str
    name: str
    union: str
    came: str
    answered: str = ""


PAPERS = (
    Paper("county-points-2026", "县总2026年工会工作要点.docx", cast.TOWN, "2026-02-09", "2026-03-18"),
    Paper("county-returns-2026", "统计年报通知.docx", cast.TOWN, "2026-09-28", "2026-10-23"),
    Paper("county-warmth-2026", "送温暖摸底通知.docx", cast.TOWN, "2026-11-12"),
    Paper("town-safety-2026", "百日行动通知.docx", cast.WORKS, "2026-11-13"),
)
LATER = Paper("county-warmth-2026-2", "送温暖摸底通知（修订）.docx", cast.TOWN, "2026-11-19")


def build(ground: Ground) -> None:
    """Take every paper through the officer's own doors; the last edition still waits to be compared."""
    received = {paper.stem: _handled(paper, ground) for paper in PAPERS}
    officer = ground.seat(LATER.union, "officer")
    with living_on(date.fromisoformat(LATER.came), time(15, 10)), scope(officer):
        read = _read(LATER, officer)
        intake.set_beside(
            read,
            received["county-warmth-2026"],
            by=officer,
            received_on=date.fromisoformat(LATER.came),
            key=None,
        )


def _read(paper: Paper, officer: Seat) -> intake.Paper:
    document = Document(paper.name, docx(paper.stem))
    return intake.read(document, by=officer, received_on=date.fromisoformat(paper.came))


def _handled(paper: Paper, ground: Ground) -> Directive:
    officer, came = ground.seat(paper.union, "officer"), date.fromisoformat(paper.came)
    with living_on(came, time(9, 20)), scope(officer):
        row = intake.take_in(_read(paper, officer), by=officer, received_on=came, key=None)
    with living_on(came + timedelta(1), time(10, 5)), scope(officer):
        proposed = {
            one.demand.pk: one.proposal.choice for one in Sheet(row, officer).undecided if one.proposal
        }
        row = verbs.follow(row, by=officer, choices=proposed)
    if paper.answered:
        on = date.fromisoformat(paper.answered)
        with living_on(on, time(16, 30)), scope(officer):
            row = verbs.answer(row, by=officer, on=on, what=row.answer_what, whom=row.answer_whom)
    return row
