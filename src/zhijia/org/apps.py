from django.apps import AppConfig


class OrgConfig(AppConfig):
    """A: unions, the lines of the tree, employers, bodies, posts, seats."""

    name = "zhijia.org"
    label = "org"
    requires = ["kernel", "sheetreader"]

    def ready(self) -> None:
        from zhijia.kernel.scope import register
        from zhijia.kernel.ui import alerts, beside
        from zhijia.org import figures, menu, norms, page_scope, queries, radar, tree  # noqa: F401 (declares its parameters)

        register(
            below=tree.below, in_tree=queries.placed, place=page_scope.place_of, counting=queries.counting
        )
        figures.declare_figures()
        menu.add()
        alerts.register(radar.alerts)
        beside.offer("org.bodies", "请示换届", "file-text", radar.request_of)
        beside.offer("org.bodies", "替它登记换届请示", "file-text", radar.request_for)
