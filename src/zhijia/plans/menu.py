"""What plans contributes to the menu."""

from zhijia.kernel.ui import help, menu
from zhijia.plans.policy import CADRES, PLANNERS, RECORDERS


def add() -> None:
    cadres, group = {*CADRES}, "计划与总结"
    menu.add(
        group=group, icon="calendar-event", label="年度计划", url_name="plans:year", order=10, phone="计划",
        also=("plans:plan*",),
    )  # fmt: skip
    menu.add(
        group=group, icon="list", label="任务清单", url_name="plans:tasks", order=11, offices=cadres,
        also=("plans:task*",),
    )  # fmt: skip
    menu.add(
        group=group, icon="upload", label="读入计划", url_name="plans:read", order=12, offices={*PLANNERS},
        also=("plans:reading*", "plans:lesson*"),
    )  # fmt: skip
    menu.add(
        group=group, icon="file-text", label="工作总结", url_name="plans:summaries", order=13, offices=cadres,
        also=("plans:summary*",),
    )  # fmt: skip
    menu.add(
        group="工作台账", icon="notes", label="工作台账", url_name="plans:traces", order=20,
        also=("plans:trace*", "plans:record*"),
    )  # fmt: skip
    help.add(
        group=group, slug="plans", template="plans/help_plans.html", told="计划、任务、上级文件、总结、发文。"
    )
    help.add(
        group="工作台账", slug="traces", template="plans/help_traces.html", told="做完一件事，一分钟记下来。"
    )
    menu.record(url_name="plans:record", offices={*RECORDERS})
