from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """B: persons, accounts, sign-in, the members' register."""

    name = "zhijia.people"
    label = "people"
    requires = ["kernel", "org"]

    def ready(self) -> None:
        from zhijia.kernel.scope import register
        from zhijia.kernel.ui import menu
        from zhijia.org.policy import CADRES
        from zhijia.people import figures, seats

        register(seats=seats.of)
        figures.declare_figures()
        menu.add(
            group="组织与会员", icon="users", label="会员", url_name="people:members", order=32,
            offices={*CADRES, "leader"},
        )  # fmt: skip
