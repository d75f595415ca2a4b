from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The front: my day."""

    name = "zhijia.desk"
    label = "desk"
    requires = ["kernel", "org", "people", "plans"]
