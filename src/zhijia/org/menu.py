"""What org contributes to the menu."""

from zhijia.kernel.ui import help, menu
from zhijia.org.policy import CADRES


def add() -> None:
    everyone = {*CADRES}
    group = "组织与会员"
    menu.add(group=group, icon="sitemap", label="工会", url_name="org:unions", order=30, offices=everyone)
    menu.add(
        group=group, icon="sitemap", label="企业和单位", url_name="org:employers", order=31, offices=everyone
    )
    menu.add(
        group=group, icon="settings", label="工会设置", url_name="org:settings", order=39, offices=everyone,
        also=("org:names", "org:parameter"),
    )  # fmt: skip
    help.add(group=group, slug="org", template="org/help.html", told="工会、企业和单位、干部和他们的登录。")
