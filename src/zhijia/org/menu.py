"""What org contributes to the menu besides its registers."""

from zhijia.kernel.ui import help, menu
from zhijia.org.policy import CADRES


def add() -> None:
    menu.add(
        group="组织与会员", icon="settings", label="工会设置", url_name="org:settings", order=39, offices={*CADRES},
        also=("org:names", "org:parameter"),
    )  # fmt: skip
    help.add(
        group="组织与会员", slug="org", template="org/help.html", told="工会、企业和单位、干部和他们的登录。"
    )
