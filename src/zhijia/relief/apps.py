from django.apps import AppConfig


class ReliefConfig(AppConfig):
    """G: visits so far; hardship files, aid and welfare follow."""

    name = "zhijia.relief"
    label = "relief"
    requires = ["kernel", "org", "people", "plans"]

    def ready(self) -> None:
        from zhijia.kernel.ui import help, panels
        from zhijia.relief import figures, on_people

        figures.declare_figures()
        panels.add("person", on_people.visits, order=20)
        help.add(
            group="服务帮扶",
            slug="relief",
            template="relief/help.html",
            told="走访慰问：谁该去看，去了没有。",
        )
