from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The installation itself: its first run, its backups, how it is doing. Ring 3: sees all, seen by none."""

    name = "zhijia.house"
    label = "house"
    requires = ["kernel", "org", "people", "server"]

    def ready(self) -> None:
        from zhijia.house import health
        from zhijia.kernel.ui import alerts, help, menu

        alerts.register(health.alerts)
        help.add(
            group="本人和系统", slug="house", template="house/help.html", told="登录、密码、备份、恢复。",
            also=("house:*", "people:seat", "account_*"),
        )  # fmt: skip
        menu.mine(
            label="系统维护",
            icon="settings",
            url_name="house:house",
            order=30,
            when=lambda request: health.may_keep(request.seat),
        )
