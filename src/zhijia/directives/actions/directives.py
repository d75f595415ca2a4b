"""Verbs of a directive, in the order the work happens: receive, confirm, assign, finish, answer; revise; withdraw."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhijia.directives import policy, standing
from zhijia.directives.actions import demands as part
from zhijia.directives.models import Demand, Directive, Edition
from zhijia.directives.versions import Pair
from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.plans.actions import plans as plan_verbs
from zhijia.plans.models import Task

MINE = {"allowed": policy.may_handle, "blocks": [policy.withdrawn]}


def _with_parts(
    rows: list[Directive], *, by: Seat, edition: Edition | None = None, demands: Sequence[Demand] = ()
) -> None:
    (directive,) = rows
    if edition is not None:
        edition.directive, edition.received_on = directive, directive.received_on
        part.keep(edition, by=by)
    if demands:
        for demand in demands:
            demand.directive, demand.edition = directive, edition
        part.note.all(list(demands), by=by)


@action(Directive, allowed=policy.may_handle, label="收文", then=_with_parts)
def receive(
    directive: Directive, *, by: Seat, edition: Edition | None = None, demands: Sequence[Demand] = ()
) -> None:
    """A superior's paper has come in, with the text and what was read in it, or typed by hand."""
    directive.union_id, directive.received_by_id = by.union_id, by.person_id
    _sensible(directive)


@action(Directive, label="改文件信息", **MINE)
def describe(directive: Directive, *, by: Seat, **values: Any) -> None:
    """Issuer, number, title, days, what is to be answered, as the paper really has them."""
    for name, value in values.items():
        setattr(directive, name, value)
    _sensible(directive)


def _sensible(directive: Directive) -> None:
    if directive.received_on > clock.today():
        raise Unfit(received_on="收到日期在今天之后。请填实际收到那天。")
    if directive.dated and directive.dated > directive.received_on:
        raise Unfit(dated="成文日期晚于收到日期，请核对这两个日期。")
    if directive.answer_due and directive.dated and directive.answer_due < directive.dated:
        raise Unfit(answer_due="回复期限早于成文日期，请核对。")


@action(Directive, label="核对完", **MINE)
def confirm(directive: Directive, *, by: Seat) -> None:
    """What was read in the paper is right; who does what is decided later."""


@action(Directive, label="分办完", **MINE)
def assign(directive: Directive, *, by: Seat) -> None:
    """Every demand has been decided on."""
    left = Demand.objects.filter(directive=directive, state="open").count()
    if left:
        raise Blocked(f"还有 {left} 条没有选怎么办。逐条选好，或者按“全部按建议办”。")


@action(Directive, label="按建议分办", **MINE)
def follow(directive: Directive, *, by: Seat, choices: Mapping[int, str]) -> None:
    """All demands still open go the way that was proposed: {demand: "task:12", "new", "own" or "shelve"}."""
    for demand in Demand.objects.filter(directive=directive, state="open").select_related("directive"):
        choose(demand, choices.get(demand.pk, ""), by=by)


def choose(demand: Demand, choice: str, *, by: Seat, **rest: Any) -> None:
    """One demand goes one way. `rest`: request key and version, where a person chose this one alone."""
    way, _, value = choice.partition(":")
    if way == "task":
        task = Task.objects.filter(pk=value).first()
        if task is None:
            raise Unfit("没有找到这项任务，请从列表里另选一项。")
        part.cover(demand, by=by, task=task, **rest)
    elif way == "new":
        part.add_task(demand, by=by, **rest)
    elif way == "own":
        part.take_on(demand, by=by, **rest)
    elif way == "shelve":
        part.shelve(demand, by=by, **rest)
    else:
        raise Unfit("没有选怎么办。请选由哪项任务落实、新增任务、不归我们办，或者先放着。")


@action(Directive, label="办结", **MINE)
def finish(directive: Directive, *, by: Seat) -> None:
    """Everything the paper asked for is done, declined or put aside; who finishes, follows from the records."""
    left = [one for one in standing.of_directive(directive) if one.is_open]
    if left:
        named = "、".join(f"第{one.demand.order}条" for one in left[:5])
        raise Blocked(f"还有 {len(left)} 条没办完（{named}）。不再办的，请选“不归我们办”写一句原因，再办结。")


@action(Directive, label="登记回复", **MINE)
def answer(directive: Directive, *, by: Seat, on: dt.date, what: str, whom: str = "") -> None:
    """What was sent back, to whom, on what day."""
    if on > clock.today():
        raise Unfit(on="日期在今天之后。请填实际回复那天。")
    if on < directive.received_on:
        raise Unfit(on=f"回复日期早于收到日期（{directive.received_on:%Y-%m-%d}），请核对。")
    directive.answered_on, directive.answered_what, directive.answered_whom = on, what, whom


@action(Directive, label="重新办理", **MINE)
def reopen(directive: Directive, *, by: Seat) -> None:
    """A later edition asks for more, or for another answer; called by `revise` alone."""
    directive.answered_on, directive.answered_what, directive.answered_whom = None, "", ""


@action(Directive, label="作废", needs_reason=True, **MINE)
def withdraw(directive: Directive, *, by: Seat) -> None:
    """Entered by mistake, or revoked by its issuer. Its tasks stay in the plan."""


# --- a later edition -----------------------------------------------------------------------------------------


def _revised(rows: list[Directive], *, by: Seat, edition: Edition, pairs: Iterable[Pair], **_: Any) -> None:
    (directive,) = rows
    moved = any(pair.kind in ("new", "changed") for pair in pairs)
    if directive.state in (Directive.State.DONE, Directive.State.ANSWERED) and moved:
        reopen(directive.pk, by=by)


@action(Directive, label="按新版办", then=_revised, **MINE)
def revise(
    directive: Directive,
    *,
    by: Seat,
    edition: Edition,
    pairs: Sequence[Pair],
    values: Mapping[str, Any],
    fits: Iterable[int] = (),
    gone: Mapping[int, str],
) -> None:
    """A later text takes effect: only what it changes is touched.

    `fits`: changed demands whose tasks are to follow; `gone`: what becomes of demands it no longer has: "keep"
    (the demand stands), "lapse" (it goes, its task stays), "cancel" (its task goes too).
    """
    for name, value in values.items():
        setattr(directive, name, value)
    _sensible(directive)
    for old in directive.editions.filter(state="in_force"):
        if not edition.partial:
            part.retire(old, by=by)
    part.adopt(edition, by=by)
    for pair in pairs:
        _take_over(directive, edition, pair, by, set(fits), gone)


def _take_over(
    directive: Directive, edition: Edition, pair: Pair, by: Seat, fits: set[int], gone: Mapping[int, str]
) -> None:
    if pair.kind == "new":
        last = directive.demands.order_by("order").last()
        pair.new.order = last.order + 1 if last else 1
        pair.new.directive, pair.new.edition = directive, edition
        part.note(pair.new, by=by)
    elif pair.kind == "changed":
        changes = pair.told if pair.old.task_id else []
        part.put_right(pair.old.pk, by=by, **pair.values, edition=edition, changes=changes)
        if pair.old.pk in fits and pair.old.task_id:
            part.fit_task(pair.old.pk, by=by)
    elif pair.kind == "same" and not edition.partial:
        part.put_right(pair.old.pk, by=by, edition=edition, start=pair.new.start, end=pair.new.end)
    elif pair.kind == "gone":
        _let_lapse(pair.old, gone.get(pair.old.pk, "keep"), directive, by)


def _let_lapse(demand: Demand, way: str, directive: Directive, by: Seat) -> None:
    if way in ("lapse", "cancel"):
        part.lapse(demand.pk, by=by)
    if way == "cancel" and demand.task and demand.task.state == "active":
        if Demand.objects.filter(task=demand.task_id, state="covered").exists():
            sentence = (
                f"“{demand.task.title}”还落实着别的条，不能跟着第{demand.order}条取消。请选“任务留着照做”。"
            )
            raise Blocked(sentence)
        plan_verbs.cancel(demand.task_id, by=by, reason=f"{directive}的新版取消了这一条")
