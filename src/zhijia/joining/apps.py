from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """B: applications for admission, and memberships on their way from one union to another."""

    name = "zhijia.joining"
    label = "joining"
    requires = ["kernel", "org", "people", "privacy"]

    def ready(self) -> None:
        from zhijia.joining import ledgers, on_org
        from zhijia.joining.actions import call_listed
        from zhijia.joining.panels import of_person
        from zhijia.joining.queries import roll_of, waiting
        from zhijia.kernel.imports import Offer
        from zhijia.kernel.ui import alerts, beside, help, menu, panels
        from zhijia.org.signals import union_ending
        from zhijia.people.importers import Members

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
        panels.add("person", of_person, order=15)
        beside.offer("joining.applications", "看会员名册里的这一位", "user", roll_of)
        union_ending.connect(on_org.on_ending, dispatch_uid="transfers of a union that ends")
        Members.offer = Offer("申请转入", "这些人在台账里是别的工会的会员，不会重复登记。要转过来的，勾选以后申请转入："
                              "对方工会会收到，按期限办结，办结那天起算在转入的工会。", call_listed)  # fmt: skip
