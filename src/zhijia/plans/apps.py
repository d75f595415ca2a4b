from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    """M: documents, plans, tasks, traces, evidence, summaries."""

    name = "zhijia.plans"
    label = "plans"
    requires = ["kernel", "org", "people", "planreader"]

    def ready(self) -> None:
        from zhijia.plans import figures, menu
        from zhijia.plans.actions import kinds

        figures.declare_figures()
        menu.add()
        post_migrate.connect(kinds.load_after_migrate, sender=self)
