from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """B: applications for admission, and memberships on their way from one union to another."""

    name = "zhijia.joining"
    label = "joining"
    requires = ["kernel", "org", "people", "privacy"]

    def ready(self) -> None:
        from zhijia.joining import ledgers, on_org
        from zhijia.joining.queries import waiting
        from zhijia.kernel.ui import alerts, help, menu
        from zhijia.org.signals import union_ending

        for register in (ledgers.Applications, ledgers.Transfers):
            register().add_to_menu()
        menu.add(
            group="会员会籍", icon="users", label="入会二维码", url_name="joining:code", order=42,
            offices={"chair", "vice", "officer"},
        )  # fmt: skip
        help.add(
            group="会员会籍",
            slug="members",
            template="joining/help.html",
            told="会员名册、入会、接转、重复登记。",
        )
        alerts.register(waiting)
        union_ending.connect(on_org.on_ending, dispatch_uid="transfers of a union that ends")
