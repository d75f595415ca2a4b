"""Writing what was checked, in one transaction, and taking it back while nothing later stands on it."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from zhijia.kernel.actions import Blocked
from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.files.models import Attachment
from zhijia.kernel.imports.declaration import Importer
from zhijia.kernel.imports.lines import CHANGED, NEW, Line
from zhijia.kernel.imports.models import Batch, BeforeImport
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.secrets import SecretText
from zhijia.kernel.trail.models import Event, EventRow
from zhijia.sheetreader.reading import uncollected

CURE = "不能整批撤销了。请逐条更正，或者在改好的表上重新导入。"
Told = Callable[[str], None]


def alone(kind: str) -> None:
    """Two imports into one register go one after the other: the second sees what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"zhijia import {kind}"])


@uncollected()
def write(importer: Importer, lines: Sequence[Line], batch: Batch, by: Seat, told: Told) -> None:
    """Make the new rows, then change the others, which may stand on new ones. Call it inside a transaction.

    Every event of it says which batch.
    """
    seat = replace(by, reason=batch.trail_words)
    new = [line for line in lines if line.verdict == NEW]
    if new:
        told(f"正在新增 {len(new):,} 行")
        importer.add(new, seat)
    changed = [line for line in lines if line.verdict == CHANGED]
    if changed:
        told(f"正在更新 {len(changed):,} 行")
        importer.change(changed, seat, lambda model, pks: keep_before(batch, model, pks))


def keep_before(batch: Batch, model: Any, pks: Iterable[int]) -> None:
    """Remember what lies sealed in these rows, for an undo."""
    names = [field.attname for field in model._meta.concrete_fields if _is_sealed(field)]
    if not names:
        return
    rows = model.objects.filter(pk__in=list(pks)).values("pk", *names)
    BeforeImport.objects.bulk_create(
        BeforeImport(batch=batch, table=model._meta.db_table, row_id=row.pop("pk"),
                     values={name: getattr(value, "token", value) for name, value in row.items()})
        for row in rows
    )  # fmt: skip


def _is_sealed(field: Any) -> bool:
    return isinstance(field, SecretText) or field.attname.endswith(("_index", "_tail"))


# --- taking it back --------------------------------------------------------------------------------------------


def take_back(importer: Importer, batch: Batch) -> int:
    """Delete what the import made and put back what it changed; how many rows that were.

    Everything is read from the trail. Raises `Blocked` where something later stands on one of the rows.
    """
    events = Event.objects.filter(_written_by(batch))
    rows = EventRow.objects.filter(event__in=events).exclude(kind=Batch._meta.db_table)
    passed = Event.objects.filter(_written_by(batch) | _taken_back_since(batch))
    counts = EventRow.objects.exclude(event__in=passed)
    later = counts.filter(kind=OuterRef("kind"), row_id=OuterRef("row_id"), pk__gt=OuterRef("pk"))
    after = rows.annotate(late=Exists(later)).filter(late=True)
    files = Attachment.objects.filter(kind=OuterRef("kind"), row_id=OuterRef("row_id"), state="kept")
    if first := after.order_by("pk").first():
        raise Blocked(_later(first, counts))
    if filed := rows.filter(Exists(files)).order_by("pk").first():
        raise Blocked(f"导入以后，{_called(filed)}挂了附件，{CURE}")
    made: dict[str, list[int]] = defaultdict(list)
    changed: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    gone: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)  # rows that the verbs took away
    for kind, row_id, op, changes in (
        rows.order_by("-pk").values_list("kind", "row_id", "op", "changes").iterator()
    ):
        if op == "I" and row_id in gone[kind]:
            del gone[kind][row_id]
        elif op == "I":
            made[kind].append(row_id)
            changed[kind].pop(row_id, None)
        elif op == "D":
            gone[kind][row_id] = dict(changes)
        else:
            before = gone[kind].get(row_id) or changed[kind].setdefault(row_id, {})
            before.update({column: pair[0] for column, pair in changes.items()})
    for one in BeforeImport.objects.filter(batch=batch).iterator():
        if one.row_id in changed.get(one.table, {}):
            changed[one.table][one.row_id].update(one.values)
    try:
        with transaction.atomic():
            # First, since two spans of one thing may not overlap for a moment; what was made last goes before what it
            # stands on, since roll-ups look there.
            for kind, ids in made.items():
                _delete(kind, ids)
            for kind, befores in changed.items():
                _put_back(_model(kind), befores)
            for kind, rows_gone in gone.items():
                _bring_back(kind, list(rows_gone.values()))
            importer.after_undo()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        raise Blocked(f"导入以后，别的登记用到了其中的记录（如任职、会籍、覆盖单位），{CURE}") from None
    return sum(map(len, made.values())) + sum(map(len, changed.values()))


def _written_by(batch: Batch) -> Q:
    return Q(pk__gte=batch.event_id, person_id=batch.person_id, reason=batch.trail_words)


def _taken_back_since(batch: Batch) -> Q:
    """Later imports that were undone, and their undoing: together they left everything as it was."""
    with system("撤销导入：后来又撤销了的批次，不论是谁的，都不算改动"):
        undone = list(Batch.objects.filter(state=Batch.State.UNDONE, event_id__gt=batch.event_id))
    undoing = Q(verb=f"{Batch._meta.label_lower}.undo", row_id__in=[one.pk for one in undone])
    return reduce(or_, map(_written_by, undone), undoing)


def _later(row: EventRow, counts: QuerySet[EventRow]) -> str:
    """Who did what to the row since: that stands in the way."""
    since = counts.filter(kind=row.kind, row_id=row.row_id, pk__gt=row.pk)
    event = since.select_related("event").earliest("pk").event
    verb = verb_named(event.verb)
    told = f"{localtime(event.at):%Y-%m-%d} {event.name}办了“{verb.label if verb else event.verb}”"
    return f"导入以后，{_called(row)}又有改动（{told}），{CURE}"


def _called(row: EventRow) -> str:
    found = _model(row.kind).objects.filter(pk=row.row_id).first()
    return f"“{found}”" if found else "其中一条"


def _model(table: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def _delete(table: str, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE id = ANY(%s)", [ids])  # noqa: S608


def _bring_back(table: str, rows: list[dict[str, Any]]) -> None:
    """Rows that were deleted, as the trail kept them whole."""
    name = connection.ops.quote_name(table)
    statement = f"INSERT INTO {name} SELECT * FROM jsonb_populate_recordset(NULL::{name}, %s::jsonb)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])


def _put_back(model: Any, befores: dict[int, dict[str, Any]]) -> None:
    """One statement for each set of columns; the database reads the values as it wrote them into the trail."""
    quote, types = (
        connection.ops.quote_name,
        {f.column: f.db_type(connection) for f in model._meta.concrete_fields},
    )
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for pk, values in befores.items():
        kept = {column: value for column, value in values.items() if column in types and column != "id"}
        if kept:
            alike[tuple(sorted(kept))].append({"id": pk, **kept})
    for columns, rows in alike.items():
        sets = ", ".join(f"{quote(c)} = old.{quote(c)}" for c in columns)
        read = ", ".join(f"{quote(c)} {types[c]}" for c in columns)
        # Names of the model's own table and columns, quoted; every value goes as a parameter.
        statement = (
            f"UPDATE {quote(model._meta.db_table)} AS now SET {sets}, version = now.version + 1"  # noqa: S608
            f" FROM jsonb_to_recordset(%s::jsonb) AS old(id bigint, {read}) WHERE now.id = old.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(rows)])
