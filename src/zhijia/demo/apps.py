from django.apps import AppConfig


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
        "relief",
        "letters",
        "privacy",
    ]
