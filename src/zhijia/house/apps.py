from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The installation itself: its first run, its backups, how it is doing. Ring 3: sees all, seen by none."""

    name = "zhijia.house"
    label = "house"
    requires = ["kernel", "org", "people", "server"]

    def ready(self) -> None:
        from zhijia.house import health
        from zhijia.kernel.ui import alerts, menu

        alerts.register(health.alerts)
        menu.mine(
            label="系统维护",
            icon="settings",
            url_name="house:house",
            order=30,
            when=lambda request: health.may_keep(request.seat),
        )
