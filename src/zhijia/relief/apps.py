from django.apps import AppConfig


class ReliefConfig(AppConfig):
    """G: visits so far; hardship files, aid and welfare follow."""

    name = "zhijia.relief"
    label = "relief"
    requires = ["kernel", "org", "people", "plans"]

    def ready(self) -> None:
        from zhijia.kernel.ui import menu
        from zhijia.relief import figures
        from zhijia.relief.policy import REPORTERS

        figures.declare_figures()
        menu.add(
            group="服务帮扶", icon="heart-handshake", label="走访登记", url_name="relief:visits", order=25,
            offices={*REPORTERS}, also=("relief:*",), phone="",
        )  # fmt: skip
