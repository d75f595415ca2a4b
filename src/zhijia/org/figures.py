"""What the organisation reports upward: unions by kind, employers covered, employees."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Greatest, Lead, Least

from zhijia.kernel.clock import months_after
from zhijia.kernel.figures import Ask, Figure, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org import queries, rules
from zhijia.org.models import Body, Canvass, Coverage, Employer, EmployerAlias, HeadCount, Post, Union
from zhijia.org.set_ups import SetUpSheet
from zhijia.org.tally import Cut, Tally, is_system, where
from zhijia.org.tree import in_force

GRASSROOTS = Q(kind__in=Union.GRASSROOTS)
FIRM = Q(employer__nature="enterprise")


def lasting(day: dt.date) -> Q:
    """Grassroots unions but those merged by that day: their people are still in a union."""
    return GRASSROOTS & ~Q(merged_into__isnull=False, dissolved_on__lte=day)


def ending_within(months: int, day: dt.date) -> Q:
    """Committees whose term ends within so many months from the day; it has not ended yet."""
    return Q(kind="committee", term_to__gte=day, term_to__lte=months_after(day, months))


UNIONS = Tally(
    lambda: Union.objects.all(), "org:unions",
    {
        "org.unions": Cut(where=GRASSROOTS),
        "org.unions_enterprise": Cut(where=GRASSROOTS & Q(nature="enterprise"), listed={"nature": "enterprise"}),
        "org.unions_single": where(nature="enterprise", kind="single"),
        "org.unions_joint": where(nature="enterprise", kind="joint"),
        "org.ever_unions": Cut(where=lasting, listed={"show": "lasting"}, holds=queries.founded_by),
        "org.lasting_unions": Cut(where=GRASSROOTS),
        "org.new_unions": Cut("founded_on", GRASSROOTS, {"founded": "period"}),
        "org.ended_unions": Cut("dissolved_on", GRASSROOTS, {"show": "ended"}),
        "org.federations": where(listed={"show": "upper"}, kind="federation"),
        "org.branches": where(listed={"show": "inner"}, kind="branch"),
        "org.groups": where(listed={"show": "inner"}, kind="group"),
    },
    union="", holds=queries.standing,
)  # fmt: skip


def _covered() -> QuerySet[Coverage]:
    return Coverage.objects.filter(employer__same_as=None)


COVERED = Tally(
    _covered, "org:employers",
    {
        "org.units": Cut(),
        "org.employers": Cut(where=FIRM, listed={"nature": "enterprise"}),
        "org.employers_joint": Cut(
            where=FIRM & Q(union__kind="joint"), listed={"nature": "enterprise", "through": "joint"}
        ),
        "org.employers_scale": Cut(
            where=FIRM & Q(employer__size="scale"), listed={"nature": "enterprise", "size": "scale"}
        ),
        **{
            f"org.employers_{own}": Cut(
                where=FIRM & Q(employer__ownership=own), listed={"nature": "enterprise", "ownership": own}
            )
            for own in Employer.Ownership.values
        },
        "org.uncounted": Cut(
            where=lambda day: ~Q(employer__in=counted_heads(day)), listed={"counted": "0"}
        ),
        "org.should_scale": Cut(listed={"show": "should", "nature": "enterprise", "size": "scale"}),
        "org.should_organise": Cut(listed={"show": "should"}),
    },
)  # fmt: skip


class HeadSheet(Tally):
    """Employees of what is covered. A head-count holds until the employer's next one: all days asked about are read in
    one pass over the counts, instead of looking up the latest one for each employer and day."""

    def read(self, codes: Iterable[str], asks: Sequence[Ask]) -> list[dict[str, Reading]]:
        wanted = [*codes]
        if not is_system():
            return super().read(wanted, asks)
        counted_on, places = "employer__headcounts__counted_on", [self.places] if asks[0].subtree else []
        until = Window(Lead(counted_on), partition_by=["pk", *places], order_by=counted_on)
        rows = self._rows(asks[0]).filter(**{f"{counted_on}__lte": max(ask.period.end for ask in asks)})
        rows = rows.annotate(
            heads=F("employer__headcounts__employees"),
            begins=Greatest("valid_from", counted_on, *(f"{place}__valid_from" for place in places)),
            ends=Least("valid_to", until, *(f"{place}__valid_to" for place in places)),  # of those that end
        )
        sums: dict[str, Any] = {}
        for n, ask in enumerate(asks):
            held = Q(begins__lte=ask.period.end) & (Q(ends=None) | Q(ends__gt=ask.period.end))
            sums |= {f"rows{n}": Count("pk", filter=held), f"sum{n}": Sum("heads", filter=held)}
        found = rows.aggregate(**sums)
        return [
            dict.fromkeys(wanted, Reading(Decimal(found[f"sum{n}"] or 0), found[f"rows{n}"]))
            for n in range(len(asks))
        ]


HEADS = HeadSheet(
    _covered, "org:employers",
    {"org.employees": Cut(adds=lambda day: latest_heads(day, "employer_id"), listed={"counted": "1"})},
)  # fmt: skip
POOL = Tally(
    lambda: Employer.objects.filter(same_as=None), "org:employers",
    {
        "org.pool": Cut(listed={"show": "pool"}),
        "org.pool_scale": where(listed={"show": "pool"}, nature="enterprise", size="scale"),
    },
    union="area", holds=queries.unorganised,
)  # fmt: skip
CANVASS = Tally(lambda: Canvass.objects.all(), "org:canvass", {"org.canvassed": where("on", state="kept")})
BODIES = Tally(
    lambda: Body.objects.all(), "org:bodies",
    {
        "org.committees": where(kind="committee"), "org.audit_bodies": where(kind="audit"),
        "org.women_bodies": where(kind="women"),
        "org.overdue_terms": Cut(
            where=lambda day: Q(kind="committee", term_to__lt=day), listed={"kind": "committee", "show": "overdue"}
        ),
        **{
            f"org.terms_{months}": Cut(
                where=partial(ending_within, months), listed={"kind": "committee", "show": f"m{months}"}
            )
            for months in rules.RADAR
        },
    },
    holds=queries.running,
)  # fmt: skip
CADRES = Tally(lambda: Post.objects.all(), "org:cadres", {"org.cadres": Cut()}, holds=Post.on)


def through_kind(kind: str, ask: Ask) -> QuerySet:
    """Ids of employers covered by unions of this kind on the asked day."""
    spans = Coverage.objects.filter(in_force(ask.period.end), union__kind=kind)
    return spans.values("employer_id")


def latest_heads(day: dt.date, employer: str = "pk") -> Subquery:
    """How many employees the employer in this column had by its latest count on or before the day."""
    latest = HeadCount.objects.filter(employer=OuterRef(employer), counted_on__lte=day).order_by(
        "-counted_on"
    )
    return Subquery(latest.values("employees")[:1])


def with_heads(employers: QuerySet[Employer], day: dt.date) -> QuerySet[Employer]:
    """Each employer with `heads`: its latest head-count on or before the day."""
    return employers.annotate(heads=latest_heads(day))


def counted_heads(day: dt.date) -> QuerySet:
    """Ids of employers with a head-count on or before the day."""
    return HeadCount.objects.filter(counted_on__lte=day).values("employer_id")


def employers_called(name: str) -> QuerySet:
    """Ids of employers that have an alias holding these words."""
    return EmployerAlias.objects.filter(name__contains=name).values("employer_id")


def with_counts(unions: QuerySet[Union], day: dt.date) -> QuerySet[Union]:
    """Each union with `employers`: how many employers it covers on the day; and `chair`, its chair's name then."""
    spans = Coverage.objects.filter(in_force(day), union=OuterRef("pk"), employer__same_as=None)
    spans = spans.order_by().values("union")
    chairs = Post.objects.filter(Post.on(day), union=OuterRef("pk"), office="chair").order_by("-held_from")
    return unions.annotate(
        employers=Subquery(spans.annotate(n=Count("pk")).values("n")),
        chair=Subquery(chairs.values("person__name")[:1]),
        shown_on=Value(day, DateField()),
    )


def declare_figures() -> None:
    declare(
        Figure("org.unions", "基层工会", "个", "期末在册的基层工会，分工会和小组不算", UNIONS),
        Figure(
            "org.unions_enterprise", "企业基层工会", "个", "期末在册的企业基层工会，单独的和联合的都算", UNIONS
        ),
        Figure("org.unions_single", "单独建会", "个", "期末在册、由一家企业单独建立的基层工会", UNIONS),
        Figure("org.unions_joint", "联合工会", "个", "期末在册、由多家企业联合建立的基层工会", UNIONS),
        Figure("org.new_unions", "新建工会", "个", "成立日期在期内的基层工会，按成立那天的隶属算", UNIONS),
        Figure("org.ended_unions", "撤销和并入的工会", "个", "撤销或并入别处的日期在期内的基层工会", UNIONS),
        Figure("org.ever_unions", "建过的工会", "个", "期末前成立过的基层工会，后来并入别处的不算", UNIONS),
        Figure("org.lasting_unions", "巩固的工会", "个", "其中期末还在册的", UNIONS),
        Figure(
            "org.lasting_rate", "巩固率", "%", "期末在册的 ÷ 建过的；并入别处的人还在会，两头都不算",
            rate=("org.lasting_unions", "org.ever_unions"),
        ),
        Figure("org.set_up", "五同步办齐的工会", "个", "期末在册的基层工会里，建会清单上该办的都登记了的", SetUpSheet()),
        Figure(
            "org.set_up_rate", "五同步办齐率", "%", "办齐的基层工会 ÷ 基层工会",
            rate=("org.set_up", "org.unions"),
        ),
        Figure("org.federations", "工会联合会", "个", "期末在册的村、区域、行业工会联合会", UNIONS),
        Figure("org.branches", "分工会", "个", "期末在册的分工会", UNIONS),
        Figure("org.groups", "工会小组", "个", "期末在册的工会小组", UNIONS),
        Figure("org.employers", "覆盖企业", "家", "期末由基层工会覆盖的企业，一厂多名只算一家", COVERED),
        Figure("org.employers_joint", "联合工会覆盖企业", "家", "期末由联合基层工会覆盖的企业", COVERED),
        Figure("org.units", "覆盖单位", "家", "期末覆盖的全部单位，含学校、医院、社区和机关", COVERED),
        Figure("org.pool", "应建会未建单位", "家", "最近一次摸底应建会、期末没有工会覆盖的单位", POOL),
        Figure("org.should_organise", "应建会单位", "家", "期末已经覆盖的单位加应建会未建单位", COVERED,
               total=("org.units", "org.pool")),
        Figure("org.uncounted", "没有职工人数的单位", "家", "期末被覆盖、还没有登记过职工人数的单位", COVERED),
        Figure("org.employers_scale", "规模以上企业建会", "家", "期末由基层工会覆盖的规模以上企业", COVERED),
        Figure("org.pool_scale", "规模以上应建未建", "家", "最近一次摸底应建会、期末没有工会覆盖的规模以上企业", POOL),
        Figure("org.should_scale", "规模以上应建会", "家", "覆盖的规模以上企业加应建未建的", COVERED,
               total=("org.employers_scale", "org.pool_scale")),
        Figure(
            "org.scale_rate", "规模以上企业建会率", "%", "规模以上企业里，有工会覆盖的 ÷ 应建会的",
            rate=("org.employers_scale", "org.should_scale"),
        ),
        *(
            Figure(f"org.employers_{own.value}", f"{own.label}企业建会", "家", f"期末由基层工会覆盖的{own.label}企业", COVERED)
            for own in Employer.Ownership
        ),
        Figure(
            "org.organising_rate", "建会率", "%", "覆盖单位占应建会单位的比例",
            rate=("org.units", "org.should_organise"),
        ),
        Figure("org.canvassed", "摸底走访", "次", "走访日期在期内的摸底", CANVASS),
        Figure("org.committees", "工会委员会", "个", "期末登记了届期的工会委员会，超期的也算", BODIES),
        Figure("org.audit_bodies", "经费审查委员会", "个", "期末登记了届期的经费审查委员会", BODIES),
        Figure("org.women_bodies", "女职工委员会", "个", "期末登记了届期的女职工委员会", BODIES),
        Figure("org.overdue_terms", "超期未换届", "个", "期末任期已满、还没有新一届的工会委员会", BODIES),
        *(
            Figure(f"org.terms_{months}", f"{months} 个月内届满", "个", f"期末起 {months} 个月内任期届满的工会委员会", BODIES)
            for months in rules.RADAR
        ),
        Figure("org.cadres", "工会干部", "人次", "期末在任的职务，一人两职算两次，小组长也算", CADRES),
        Figure(
            "org.employees", "职工", "人", "每家被覆盖单位期末前最近一次登记的职工人数之和", HEADS
        ),
    )  # fmt: skip
