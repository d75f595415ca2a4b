from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from zhijia.kernel.scope import Seat
    from zhijia.kernel.ui.alerts import Alert


class HouseConfig(AppConfig):
    """The installation itself: its first run, its backups, how it is doing. Ring 3: sees all, seen by none."""

    name = "zhijia.house"
    label = "house"
    requires = ["kernel", "org", "people", "server"]

    def ready(self) -> None:
        from zhijia.kernel.ui import alerts, help, menu

        alerts.register(_alerts)
        help.add(
            group="本人和系统", slug="house", template="house/help.html", told="登录、密码、备份、恢复、接口令牌。",
            also=(
                "house:*", "people:seat", "people:account", "people:own-mail", "people:second-step*", "account_*",
                "gate:*", "jobs:*", "privacy:*",
            ),
        )  # fmt: skip
        menu.mine(label="关于", icon="alert-circle", url_name="house:about", order=82)
        menu.mine(
            label="系统维护",
            icon="settings",
            url_name="house:house",
            order=30,
            when=lambda request: _may_keep(request.seat),
        )


# Loaded with the first page: commands need nothing of backups.
def _alerts(seat: "Seat") -> "list[Alert]":
    from zhijia.house import health

    return health.alerts(seat)


def _may_keep(seat: "Seat | None") -> bool:
    from zhijia.house import health

    return health.may_keep(seat)
