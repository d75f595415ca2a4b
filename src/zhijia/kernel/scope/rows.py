"""Rows that refuse to load without a scope, and text that stays inside its own union."""

from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from zhijia.kernel.scope.seat import NoScope, Seat, current_seat

Row = TypeVar("Row", bound="ScopedModel")


class ScopedManager(models.Manager[Row]):
    """Hands out only the rows that the open seat may see; with no seat open it raises."""

    def get_queryset(self) -> models.QuerySet[Row]:
        seat = current_seat()
        if seat is None:
            raise NoScope(f"{self.model.__name__} was asked for outside any scope.")
        rows = super().get_queryset()
        return rows if seat.is_system else rows.filter(self.model.may_see(seat))


class ScopedModel(models.Model):
    """A business row: seen through scope, changed by verbs, counted by its version."""

    restricted = (
        False  # True: the table carries row-level security too (`row_security.restrict` in a migration)
    )

    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ScopedManager()

    class Meta:
        abstract = True

    @classmethod
    def may_see(cls, seat: Seat) -> models.Q:
        """The rows this seat may open. A model that does not say so shows nothing."""
        raise NotImplementedError(f"{cls.__name__} must say who may see it.")


def in_table(table: str, pk: int) -> Any:
    """The row of a business table that the open seat may see, found by the table's name; None for any other."""
    scoped = {model._meta.db_table: model for model in apps.get_models() if issubclass(model, ScopedModel)}
    return scoped[table].objects.filter(pk=pk).first() if table in scoped else None


class _OwnUnionValue(DeferredAttribute):
    """Reads as empty for anybody outside the row's own union, so that no page or export can forget."""

    def __get__(self, row: Any, cls: type | None = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, cls)
        seat = current_seat()
        if seat is None or seat.is_system or seat.union_id == row.union_id:
            return value
        return ""

    def __set__(self, row: Any, value: Any) -> None:
        # With a setter Python asks this descriptor even though the value lies in the row's own dictionary.
        row.__dict__[self.field.attname] = value


class OwnUnionText(models.TextField):
    """Text of the grade "open part" (architecture §6): who, notes. Upward it does not exist.

    The row must carry `union_id`, its home union.
    """

    descriptor_class = _OwnUnionValue

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """The database itself gives the text to its own union alone: `values()` knows no descriptor."""
        seat = current_seat()
        if seat is None or seat.is_system:
            return sql, params
        table, _, column = sql.rpartition(".")
        if column != compiler.quote_name_unless_alias(self.column):
            raise NoScope(f"{self.name} can only be read as it stands, not through {sql}.")
        own = f"{table}.{compiler.quote_name_unless_alias('union_id')}"
        return f"CASE WHEN {own} = %s THEN {sql} ELSE '' END", (*params, seat.union_id)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # What is stored is the text itself, never what the one who happens to look may read of it.
        return model_instance.__dict__.get(self.attname, "")
