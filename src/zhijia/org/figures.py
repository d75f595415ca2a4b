"""What the organisation reports upward: unions by kind, employers covered, employees."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse

from zhijia.kernel.figures import Ask, Figure, Sheet, declare
from zhijia.kernel.figures.registry import Reading
from zhijia.org import queries
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount, Union
from zhijia.org.tree import in_force

UNION_FILTERS = {
    "org.unions": {},
    "org.unions_enterprise": {"nature": "enterprise"},
    "org.unions_single": {"nature": "enterprise", "kind": "single"},
    "org.unions_joint": {"nature": "enterprise", "kind": "joint"},
    "org.new_unions": {"founded": "period"},
}
EMPLOYER_FILTERS = {
    "org.employers": {"nature": "enterprise"},
    "org.employers_joint": {"nature": "enterprise", "through": "joint"},
    "org.units": {},
}


def address(name: str, ask: Ask, **filters: str) -> str:
    """A list's address with the union, the lower ones and the period of the question, then the filters."""
    code = ask.union_code or Union.objects.values_list("code", flat=True).get(pk=ask.union_id)
    query = {"u": code, "sub": "1" if ask.subtree else "0", "period": ask.period.code, **filters}
    return f"{reverse(name)}?" + "&".join(f"{key}={value}" for key, value in query.items())


class UnionSheet(Sheet):
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        counts = {code.replace(".", "_"): Count("pk", filter=self._filter(code, ask)) for code in codes}
        found = queries.grassroots(ask, ask.period.end).aggregate(**counts)
        return {code: _counted(found[code.replace(".", "_")]) for code in codes}

    def _filter(self, code: str, ask: Ask) -> Q:
        terms = dict(UNION_FILTERS[code])
        if terms.pop("founded", None):
            return Q(founded_on__range=(ask.period.start, ask.period.end), **terms)
        return Q(pk__isnull=False, **terms)

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("org:unions", ask, **UNION_FILTERS[code])


class EmployerSheet(Sheet):
    def read(self, codes: Iterable[str], ask: Ask) -> dict[str, Reading]:
        day = ask.period.end
        counts = {code.replace(".", "_"): Count("pk", filter=self._filter(code, ask)) for code in codes}
        found = queries.covered(ask, day).aggregate(**counts)
        return {code: _counted(found[code.replace(".", "_")]) for code in codes}

    def _filter(self, code: str, ask: Ask) -> Q:
        terms = dict(EMPLOYER_FILTERS[code])
        through = terms.pop("through", None)
        wanted = Q(pk__isnull=False, **terms)
        if through:
            wanted &= Q(pk__in=through_kind(through, ask))
        return wanted

    def rows_url(self, code: str, ask: Ask) -> str:
        return address("org:employers", ask, **EMPLOYER_FILTERS[code])


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


def employers_called(name: str) -> QuerySet:
    """Ids of employers that have an alias holding these words."""
    return EmployerAlias.objects.filter(name__contains=name).values("employer_id")


def with_counts(unions: QuerySet[Union], day: dt.date) -> QuerySet[Union]:
    """Each union with `employers`: how many employers it covers on the day."""
    spans = Coverage.objects.filter(in_force(day), union=OuterRef("pk")).order_by().values("union")
    return unions.annotate(employers=Subquery(spans.annotate(n=Count("pk")).values("n")))


def _counted(n: int) -> Reading:
    return Reading(Decimal(n), n)


def declare_figures() -> None:
    unions, employers = UnionSheet(), EmployerSheet()
    declare(
        Figure("org.unions", "基层工会", "个", "期末在册的基层工会，分工会和小组不算", unions),
        Figure(
            "org.unions_enterprise",
            "企业基层工会",
            "个",
            "期末在册的企业基层工会，单独的和联合的都算",
            unions,
        ),
        Figure("org.unions_single", "单独建会", "个", "期末在册、由一家企业单独建立的基层工会", unions),
        Figure("org.unions_joint", "联合工会", "个", "期末在册、由多家企业联合建立的基层工会", unions),
        Figure("org.new_unions", "新建工会", "个", "成立日期在期内的基层工会", unions),
        Figure("org.employers", "覆盖企业", "家", "期末由基层工会覆盖的企业，一厂多名只算一家", employers),
        Figure("org.employers_joint", "联合工会覆盖企业", "家", "期末由联合基层工会覆盖的企业", employers),
        Figure("org.units", "覆盖单位", "家", "期末覆盖的全部单位，含学校、医院、社区和机关", employers),
        Figure(
            "org.employees", "职工", "人", "每家被覆盖单位期末前最近一次登记的职工人数之和", HeadCountSheet()
        ),
    )
