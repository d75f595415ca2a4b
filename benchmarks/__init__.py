"""Figures measured on this machine: each module here has `figures()`, which yields them one by one.

`python3 run.py bench` runs all, `run.py bench NAME` one. A module that needs the town's database opens it with
`zhijia.server.demo.demo_database()`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value beside what it has to reach."""

    figure: str
    value: float
    unit: str
    goal: float
    more_is_better: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal
