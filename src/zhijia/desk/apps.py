from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The front: my day."""

    name = "zhijia.desk"
    label = "desk"
    requires = ["kernel", "org", "people", "plans", "directives"]

    def ready(self) -> None:
        from zhijia.kernel.ui import help, menu

        menu.add(group="工作台", icon="home", label="工作台", url_name="desk:my_day", order=1, phone="工作台")
        help.add(
            group="工作台", slug="desk", template="desk/help.html", told="每天先看这一页：有什么事轮到我。"
        )
