"""Verbs of a membership, in the order of a working life: join, change work, transfer, retain, restore, leave."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F, Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields, reason
from zhijia.kernel.scope import Seat, system
from zhijia.org import finding
from zhijia.org.models import Employer, Union
from zhijia.org.shared_fields import name_field
from zhijia.people import policy
from zhijia.people.codes import LEAVING, Began, Cause, Ended
from zhijia.people.models import Membership


class MembershipFields(Fields):
    """A membership's form: of the unions in reach those that have members, of their parts those one may be in."""

    def __call__(self, model: Any, data: Any = None, initial: Any = None) -> forms.Form:
        form = super().__call__(model, data, initial)
        unions = Union.objects.filter(state=Union.State.ACTIVE).order_by("code")
        narrowed = {
            "union": unions.filter(kind__in=Union.GRASSROOTS), "group": unions.filter(kind__in=Union.INNER),
            "employer": Employer.objects.order_by("name"),
        }  # fmt: skip
        for name in narrowed.keys() & form.fields.keys():
            form.fields[name].queryset = narrowed[name]  # type: ignore[attr-defined]
            form.fields[name].empty_label = "不填"  # type: ignore[attr-defined]
        return form


WORK = ("employer", "department", "position", "post_class", "employment", "migrant")
FURTHEST = dt.timedelta(days=366)  # what is decided may lie ahead by so much


def _placed(membership: Membership) -> None:
    if membership.group_id and membership.group.home_id != membership.union_id:
        raise Unfit(group="这个小组不是这个工会的，请重新选。")


def _first_day(membership: Membership) -> dt.date | None:
    """The span begins on the day of joining, but never before the union was there: nobody was counted then."""
    return max(membership.joined_on, membership.union.founded_on) if membership.joined_on else None


def _begun(membership: Membership, day: dt.date | None) -> None:
    """The first day of a new span, where none was given."""
    if membership.since is None:
        if day is None:
            raise Unfit(joined_on="请填入会日期。")
        membership.since = max(day, membership.union.founded_on)
    if membership.since > clock.today() + FURTHEST:
        raise Unfit(joined_on="入会日期离今天太远了。是不是年份打错了？")
    _placed(membership)


@action(Membership, allowed=policy.may_enrol, label="登记入会",
        form=MembershipFields("person", "union", "joined_on", "group", *WORK, optional=" ".join(("group", *WORK))))  # fmt: skip
def join(membership: Membership, *, by: Seat, **values: Any) -> None:
    """Admission on the member's own application (工会法 art. 3). A group's opinion beforehand is optional.

    The set form wants unions and groups as rows, not as ids: it asks the database nothing about single rows.
    """
    for name, value in values.items():
        setattr(membership, name, value)
    if membership.person_id is None or membership.union_id is None:
        raise Unfit("请先选是谁、入哪个工会。")
    membership.began = Began.JOINED
    _begun(membership, membership.joined_on)


@action(Membership, allowed=policy.may_enrol, label="重新入会",
        form=MembershipFields("joined_on", "group", *WORK, optional=" ".join(("group", *WORK)), today="joined_on"))  # fmt: skip
def rejoin(membership: Membership, *, by: Seat, **values: Any) -> None:
    """Somebody who was a member before joins again; the day of first joining is kept."""
    for name, value in values.items():
        setattr(membership, name, value)
    with system("查以前的会籍"):
        last = (
            Membership.objects.filter(person_id=membership.person_id)
            .order_by(F("left_on").desc(nulls_first=True), "-since")
            .first()
        )
    if last is None:
        raise Unfit(person="以前没有会籍，请办“入会”。")
    on = membership.since or membership.joined_on
    if last.left_on is None or (on and on < last.left_on):
        raise Unfit(joined_on="这一天还在以前那段会籍里。请核对日期，或者办会籍接转。")
    membership.began = Began.REJOINED
    _begun(membership, on)
    membership.joined_on = last.joined_on or membership.joined_on


@action(Membership, allowed=policy.may_enrol, label="续接会籍", quiet=True)
def go_on(membership: Membership, *, by: Seat) -> None:
    """The next span of the same person; opened by the verb that ended the last one, never by itself."""
    _placed(membership)


@action(Membership, allowed=policy.may_enrol, label="开始接转", quiet=True)
def set_out(membership: Membership, *, by: Seat) -> None:
    """A transfer of hers is under way; she counts here until it is done."""


@action(Membership, allowed=policy.may_enrol, label="不再接转", quiet=True)
def stay(membership: Membership, *, by: Seat) -> None:
    """The transfer was taken back."""


def _followed(rows: list[Membership], *, by: Seat, **_: Any) -> None:
    follow = [row.follow for row in rows]  # type: ignore[attr-defined]
    go_on.all(follow, by=by)
    if moving := [(row, {}) for row in follow if row.still_moving]:
        set_out.each(moving, by=by)


def _end(row: Membership, on: dt.date, how: Ended) -> None:
    if on < row.since:
        raise Unfit(on=f"日期在 {row.since:%Y-%m-%d} 之前，那时这一段会籍还没有开始。请核对日期。")
    if on > clock.today() + FURTHEST:
        raise Unfit(on="日期离今天太远了。是不是年份打错了？")
    row.left_on, row.ended = on, how


def _next(row: Membership, began: Began, **changes: Any) -> None:
    """The span that begins on the day this one ends; the same but for what changed."""
    same = ("person_id", "union_id", "group_id", "kind", "cause", "joined_on", "employer_id", *WORK[1:])
    follow = Membership(**{name: getattr(row, name) for name in same}, since=row.left_on, began=began)
    for name, value in changes.items():
        setattr(follow, name, value)
    # Whatever changes while she is on her way, she still is; the transfer itself brings her there.
    follow.still_moving = row.state == Membership.State.MOVING and began != Began.TRANSFERRED  # type: ignore[attr-defined]
    row.follow = follow  # type: ignore[attr-defined]


@action(Membership, allowed=policy.may_enrol, label="单位或用工变动", then=_followed,
        form=MembershipFields(*WORK, optional=" ".join(WORK),
                              on=day_field("变动日期", "从这天起按新情况统计。"), today="on"))  # fmt: skip
def change_work(membership: Membership, *, by: Seat, on: dt.date, **work: Any) -> None:
    """From this day on another employer, post or form of employment; counts of earlier days keep the old ones."""
    _end(membership, on, Ended.CHANGED)
    _next(membership, Began.CHANGED, **work)


@action(Membership, allowed=policy.may_enrol, label="转到别的工会", then=_followed)
def transfer(
    membership: Membership, *, by: Seat, to: Union, on: dt.date, employer: Employer | None = None
) -> None:
    """The membership goes on in another union (一次入会、动态接转). Both unions must lie in the seat's reach."""
    if to.pk == membership.union_id:
        raise Unfit(to="转入的就是现在的工会。请另选一个。")
    _end(membership, on, Ended.TRANSFERRED)
    _next(membership, Began.TRANSFERRED, union=to, group=None, employer=employer, department="", position="")


@action(Membership, allowed=policy.may_enrol, blocks=[policy.only_retained], label="转为保留会籍", then=_followed,
        form=Fields("cause", on=day_field("保留自"), today="on"))  # fmt: skip
def retain(membership: Membership, *, by: Seat, on: dt.date, cause: str) -> None:
    """Retired, out of work, in service: the membership is kept without dues and vote, and counts no more (rules §1.5)."""
    if cause not in Cause:
        raise Unfit(cause="请选保留会籍的原因。")
    _end(membership, on, Ended.RETAINED)
    _next(membership, Began.RETAINED, kind=Membership.Kind.RETAINED, cause=cause)


@action(Membership, allowed=policy.may_enrol, blocks=[policy.not_retained], label="恢复会籍", then=_followed,
        form=Fields(on=day_field("恢复自"), today="on"))  # fmt: skip
def restore(membership: Membership, *, by: Seat, on: dt.date) -> None:
    """Somebody whose membership was retained works again and counts again."""
    _end(membership, on, Ended.RESTORED)
    _next(membership, Began.RESTORED, kind=Membership.Kind.ORDINARY, cause="")


@action(Membership, allowed=policy.may_enrol, blocks=[policy.only_temporary], label="转为职工会员", then=_followed,
        form=MembershipFields("employer", optional="employer", on=day_field("转为职工会员自"), today="on"))  # fmt: skip
def make_ordinary(membership: Membership, *, by: Seat, on: dt.date, employer: Employer | None = None) -> None:
    """A temporary member (临时会员) has an employer whose union covers her now (rules §1.5)."""
    _end(membership, on, Ended.CHANGED)
    _next(membership, Began.CHANGED, kind=Membership.Kind.ORDINARY, employer=employer or membership.employer)


@action(Membership, allowed=policy.may_enrol, label="编入小组",
        form=Fields(part=name_field("工会小组或分工会", "写名称、简称或代码；不填就是移出小组。", required=False)))  # fmt: skip
def regroup(membership: Membership, *, by: Seat, part: str = "") -> None:
    """Groups are drawn anew (A09): from now on she belongs to this one. Counts of unions do not hang on groups."""
    membership.group = finding.the_union(part, by, Union.INNER, "part") if part.strip() else None
    if membership.group and membership.group.home_id != membership.union_id:
        raise Unfit(
            part=f"{membership.group.short_name}不是{membership.union.short_name}的。请写本工会里的小组。"
        )


HOW = forms.ChoiceField(
    label="怎样离会", choices=[(one.value, one.label) for one in LEAVING], initial=Ended.GONE,
    error_messages={"required": "请选怎样离会。", "invalid_choice": "请重新选怎样离会。"},
)  # fmt: skip


@action(
    Membership,
    allowed=policy.may_enrol,
    label="离会",
    needs_reason=True,
    form=Fields(
        "left_on", today="left_on", ended=HOW, reason=reason("会写进办理过程。", "原因", required=True)
    ),
)
def leave(membership: Membership, *, by: Seat, left_on: dt.date, ended: str = Ended.GONE) -> None:
    """The membership ends on that day; the row stays, so that past totals stay true."""
    if left_on < membership.since:
        raise Unfit(left_on="离会日期在入会日期之前。请核对两个日期。")
    if ended not in LEAVING:
        raise Unfit(ended="请选怎样离会。")
    _end(membership, left_on, Ended(ended))


def _after_the_last(membership: Membership) -> None:
    """A span that begins earlier than was thought still begins after the one before it: nobody is a member twice."""
    with system("查以前的会籍"):
        others = Membership.objects.filter(person_id=membership.person_id).exclude(pk=membership.pk)
        before = others.filter(~Q(left_on=F("since")), left_on__gt=membership.since)
        if before.filter(since__lt=membership.left_on or dt.date.max).exists():
            raise Unfit(joined_on="这一天还在以前那段会籍里。请核对日期。")


@action(Membership, allowed=policy.may_enrol, label="更正会籍信息",
        form=MembershipFields("group", "joined_on", *WORK, optional=" ".join(("group", "joined_on", *WORK))))  # fmt: skip
def correct(membership: Membership, *, by: Seat, **values: Any) -> None:
    """What was written about this span was wrong from its first day. A change since a day is `change_work`."""
    was, began_with_joining = membership.since, membership.since == _first_day(membership)
    for name, value in values.items():
        setattr(membership, name, value)
    if began_with_joining:
        membership.since = _first_day(membership) or membership.since
        if membership.since < was:
            _after_the_last(membership)
    if membership.joined_on and membership.joined_on > clock.today() + FURTHEST:
        raise Unfit(joined_on="入会日期离今天太远了。是不是年份打错了？")
    if membership.left_on and membership.since > membership.left_on:
        raise Unfit(joined_on="入会日期在离会日期之后。请核对两个日期。")
    _placed(membership)
