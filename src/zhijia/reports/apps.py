from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """M08 turned round: a summary that somebody wrote by hand is held against the registers."""

    name = "zhijia.reports"
    label = "reports"
    requires = ["kernel", "org", "people", "plans", "planreader", "numberreader"]

    def ready(self) -> None:
        from zhijia.reports import menu

        menu.add()
