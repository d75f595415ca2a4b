from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Ring 0: scope, actions, trail, files, figures, papers, page frame. It knows no union and no member."""

    name = "zhijia.kernel"
    label = "kernel"
    requires = ["sheetreader"]

    def ready(self) -> None:
        import zhijia.kernel.any_of
        import zhijia.kernel.imports.jobs
        import zhijia.kernel.imports.sweeping  # noqa: F401 (each registers itself)
        from zhijia.kernel.jobs import sweeping  # noqa: F401 (registers itself)
        from zhijia.kernel.ledger import bulk, checks, export, ledgers  # noqa: F401 (registers itself)
        from zhijia.kernel.scope.row_security import on_connect
        from zhijia.kernel.ui import menu

        connection_created.connect(on_connect, dispatch_uid="row_security")
        autodiscover_modules("ledgers")
        autodiscover_modules("jobs")
        menu.mine(label="后台任务", icon="clock", url_name="jobs:mine", order=15)
        autodiscover_modules("importers")
        for ledger in ledgers().values():
            ledger.add_to_menu()
