from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """A believable town, built through the verbs, used by hand and by tests."""

    name = "zhijia.demo"
    label = "demo"
    requires = [
        "kernel",
        "org",
        "people",
        "plans",
        "planreader",
        "directives",
        "joining",
        "relief",
        "letters",
        "privacy",
        "twins",
        "board",
        "sheetreader",
    ]

    def ready(self) -> None:
        if getattr(settings, "DEMO", False):
            from zhijia.demo import member_book
            from zhijia.kernel.imports import importers

            members = type(importers()["members"])
            members.sample = staticmethod(member_book.sample)
            members.sample_told = "13,200 行，其中 47 行有 12 种毛病，人都是虚构的。"
