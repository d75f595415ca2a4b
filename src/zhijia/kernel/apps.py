from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Ring 0: scope, actions, trail, files, figures, papers, page frame. It knows no union and no member."""

    name = "zhijia.kernel"
    label = "kernel"
    requires: list[str] = []

    def ready(self) -> None:
        from zhijia.kernel.ledger import checks, ledgers  # noqa: F401 (registers itself)
        from zhijia.kernel.scope.row_security import on_connect

        connection_created.connect(on_connect, dispatch_uid="row_security")
        autodiscover_modules("ledgers")
        for ledger in ledgers().values():
            ledger.add_to_menu()
