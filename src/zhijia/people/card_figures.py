"""What is reported of the service card (B05): collected, refused, issued, and the rate against an explicit target."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Sum

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.figures import address
from zhijia.people.card_ledgers import CUTS, topmost
from zhijia.people.figures import shown
from zhijia.people.models import Membership

CUT_OF = {
    "people.card_collected": "collected",
    "people.card_refused": "refused",
    "people.card_issued": "issued",
}


class CardSheet(Sheet):
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        cuts = {CUT_OF[code]: Count("pk", filter=CUTS[CUT_OF[code]][1](ask.period.end)) for code in codes}
        found = Membership.objects.filter(shown("members", ask)).order_by().aggregate(**cuts)
        return {code: Reading(Decimal(found[CUT_OF[code]]), found[CUT_OF[code]]) for code in codes}

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("people:cards", ask, cut=CUT_OF[code])


class TargetSheet(Sheet):
    """Targets of a place: a union's own stands for all below it, so that no member is aimed at twice."""

    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        found = topmost(ask).aggregate(sum=Sum("wanted"), rows=Count("pk"))
        return {code: Reading(Decimal(found["sum"] or 0), found["rows"]) for code in codes}

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("people:card-targets", ask, show="top")


def declare_figures() -> None:
    cards, targets = CardSheet(), TargetSheet()
    declare(
        Figure("people.card_collected", "服务卡已采集", "人", "期末在册会员里，期末前已经采集信息的", cards),
        Figure("people.card_refused", "服务卡不愿办", "人", "期末在册会员里，本人不愿办的", cards),
        Figure("people.card_issued", "服务卡已发", "人", "期末在册会员里，期末前卡已发到手的", cards),
        Figure("people.card_target", "服务卡采集目标", "人", "期末前下达的采集目标，上级定了的不再加下级的", targets),
        Figure(
            "people.card_rate", "服务卡采集率", "%", "已采集 ÷ 采集目标",
            rate=("people.card_collected", "people.card_target"),
        ),
    )  # fmt: skip
