from django.apps import AppConfig


class TwinsConfig(AppConfig):
    """Twins: what is entered a second time in mandatory systems, in their columns, and only what is new."""

    name = "zhijia.twins"
    label = "twins"
    requires = ["kernel", "org", "people", "sheetreader"]

    def ready(self) -> None:
        from zhijia.kernel.ui import help, menu, panels
        from zhijia.org.policy import CADRES
        from zhijia.twins.panels import of_person, of_union

        panels.add("person", of_person, order=60)
        panels.add("union", of_union, order=60)
        menu.add(
            group="工会组织", icon="sitemap", label="导出给别的系统", url_name="twins:index", order=39,
            offices={*CADRES}, also=("twins:*",),
        )  # fmt: skip
        help.add(
            group="导出给别的系统", slug="twins", template="twins/help.html", also={"twins:*"},
            told="实名制、法人登记这些系统要的表，怎样只导新增和变了的。",
        )  # fmt: skip
