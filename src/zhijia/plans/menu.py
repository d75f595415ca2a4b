"""What plans contributes to the menu."""

from zhijia.kernel.ui import menu
from zhijia.plans.policy import CADRES, PLANNERS, RECORDERS


def add() -> None:
    cadres = {*CADRES}
    group = "计划与总结"
    menu.add(group=group, icon="calendar-event", label="年度计划", url_name="plans:year", order=10, offices=None)
    menu.add(group=group, icon="calendar-event", label="任务", url_name="plans:tasks", order=11, offices=cadres)
    menu.add(group=group, icon="calendar-event", label="读入计划", url_name="plans:read", order=12, offices={*PLANNERS})
    menu.add(group=group, icon="calendar-event", label="工作总结", url_name="plans:summaries", order=13, offices=cadres)
    menu.add(group="工作台账", icon="notes", label="台账", url_name="plans:traces", order=20, offices={*RECORDERS})
