"""What the organisation reports upward: unions by kind, employers covered, employees."""

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.urls import reverse

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org import queries
from zhijia.org.models import Canvass, Coverage, Employer, EmployerAlias, HeadCount, Post, Union
from zhijia.org.tree import in_force


def address(name: str, ask: Ask, **filters: str) -> str:
    """A list's address with the union, the lower ones and the period of the question, then the filters."""
    code = ask.union_code or Union.objects.values_list("code", flat=True).get(pk=ask.union_id)
    query = {"u": code, "sub": "1" if ask.subtree else "0", "period": ask.period.code, **filters}
    if ask.line != "territorial":
        query["line"] = ask.line
    return f"{reverse(name)}?" + "&".join(f"{key}={value}" for key, value in query.items())


class RowsSheet(Sheet):
    """Figures that count rows of one table in one pass. `figures`: by code, what they leave of `rows`, and the
    conditions that leave the same rows of the list."""

    def __init__(
        self,
        rows: Callable[[Ask], QuerySet],
        name: str,
        figures: dict[str, tuple[Callable[[Ask], Q], dict[str, str]]],
    ) -> None:
        self.rows, self.name, self.figures = rows, name, figures

    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        counts = {code.replace(".", "_"): Count("pk", filter=self.figures[code][0](ask)) for code in codes}
        found = self.rows(ask).order_by().aggregate(**counts)
        return {code: _counted(found[code.replace(".", "_")]) for code in codes}

    def rows_url(self, code: str, ask: Ask) -> str:
        return address(self.name, ask, **self.figures[code][1])


def every(ask: Ask) -> Q:
    return Q(pk__isnull=False)


def where(**terms: str) -> tuple[Callable[[Ask], Q], dict[str, str]]:
    """A cut that the list can make in the same words."""
    return (lambda ask: Q(**terms) if terms else every(ask)), dict(terms)


def joint_employers(ask: Ask) -> Q:
    return Q(nature="enterprise", pk__in=through_kind("joint", ask))


UNIONS = RowsSheet(
    lambda ask: queries.grassroots(ask, ask.period.end), "org:unions",
    {
        "org.unions": where(), "org.unions_enterprise": where(nature="enterprise"),
        "org.unions_single": where(nature="enterprise", kind="single"),
        "org.unions_joint": where(nature="enterprise", kind="joint"),
    },
)  # fmt: skip
UPPER_UNIONS = RowsSheet(
    lambda ask: queries.standing_below(ask, ask.period.end).filter(kind__in=Union.UPPER), "org:unions",
    {"org.federations": (lambda ask: Q(kind="federation"), {"show": "upper", "kind": "federation"})},
)  # fmt: skip
GROUPS = RowsSheet(
    lambda ask: queries.standing_below(ask, ask.period.end).filter(kind__in=Union.INNER), "org:unions",
    {
        "org.branches": (lambda ask: Q(kind="branch"), {"show": "inner", "kind": "branch"}),
        "org.groups": (lambda ask: Q(kind="group"), {"show": "inner", "kind": "group"}),
    },
)  # fmt: skip
NEW_UNIONS = RowsSheet(queries.founded, "org:unions", {"org.new_unions": (every, {"founded": "period"})})
ENDED_UNIONS = RowsSheet(queries.ended, "org:unions", {"org.ended_unions": (every, {"show": "ended"})})
EMPLOYERS = RowsSheet(
    lambda ask: queries.covered(ask, ask.period.end), "org:employers",
    {
        "org.employers": where(nature="enterprise"), "org.units": where(),
        "org.employers_joint": (joint_employers, {"nature": "enterprise", "through": "joint"}),
    },
)  # fmt: skip
POOL = RowsSheet(
    lambda ask: queries.pool(ask, ask.period.end), "org:employers", {"org.pool": (every, {"show": "pool"})}
)
SHOULD = RowsSheet(
    lambda ask: queries.should_organise(ask, ask.period.end), "org:employers",
    {"org.should_organise": (every, {"show": "should"})},
)  # fmt: skip
CANVASS = RowsSheet(
    lambda ask: Canvass.objects.filter(
        queries.in_tree_on(ask, "on"), state="kept", on__range=(ask.period.start, ask.period.end)
    ),
    "org:canvass", {"org.canvassed": (every, {"state": "kept"})},
)  # fmt: skip
BODIES = RowsSheet(
    lambda ask: queries.terms(ask, ask.period.end), "org:bodies",
    {
        "org.committees": where(kind="committee"), "org.audit_bodies": where(kind="audit"),
        "org.women_bodies": where(kind="women"),
        "org.overdue_terms": (
            lambda ask: Q(kind="committee", term_to__lt=ask.period.end), {"kind": "committee", "show": "overdue"}
        ),
    },
)  # fmt: skip
CADRES = RowsSheet(
    lambda ask: Post.objects.filter(Post.on(ask.period.end), queries.in_tree(ask, ask.period.end)), "org:cadres",
    {"org.cadres": where()},
)  # fmt: skip


def through_kind(kind: str, ask: Ask) -> QuerySet:
    """Ids of employers covered by unions of this kind on the asked day."""
    spans = Coverage.objects.filter(in_force(ask.period.end), union__kind=kind)
    return spans.values("employer_id")


class HeadCountSheet(Sheet):
    """Employees: each covered employer's latest head-count on or before the day."""

    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        employers = with_heads(queries.covered(ask, ask.period.end), ask.period.end)
        found = employers.aggregate(total=Sum("heads"), rows=Count("heads"))
        return {code: Reading(Decimal(found["total"] or 0), found["rows"]) for code in codes}

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("org:employers", ask, counted="1")


def with_heads(employers: QuerySet[Employer], day: dt.date) -> QuerySet[Employer]:
    """Each employer with `heads`: its latest head-count on or before the day."""
    latest = HeadCount.objects.filter(employer=OuterRef("pk"), counted_on__lte=day).order_by("-counted_on")
    return employers.annotate(heads=Subquery(latest.values("employees")[:1]))


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


def _counted(n: int) -> Reading:
    return Reading(Decimal(n), n)


def declare_figures() -> None:
    declare(
        Figure("org.unions", "基层工会", "个", "期末在册的基层工会，分工会和小组不算", UNIONS),
        Figure(
            "org.unions_enterprise", "企业基层工会", "个", "期末在册的企业基层工会，单独的和联合的都算", UNIONS
        ),
        Figure("org.unions_single", "单独建会", "个", "期末在册、由一家企业单独建立的基层工会", UNIONS),
        Figure("org.unions_joint", "联合工会", "个", "期末在册、由多家企业联合建立的基层工会", UNIONS),
        Figure("org.new_unions", "新建工会", "个", "成立日期在期内的基层工会，按成立那天的隶属算", NEW_UNIONS),
        Figure("org.ended_unions", "撤销和并入的工会", "个", "撤销或并入别处的日期在期内的基层工会", ENDED_UNIONS),
        Figure("org.federations", "工会联合会", "个", "期末在册的村、区域、行业工会联合会", UPPER_UNIONS),
        Figure("org.branches", "分工会", "个", "期末在册的分工会", GROUPS),
        Figure("org.groups", "工会小组", "个", "期末在册的工会小组", GROUPS),
        Figure("org.employers", "覆盖企业", "家", "期末由基层工会覆盖的企业，一厂多名只算一家", EMPLOYERS),
        Figure("org.employers_joint", "联合工会覆盖企业", "家", "期末由联合基层工会覆盖的企业", EMPLOYERS),
        Figure("org.units", "覆盖单位", "家", "期末覆盖的全部单位，含学校、医院、社区和机关", EMPLOYERS),
        Figure("org.pool", "应建会未建单位", "家", "最近一次摸底应建会、期末没有工会覆盖的单位", POOL),
        Figure("org.should_organise", "应建会单位", "家", "期末已经覆盖的单位加应建会未建单位", SHOULD),
        Figure(
            "org.organising_rate", "建会率", "%", "覆盖单位占应建会单位的比例",
            rate=("org.units", "org.should_organise"),
        ),
        Figure("org.canvassed", "摸底走访", "次", "走访日期在期内的摸底", CANVASS),
        Figure("org.committees", "工会委员会", "个", "期末登记了届期的工会委员会，超期的也算", BODIES),
        Figure("org.audit_bodies", "经费审查委员会", "个", "期末登记了届期的经费审查委员会", BODIES),
        Figure("org.women_bodies", "女职工委员会", "个", "期末登记了届期的女职工委员会", BODIES),
        Figure("org.overdue_terms", "超期未换届", "个", "期末任期已满、还没有新一届的工会委员会", BODIES),
        Figure("org.cadres", "工会干部", "人次", "期末在任的职务，一人两职算两次，小组长也算", CADRES),
        Figure(
            "org.employees", "职工", "人", "每家被覆盖单位期末前最近一次登记的职工人数之和", HeadCountSheet()
        ),
    )  # fmt: skip
