from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The front: my day."""

    name = "zhijia.desk"
    label = "desk"
    requires = ["kernel", "org", "people", "plans", "directives", "letters", "relief", "server", "papers"]

    def ready(self) -> None:
        from zhijia.desk import year
        from zhijia.kernel.ui import alerts, help, menu
        from zhijia.plans.policy import PLANNERS

        menu.add(group="工作台", icon="home", label="工作台", url_name="desk:my_day", order=1, phone="工作台")
        help.add(
            group="工作台", slug="desk", template="desk/help.html", told="每天先看这一页：有什么事轮到我。"
        )
        menu.add(
            group="计划与总结",
            icon="refresh",
            label="跨年办理",
            url_name="desk:year",
            order=16,
            offices={*PLANNERS},
        )
        menu.add(
            group="计划与总结",
            icon="users",
            label="工作交接",
            url_name="desk:handover",
            order=17,
            offices={*PLANNERS},
        )
        alerts.register(year.alerts)
