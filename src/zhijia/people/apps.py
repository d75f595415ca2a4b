from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """B: persons, accounts, sign-in, the members' register."""

    name = "zhijia.people"
    label = "people"
    requires = ["kernel", "org", "sheetreader"]

    def ready(self) -> None:
        from zhijia.kernel.scope import register
        from zhijia.kernel.ui import beside, help, menu, panels
        from zhijia.org.policy import OFFICERS
        from zhijia.org.signals import union_ending
        from zhijia.people import card_figures, figures, on_org, seats, signals, tally  # noqa: F401 (they register themselves)
        from zhijia.people.panels import posts

        register(seats=seats.of, held=seats.held)
        figures.declare_figures()
        card_figures.declare_figures()
        union_ending.connect(on_org.on_ending, dispatch_uid="members of a union that ends")
        beside.offer("org.reelections", "登记新一届干部", "user-plus", on_org.new_officers)
        panels.add("person", posts, order=10)
        menu.add(
            group="干部换届", icon="user-plus", label="干部与登录", url_name="people:officers", order=50,
            offices=OFFICERS, also={"people:officer*", "people:appoint-list", "people:slips"},
        )  # fmt: skip
        menu.add(
            group="会员会籍", icon="users", label="重复登记", url_name="people:duplicates", order=44, offices=OFFICERS,
        )  # fmt: skip
        help.add(
            group="干部换届",
            slug="cadres",
            template="people/help.html",
            told="干部的职务和登录、届期、换届。",
        )
        menu.mine(
            label="换身份",
            icon="user",
            url_name="people:seat",
            order=10,
            when=lambda request: len(request.seats) > 1,
        )
        menu.mine(label="我的账号", icon="lock", url_name="people:account", order=20)
        menu.mine(label="退出登录", icon="logout", url_name="account_logout", post=True, order=90)
