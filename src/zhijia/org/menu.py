"""What org contributes to the menu besides its registers."""

from zhijia.kernel.ui import help, menu
from zhijia.org.policy import CADRES


def add() -> None:
    menu.add(
        group="设置", icon="settings", label="工会设置", url_name="org:settings", order=95, offices={*CADRES},
        also=("org:names", "org:parameter"),
    )  # fmt: skip
    help.add(group="工会组织", slug="org", template="org/help.html", told="工会、企业和单位、摸底、建会。")
    help.add(
        group="设置", slug="settings", template="org/help_settings.html", told="名称、参数、放假和调休。"
    )
