from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    """M: documents, plans, tasks, traces, evidence, summaries."""

    name = "zhijia.plans"
    label = "plans"
    requires = ["kernel", "org", "people", "planreader", "numberreader", "papers"]

    def ready(self) -> None:
        from zhijia.kernel.ui import panels
        from zhijia.org.ledgers.unions import Unions
        from zhijia.plans import facts, figures, menu, on_people
        from zhijia.plans.actions import kinds

        figures.declare_figures()
        panels.add("person", on_people.tasks, order=30)
        panels.add("person", on_people.traces, order=31)
        menu.add()
        Unions.offer("silent", "台账", "期内没有台账", facts.without_traces)
        post_migrate.connect(kinds.load_after_migrate, sender=self)
