from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """B: applications for admission, and memberships on their way from one union to another."""

    name = "zhijia.joining"
    label = "joining"
    requires = ["kernel", "org", "people", "privacy"]

    def ready(self) -> None:
        from zhijia.joining import ledgers
        from zhijia.joining.queries import waiting
        from zhijia.kernel.ui import alerts, menu

        for register in (ledgers.Applications, ledgers.Transfers):
            register().add_to_menu()
        menu.add(
            group="组织与会员", icon="user-plus", label="入会二维码", url_name="joining:code", order=36,
            offices={"chair", "vice", "officer"},
        )  # fmt: skip
        alerts.register(waiting)
