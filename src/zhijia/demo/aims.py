"""What the town is to reach this year, as its board shows it."""

from decimal import Decimal

from zhijia.board.actions import aim
from zhijia.board.models import Target
from zhijia.demo import cast
from zhijia.demo.dice import TODAY
from zhijia.demo.ground import Ground
from zhijia.kernel.scope import Seat

AIMS = {
    "org.organising_rate": 100, "org.new_unions": 6, "people.joining_rate": 96, "people.joined": 850,
    "people.card_rate": 80,
}  # fmt: skip


def build(ground: Ground, *, by: Seat) -> None:
    for code, value in AIMS.items():
        row = Target(union=ground.unions[cast.TOWN], code=code, year=TODAY.year)
        aim(row, by=by, value=Decimal(value), source="县总工会 2026 年目标任务书")
