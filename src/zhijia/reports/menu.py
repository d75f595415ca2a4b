"""What reports contributes to the menu."""

from zhijia.kernel.ui import menu
from zhijia.plans.policy import PLANNERS


def add() -> None:
    menu.add(
        group="计划与总结", icon="list-details", label="核对总结", url_name="reports:checks", order=14,
        offices={*PLANNERS}, also=("reports:*",),
    )  # fmt: skip
