"""A verb: open, lock, allowed, blocked, may it move, change, save, still in reach, recorded."""

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import psycopg.errors
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Case, Q, When

from zhijia.kernel import clock
from zhijia.kernel.actions import sets
from zhijia.kernel.actions.refusals import Blocked, MoveRefused, NotAllowed, Stale
from zhijia.kernel.scope import ScopedModel, Seat, scope
from zhijia.kernel.trail.models import Event, EventRow

UNDO_MINUTES = 10
LARGEST_ID = 2**63 - 1  # what a bigint holds; an address may carry more
KEY = re.compile("[0-9A-Za-z_-]{1,64}")
# A model with `doubled` says itself what there is already and what to do.
DOUBLED_SAID = "已经有一条同样的记录，或者日期和它交叉。请核对后再存。"
SENT_ALREADY = "这张表单已经交过一次了。请刷新页面，看看结果再填。"
NO_RIGHT = "您这个身份不能办这一步，请找本单位工会主席或经办的同志。"
NO_ROW = Q(pk__isnull=True)
DOUBLED = (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation)

Policy = Callable[[Seat], Q]


def block(sentence: str) -> Callable[[Policy], Policy]:
    """Mark a policy as a block: rows it matches are refused with this sentence."""

    def mark(policy: Policy) -> Policy:
        policy.sentence = sentence  # type: ignore[attr-defined]
        return policy

    return mark


otherwise = block  # of a permission: what it tells everybody it leaves out, such as whose turn it is


class Action:
    """One verb of one model. Call it with the row (or its id), `by=` a seat and the verb's own values.

    `key` is the form's request key: a repeat gives the first result back and changes nothing; for another row
    it is refused.
    `version` is the row's version when the form was drawn; an older one raises `Stale`.
    The body changes the row in memory; `then(rows, by=…, **values)` follows once rows have their ids.
    Raises `NotAllowed`, `Blocked`, `MoveRefused`, `Stale`, and whatever `Unfit` the body raises.
    """

    do_not_call_in_templates = True  # a template that names a verb wants its label

    def __init__(
        self,
        model: type[ScopedModel],
        body: Callable[..., Any],
        *,
        allowed: Policy,
        label: str,
        blocks: Sequence[Policy] = (),
        undo: str = "",
        needs_reason: bool = False,
        quiet: bool = False,
        form: Any = None,
        then: Callable[..., Any] | None = None,
    ) -> None:
        self.model, self.body, self.allowed, self.label = model, body, allowed, label
        self.blocks, self.undo, self.needs_reason, self.then = blocks, undo, needs_reason, then
        self.form = form  # what a page asks for: `kernel.ledger.Fields`, or a form class
        self.quiet = quiet  # bookkeeping that does not stand in the way of an undo
        self.name = body.__name__
        self.__doc__ = body.__doc__
        self.move = model.moves.get(self.name) if hasattr(model, "moves") else None
        _verbs[self.verb] = self

    @property
    def verb(self) -> str:
        return f"{self.model._meta.app_label}.{self.model._meta.model_name}.{self.name}"

    def __call__(
        self,
        row: Any,
        *,
        by: Seat,
        key: str | None = None,
        version: int | str | None = None,
        reason: str = "",
        **values: Any,
    ) -> Any:
        key = key or None
        if key and not KEY.fullmatch(key):
            raise Blocked("这张表单不完整。请刷新页面，再填一次。")
        with scope(by):
            first = self._first_result(row, key, by)
            if first is not None:
                return first
            try:
                return self._run(row, by=by, key=key, version=version, reason=reason, **values)
            except IntegrityError as error:
                # Two equal requests at once: the second waited for the first's key and lost.
                first = self._first_result(row, key, by)
                if first is not None:
                    return first
                if key and Event.objects.filter(key=key).exists():
                    raise Blocked(SENT_ALREADY) from None
                if isinstance(error.__cause__, DOUBLED):
                    raise Blocked(getattr(self.model, "doubled", DOUBLED_SAID)) from error
                raise

    def _run(
        self, row: Any, *, by: Seat, key: str | None, version: int | str | None, reason: str, **values: Any
    ) -> ScopedModel:
        row_id = _id_of(row)
        new = row_id is None
        with opened(self.verb, by=by, key=key, reason=reason, row_id=row_id):
            if new:
                before: dict[str, Any] = {}
            else:
                row = self._locked(row_id)
                if version is not None and str(version) != str(row.version):  # as it stands in the form
                    raise Stale(row)
                self._check(row, by)
                if self.takes_back and undoable(row, by) is not self:
                    raise Blocked("撤销只在记下后十分钟内、没有别的改动时可以用。现在请用“作废”，写明原因。")
                before = _kept(row)
            self._may_move(row, new)
            if self.needs_reason and not reason.strip():
                raise Blocked(f"“{self.label}”要写明原因，一句话就行。")
            if "reason" in inspect.signature(self.body).parameters:
                values["reason"] = reason
            self.body(row, by=by, **values)
            if self.move:
                row.state = self.move.target
            if new:
                row.save(force_insert=True)
                if self.then:
                    self.then([row], by=by, **values)
                self._check(row, by)
            else:
                row.version += 1
                row.save(update_fields=_changed(row, before))
                if self.then:
                    self.then([row], by=by, **values)
                if not self.model.objects.filter(pk=row.pk).exists():
                    raise NotAllowed("改完以后这一条会离开您的管理范围，没有保存。请找上级工会办理。")
        return row

    @property
    def asks(self) -> bool:
        """Has it a form to fill in? A template would call the form itself instead of asking whether there is one."""
        return self.form is not None

    def is_for(self, by: Seat) -> bool:
        """May the seat use it on any row at all? Where its permission matches none, a page need not offer it."""
        return by.is_system or self.allowed(by) != NO_ROW

    @property
    def no_right(self) -> str:
        """What is said to whom the permission leaves out."""
        return getattr(self.allowed, "sentence", NO_RIGHT)

    @property
    def takes_back(self) -> bool:
        """Is this the verb that undoes another one of the same model?"""
        return any(verb.undo == self.name and verb.model is self.model for verb in _verbs.values())

    def _locked(self, pk: int | None) -> Any:
        try:
            return self.model.objects.select_for_update(of=("self",)).get(pk=pk)
        except self.model.DoesNotExist:
            raise NotAllowed() from None

    def _check(self, row: ScopedModel, by: Seat) -> None:
        """One statement asks the permission and every block of the row as it stands in the database."""
        if sentence := _asked(row, [self], by)[self]:
            raise NotAllowed(sentence) if sentence == self.no_right else Blocked(sentence)

    def _may_move(self, row: Any, new: bool) -> None:
        if self.move and not new and row.state not in self.move.sources:
            raise MoveRefused(
                f"这一条现在是“{row.get_state_display()}”，不能“{self.label}”。请刷新页面再看。"
            )

    def _first_result(self, row: Any, key: str | None, by: Seat) -> Any:
        """The row an earlier request with the same key left behind, or None."""
        if not key:
            return None
        event = Event.objects.filter(key=key, verb=self.verb, person_id=by.person_id).first()
        if event is None:
            return None
        if event.row_id != _id_of(row):
            raise Blocked(SENT_ALREADY)
        made = EventRow.objects.filter(event=event, kind=self.model._meta.db_table, op="I").order_by("row_id")
        row_id = event.row_id or made.values_list("row_id", flat=True).first()
        return self.model.objects.filter(pk=row_id).first()

    def may(self, row: Any, by: Seat) -> bool:
        """Would the verb be allowed on this row now? For drawing buttons; the verb asks again itself."""
        if self.move and self.move.sources and row.state not in self.move.sources:
            return False
        if self.takes_back and undoable(row, by) is not self:
            return False
        return not self.why_not(row, by)

    def why_not(self, row: ScopedModel, by: Seat) -> str:
        """The sentence of the permission or block that stands against it, for beside a button; else nothing."""
        try:
            self._check(row, by)
        except (NotAllowed, Blocked) as refusal:
            return refusal.sentence
        return ""

    def all(self, rows: list[Any] | sets.Ready, *, by: Seat, reason: str = "", **values: Any) -> list[Any]:
        """The set form of a verb that makes rows: the same body for each, one event and one insert for all."""
        with scope(by), opened(self.verb, by=by, reason=reason):
            if not isinstance(rows, sets.Ready):
                self._begin(rows, by, values)
            made = sets.add(self.model, rows)
            if self.then:
                self.then(made, by=by, **values)
            self._check_all(self.model.objects.filter(pk__any_of=[row.pk for row in made]), len(made), by)
        return made

    def ready(self, rows: list[Any], *, by: Seat, **values: Any) -> sets.Ready:
        """What `all` does before it asks the database, done ahead. The rows have their ids; the body asks no database."""
        self._begin(rows, by, values)
        return sets.ready(self.model, rows)

    def _begin(self, rows: list[Any], by: Seat, values: dict[str, Any]) -> None:
        for row in rows:
            self.body(row, by=by, **values)
            if self.move:
                row.state = self.move.target

    def each(
        self,
        changes: Sequence[tuple[Any, dict[str, Any]]],
        *,
        by: Seat,
        reason: str = "",
        versions: Any = None,
    ) -> list[Any]:
        """The set form of a verb that changes rows: the same body for each with values of its own, one event for all.

        `changes` holds (row or id, values); `versions` the version seen of each id. One row that is refused, moved
        or changed meanwhile refuses the set.
        """
        values = {_id_of(row): given for row, given in changes}
        with scope(by), opened(self.verb, by=by, reason=reason):
            wanted = self.model.objects.filter(pk__any_of=values)
            rows: list[Any] = list(wanted.select_for_update(of=("self",)).order_by("pk"))
            if len(rows) != len(values):
                raise NotAllowed("其中有的记录不在您的管理范围里，整批没有保存。")
            self._check_all(wanted, len(rows), by)
            takes_reason = "reason" in inspect.signature(self.body).parameters
            written = []
            for row in rows:
                if versions and row.pk in versions and row.version != versions[row.pk]:
                    raise Stale(row)
                self._may_move(row, False)
                if self.needs_reason and not reason.strip():
                    raise Blocked(f"“{self.label}”要写明原因，一句话就行。")
                before, given = _kept(row), values[row.pk]
                if takes_reason:
                    given = {**given, "reason": reason}
                self.body(row, by=by, **given)
                if self.move:
                    row.state = self.move.target
                row.version += 1
                written.append((row, _changed(row, before)))
            sets.write(written)
            if self.then:
                self.then(rows, by=by)
            if self.model.objects.filter(pk__any_of=values).count() != len(rows):
                raise NotAllowed("改完以后有的记录会离开您的管理范围，整批没有保存。")
        return rows

    def _check_all(self, rows: models.QuerySet, many: int, by: Seat) -> None:
        """The permission and every block, asked of a set at once."""
        if by.is_system:
            return
        if rows.filter(self.allowed(by)).count() != many:
            raise NotAllowed("其中有的记录不在您的管理范围里，整批没有保存。")
        for policy in self.blocks:
            if rows.filter(policy(by)).exists():
                raise Blocked(policy.sentence)  # type: ignore[attr-defined]


def _id_of(row: Any) -> int | None:
    """The id of a row or an id itself; None for a row that the verb is to make."""
    if not isinstance(row, models.Model):
        if int(row) > LARGEST_ID:
            raise NotAllowed()
        return int(row)
    return None if row._state.adding else int(row.pk)


def _kept(row: models.Model) -> dict[str, Any]:
    """The row's values before the body; lists and mappings copied, since a body may change them in place."""
    return {name: deepcopy(v) if isinstance(v, (list, dict)) else v for name, v in row.__dict__.items()}


def _changed(row: models.Model, before: dict[str, Any]) -> list[str]:
    fields = row._meta.concrete_fields
    return [f.name for f in fields if before.get(f.attname) != row.__dict__.get(f.attname)]


def _asked(row: Any, verbs: Sequence[Action], by: Seat) -> dict[Action, str]:
    """For each verb why the seat may not use it on this row: nothing, the sentence of a block, or `no_right`."""
    if by.is_system:
        return dict.fromkeys(verbs, "")
    questions = {}
    for n, verb in enumerate(verbs):
        for m, policy in enumerate((verb.allowed, *verb.blocks)):
            questions[f"q{n}_{m}"] = Case(When(policy(by), then=True), default=False)
    answer = type(row).objects.filter(pk=row.pk).annotate(**questions).values(*questions).first() or {}
    found = {}
    for n, verb in enumerate(verbs):
        blocked = (p.sentence for m, p in enumerate(verb.blocks, start=1) if answer.get(f"q{n}_{m}"))  # type: ignore[attr-defined]
        found[verb] = next(blocked, "") if answer.get(f"q{n}_0") else verb.no_right
    return found


def offered(row: Any, verbs: Sequence[Action], by: Seat) -> dict[Action, str]:
    """Of these verbs those that lead on from the row's state, each with the reason why it is closed to the seat.

    One statement for all; for drawing buttons, the verb asks again itself.
    """
    open_now = [verb for verb in verbs if not verb.move or row.state in verb.move.sources]
    return _asked(row, open_now, by) if open_now else {}


_verbs: dict[str, Action] = {}


def verb_named(verb: str) -> Action | None:
    return _verbs.get(verb)


def action(model: type[ScopedModel], **declared: Any) -> Callable[[Callable[..., Any]], Action]:
    """Declare a verb; see `Action` for what it does and `architecture.md` §5 for the order."""

    def declare(body: Callable[..., Any]) -> Action:
        return Action(model, body, **declared)

    return declare


@contextmanager
def opened(
    verb: str,
    *,
    by: Seat,
    key: str | None = None,
    reason: str = "",
    row_id: int | None = None,
    subject: str = "",
) -> Iterator[Event]:
    """Open an action: one transaction, its event first, and the setting that lets guarded tables change."""
    with transaction.atomic():
        event = Event.objects.create(
            verb=verb,
            key=key,
            at=clock.now(),
            person_id=by.person_id,
            seat=by.key,
            union_id=by.union_id,
            name=by.name,
            reason=(by.reason or reason)[:500],
            row_id=row_id,
            subject=subject[:200],
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('zhijia.event', true)")
            outer = cursor.fetchone()[0] or ""
            cursor.execute("SELECT set_config('zhijia.event', %s, true)", [str(event.pk)])
        yield event
        with connection.cursor() as cursor:
            # A released savepoint keeps the setting; without this the caller's changes would pass as ours.
            cursor.execute("SELECT set_config('zhijia.event', %s, true)", [outer])


def undoable(row: ScopedModel, by: Seat) -> Action | None:
    """The verb that takes the latest change of this row back: same person, ten minutes, nothing later on it."""
    rows = (
        EventRow.objects.filter(kind=row._meta.db_table, row_id=row.pk)
        .select_related("event")
        .order_by("-id")
    )
    for last in rows[:20]:
        done = verb_named(last.event.verb)
        if done is None or done.model is not type(row):
            return None
        if done.quiet:
            continue
        fresh = clock.now() - last.event.at <= dt.timedelta(minutes=UNDO_MINUTES)
        if not done.undo or not fresh or last.event.person_id != by.person_id:
            return None
        return verb_named(f"{row._meta.app_label}.{row._meta.model_name}.{done.undo}")
    return None
