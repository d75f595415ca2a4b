"""Verbs of employers: registered, called also, covered, counted, corrected, closed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding, policy, rules
from zhijia.org.lists import key
from zhijia.org.models import Coverage, Employer, EmployerAlias, HeadCount, Union
from zhijia.org.shared_fields import name_field
from zhijia.org.tree import in_force

TOLD = ("name", "nature", "ownership", "trade", "size", "credit_code", "address", "phone")
OPTIONAL = "ownership trade size credit_code address phone"
ALSO = "要加别的名称，请打开它登记又名。"
TWICE = "是同一家的话，请用“和另一家是同一家”。"
COVERING = (*Union.GRASSROOTS, Union.Kind.FEDERATION)


def employers_named(name: str) -> list[Employer]:
    """The employers in reach that bear this name or trade under it; spellings of one name are one."""
    named = Q(name=name.strip()) | Q(
        pk__in=EmployerAlias.objects.filter(name=name.strip()).values("employer_id")
    )
    found = list(Employer.objects.filter(named, same_as=None)[:3])
    if found or not (wanted := key(name)):
        return found
    # Brackets, blanks and width do not count: compared here, among those that share the first two signs.
    near = Employer.objects.filter(name__startswith=name.strip()[:2], same_as=None)[:500]
    return [one for one in near if key(one.name) == wanted]


def _past(on: dt.date, field: str, wanted: str) -> None:
    if on > clock.today():
        raise Unfit(**{field: f"日期在今天之后。{wanted}"})
    if on.year < rules.EARLIEST:
        raise Unfit(**{field: "年份太早了。是不是打错了？"})


def _told(employer: Employer, values: dict[str, Any]) -> None:
    renamed = values.get("name", employer.name).strip() != employer.name
    for name, value in values.items():
        setattr(employer, name, value)
    employer.name = employer.name.strip()
    if not employer.name:
        raise Unfit(name="请填单位名称。")
    if renamed and (there := [one for one in employers_named(employer.name) if one.pk != employer.pk]):
        raise Unfit(name=f"已经有这一家了：{there[0].name}。{TWICE if employer.pk else ALSO}")
    employer.credit_code = rules.tidy_code(employer.credit_code)
    if employer.credit_code and (fault := rules.code_fault(employer.credit_code)):
        raise Unfit(credit_code=fault)


def _covered(employers: list[Employer], *, by: Seat, covers: Sequence[Coverage] = (), **_: Any) -> None:
    for employer, coverage in zip(employers, covers, strict=False):
        coverage.employer = employer
    if covers:
        cover.all(list(covers), by=by)


@action(Employer, allowed=policy.may_register_employer, label="登记单位", then=_covered,
        form=Fields(*TOLD, optional=OPTIONAL))  # fmt: skip
def register(employer: Employer, *, by: Seat, covers: Sequence[Coverage] = (), **values: Any) -> None:
    """An employer enters the register once, whatever names it trades under (A02).

    With `covers`, one for each, a union covers it at once; it is canvassed by the union that registered it.
    """
    if not by.is_system:
        employer.area_id = employer.area_id or by.union_id
    if not values:
        return
    _told(employer, values)


@action(EmployerAlias, allowed=policy.may_register_employer, label="登记又名")
def call_also(alias: EmployerAlias, *, by: Seat) -> None:
    """Another name of the same plant (一厂多名)."""


@action(Coverage, allowed=policy.may_organise, label="纳入覆盖")
def cover(coverage: Coverage, *, by: Seat) -> None:
    """From this day the union covers this employer (A05)."""


@action(HeadCount, allowed=policy.may_register_employer, label="登记职工人数")
def count_heads(count: HeadCount, *, by: Seat) -> None:
    """How many people the employer had on that day: the denominator of the joining rate."""


# --- on the page of one employer ----------------------------------------------------------------------------


@action(Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="更正",
        form=Fields(*TOLD, optional=OPTIONAL))  # fmt: skip
def correct_employer(employer: Employer, *, by: Seat, **values: Any) -> None:
    """What was written of it was wrong or has changed."""
    _told(employer, values)


@action(Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="登记又名",
        form=Fields(alias=name_field("又名")))  # fmt: skip
def name_also(employer: Employer, *, by: Seat, alias: str) -> None:
    """It trades under another name as well; it still counts once."""
    there = employers_named(alias)
    if any(one.pk == employer.pk for one in there):
        raise Unfit(alias=f"它已经叫“{alias}”了，不用再登记。")
    if there:
        raise Unfit(
            alias=f"“{alias}”已经登记成另一家单位了。是同一家的话，请打开那一家，用“和另一家是同一家”。"
        )
    call_also(EmployerAlias(employer=employer, name=alias.strip()), by=by)


@action(
    Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="登记职工人数",
    form=Fields(today="counted_on", counted_on=day_field("截至日期"), employees=forms.IntegerField(
        label="职工人数", min_value=0, max_value=1_000_000, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "请填职工人数。", "invalid": "职工人数只填整数，如 42。",
                        "max_value": "这个数太大了。是不是多打了几个 0？", "min_value": "不能是负数。"})),
)  # fmt: skip
def count(employer: Employer, *, by: Seat, counted_on: dt.date, employees: int) -> None:
    """How many people it has on a day. The same day counted again replaces the number."""
    _past(counted_on, "counted_on", "请填数人那一天。")
    heads_counted(employer, counted_on, employees, by)


def heads_counted(employer: Employer, on: dt.date, employees: int, by: Seat) -> None:
    there = HeadCount.objects.filter(employer=employer, counted_on=on).first()
    if there is None:
        count_heads(HeadCount(employer=employer, counted_on=on, employees=employees), by=by)
    elif there.employees != employees:
        there.employees, there.version = employees, there.version + 1
        there.save(update_fields=["employees", "version"])


def _covered_from(employers: list[Employer], *, by: Seat, **_: Any) -> None:
    spans = []
    for employer in employers:
        union, on = employer.covering  # type: ignore[attr-defined]
        end_coverage(employer, on)
        spans.append(Coverage(union=union, employer=employer, valid_from=on))
    cover.all(spans, by=by)


def spans_after(on: dt.date, employers: Sequence[int | None]) -> QuerySet[Coverage]:
    """What begins to cover them after that day, the earliest first."""
    rows = Coverage.objects.filter(employer__in=employers, valid_from__gt=on)
    return rows.select_related("union").order_by("valid_from")


def covered_later(span: Coverage) -> str:
    """Why that day will not do: what came later would be wiped out."""
    return f"它 {span.valid_from:%Y-%m-%d} 起由{span.union.short_name}覆盖，这一天在那以前。请填那天或以后的日期。"


def end_coverage(employer: Employer, on: dt.date) -> None:
    """From that day no union covers it; a span that would begin later never was."""
    for span in Coverage.objects.filter(in_force(on) | Q(valid_from__gt=on), employer=employer):
        if span.valid_from >= on:
            span.delete()
        else:
            span.valid_to, span.version = on, span.version + 1
            span.save(update_fields=["valid_to", "version"])


@action(
    Employer, allowed=policy.may_register_employer, blocks=[policy.folded, policy.gone], label="由哪个工会覆盖",
    then=_covered_from,
    form=Fields(union=name_field("工会", "写名称、简称或代码。"), on=day_field("从哪天起")),
)  # fmt: skip
def put_under(employer: Employer, *, by: Seat, union: str | Union, on: dt.date) -> None:
    """From this day another union covers it; the days before stay as they were.

    A page gives the union as somebody wrote it, the set form as a row.
    """
    new = finding.the_union(union, by, COVERING, "union") if isinstance(union, str) else union
    if new.founded_on > on:
        raise Unfit(on=f"{new.short_name}在这一天还没有成立（{new.founded_on:%Y-%m-%d}）。请核对日期。")
    if on > clock.today() + dt.timedelta(366):
        raise Unfit(on="这一天太远了。是不是年份打错了？")
    if later := spans_after(on, [employer.pk]).exclude(union=new).first():
        raise Unfit(on=covered_later(later))
    if new.kind == Union.Kind.SINGLE and Coverage.objects.filter(in_force(on), union=new).exclude(
        employer=employer
    ).exists():  # fmt: skip
        raise Unfit(union=f"{new.short_name}是单独基层工会，已经覆盖了一家单位。多家的请用联合工会。")
    employer.covering = new, on  # type: ignore[attr-defined]


@action(Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="注销", needs_reason=True,
        form=Fields(on=day_field("注销日期"), reason=forms.CharField(
            label="原因", max_length=200, error_messages={"required": "请写一句原因。"})))  # fmt: skip
def close_down(employer: Employer, *, by: Seat, on: dt.date) -> None:
    """The firm is gone: from that day it is covered by nobody and counts no more."""
    _past(on, "on", "请到那一天再办。")
    if later := spans_after(on, [employer.pk]).first():
        raise Unfit(on=covered_later(later))
    employer.closed_on = on
    end_coverage(employer, on)


@action(Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="恢复存续", needs_reason=True,
        form=Fields(reason=forms.CharField(label="原因", max_length=200, help_text="如：注销登记错了单位。",
                                           error_messages={"required": "请写一句原因。"})))  # fmt: skip
def reopen(employer: Employer, *, by: Seat) -> None:
    """It was closed by mistake: it stands, and whoever covered it till that day does so again, where that union can."""
    spans = Coverage.objects.filter(
        employer=employer, valid_to=employer.closed_on, union__state=Union.State.ACTIVE
    )
    for span in spans.select_related("union"):
        if span.union.kind == Union.Kind.SINGLE and _covers_another(span.union, employer):
            continue
        span.valid_to, span.version = None, span.version + 1
        span.save(update_fields=["valid_to", "version"])
    employer.closed_on = None


def _covers_another(union: Union, employer: Employer) -> bool:
    spans = Coverage.objects.filter(in_force(clock.today()), union=union)
    return spans.exclude(employer=employer).exists()


@action(
    Employer, allowed=policy.may_register_employer, blocks=[policy.folded], label="和另一家是同一家", needs_reason=True,
    form=Fields(other=name_field("另一家的名称", "留下的那一家，写全称。"), reason=forms.CharField(
        label="怎么知道的", max_length=200, help_text="如：同一个大门、同一个法人。",
        error_messages={"required": "请写一句依据。"})),
)  # fmt: skip
def fold_into(employer: Employer, *, by: Seat, other: str) -> None:
    """Registered twice, it is one plant: this name becomes another name of the one that stays, and counts no more."""
    found = [one for one in employers_named(other) if one.pk != employer.pk]
    if len(found) != 1:
        raise Unfit(other=f"没有找到“{other}”这一家。请照登记的名称写。")
    if (
        Coverage.objects.filter(employer=employer).exists()
        and not Coverage.objects.filter(employer=found[0]).exists()
    ):
        raise Unfit(other=f"{found[0].name}还没有工会覆盖，这一家有。请反过来，把那一家并到这一家。")
    employer.same_as = found[0]
    call_also(EmployerAlias(employer=found[0], name=employer.name), by=by)
    EmployerAlias.objects.filter(employer=employer).update(employer=found[0])
