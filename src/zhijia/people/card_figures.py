"""What is reported of the service card (B05): collected, refused, issued, and the rate against an explicit target."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial

from django.db.models import Count, Q, Sum

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org.tally import Cut, Tally, address
from zhijia.people.card_ledgers import CUTS, topmost
from zhijia.people.figures import COUNTED, MEMBERS
from zhijia.people.models import Membership


def _in_cut(cut: str, day: dt.date) -> Q:
    return COUNTED & CUTS[cut][1](day)


CUT_OF = {
    "people.card_refused": "refused",
    "people.card_issued": "issued",
}


CARDS = Tally(
    lambda: Membership.objects.all(), "people:cards",
    {code: Cut(where=partial(_in_cut, cut), listed={"cut": cut}) for code, cut in CUT_OF.items()},
    holds=Membership.on,
)  # fmt: skip


class TargetSheet(Sheet):
    """Targets of a place: a union's own stands for all below it, so that no member is aimed at twice."""

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted, readings = [*codes], []
        for ask in asks:
            found = topmost(ask).aggregate(sum=Sum("wanted"), rows=Count("pk"))
            readings.append(dict.fromkeys(wanted, Reading(Decimal(found["sum"] or 0), found["rows"])))
        return readings

    def by_union(self, codes: Iterable[str], ask: Ask) -> dict[int, dict[str, Reading]]:
        wanted = [*codes]
        rows = topmost(ask).order_by().values("union_id").annotate(sum=Sum("wanted"), rows=Count("pk"))
        return {
            row["union_id"]: dict.fromkeys(wanted, Reading(Decimal(row["sum"]), row["rows"])) for row in rows
        }

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("people:card-targets", ask, show="top")


def declare_figures() -> None:
    targets = TargetSheet()
    declare(
        Figure("people.card_collected", "服务卡已采集", "人", "期末在册会员里，期末前已经采集信息的", MEMBERS),
        Figure("people.card_refused", "服务卡不愿办", "人", "期末在册会员里，本人不愿办的", CARDS),
        Figure("people.card_issued", "服务卡已发", "人", "期末在册会员里，期末前卡已发到手的", CARDS),
        Figure("people.card_target", "服务卡采集目标", "人", "期末前下达的采集目标，上级定了的不再加下级的", targets),
        Figure(
            "people.card_rate", "服务卡采集率", "%", "已采集 ÷ 采集目标",
            rate=("people.card_collected", "people.card_target"),
        ),
    )  # fmt: skip
