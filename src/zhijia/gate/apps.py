from django.apps import AppConfig


class GateConfig(AppConfig):
    """The JSON door: every register read and acted on by other programs, in somebody's seat."""

    name = "zhijia.gate"
    label = "gate"
    requires = ["kernel", "org", "people"]

    def ready(self) -> None:
        from zhijia.kernel.ui import menu

        menu.mine(label="接口令牌", icon="key", url_name="gate:tokens", order=40, when=_is_cadre)


def _is_cadre(request) -> bool:
    from zhijia.org.policy import CADRES

    return request.seat is not None and request.seat.office in CADRES
