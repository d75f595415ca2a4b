from django.apps import AppConfig


class ReliefConfig(AppConfig):
    """G: visits so far; hardship files, aid and welfare follow."""

    name = "zhijia.relief"
    label = "relief"
    requires = ["kernel", "org", "people", "plans"]

    def ready(self) -> None:
        from zhijia.relief import figures

        figures.declare_figures()
