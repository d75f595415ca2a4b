from django.apps import AppConfig


class BoardConfig(AppConfig):
    """M: indicators against targets, month by month and union by union; every number opens to its rows."""

    name = "zhijia.board"
    label = "board"
    requires = ["kernel", "org", "people", "plans", "relief"]

    def ready(self) -> None:
        from zhijia.board import views
        from zhijia.kernel.ui import beside, help, menu
        from zhijia.org.policy import CADRES

        menu.add(
            group="统计考核", icon="chart-bar", label="数据看板", url_name="board:board", order=90,
            offices={*CADRES}, also=("board:*", "org:figure"),
        )  # fmt: skip
        beside.offer("org.unions", "看它的指标和目标", "chart-bar", views.board_of)
        help.add(
            group="统计考核", slug="board", template="board/help.html", told="一页看全年的数，离目标差多少。"
        )
