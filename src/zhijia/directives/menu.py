"""What directives contributes to the menu."""

from zhijia.directives.policy import CADRES
from zhijia.kernel.ui import menu


def add() -> None:
    menu.add(
        group="计划与总结", icon="file-text", label="上级文件", url_name="directives:list", order=14, offices={*CADRES},
        also=("directives:*",),
    )  # fmt: skip
