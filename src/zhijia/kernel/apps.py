from django.apps import AppConfig
from django.db.backends.signals import connection_created


class KernelConfig(AppConfig):
    """Ring 0: scope, actions, trail, files, figures, papers, page frame. It knows no union and no member."""

    name = "zhijia.kernel"
    label = "kernel"
    requires: list[str] = []

    def ready(self) -> None:
        from zhijia.kernel.scope.row_security import on_connect

        connection_created.connect(on_connect, dispatch_uid="row_security")
