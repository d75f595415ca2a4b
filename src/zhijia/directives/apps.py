from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """M09: superiors' papers, received, divided into tasks, answered."""

    name = "zhijia.directives"
    label = "directives"
    requires = ["kernel", "org", "people", "planreader", "plans", "papers"]

    def ready(self) -> None:
        from zhijia.directives import menu, queries
        from zhijia.plans import served

        menu.add()
        served.tell(queries.served_by)
