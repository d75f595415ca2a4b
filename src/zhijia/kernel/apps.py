from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Ring 0: scope, actions, trail, files, figures, papers, page frame. It knows no union and no member."""

    name = "zhijia.kernel"
    label = "kernel"
    requires: list[str] = []
