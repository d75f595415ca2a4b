"""Fields whose values lie sealed: AES-256-GCM, each bound to its table, column and row."""

import base64
import secrets
from binascii import b2a_base64
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, models

from zhijia.kernel.actions.refusals import Refused
from zhijia.kernel.secrets.blind import both
from zhijia.kernel.secrets.keys import subkey

FORM = "v1."
NONCE = 12
MASK = "已遮住"


class Tampered(Refused):
    """What is stored was not sealed for this column of this row, or not with this key."""

    def __init__(self) -> None:
        super().__init__("这一格的内容打不开：存着的和这一条对不上。什么都没有改动，请把这一页告诉管理员。")


class Sealed:
    """A restricted value as the program holds it: to be shown it is a mask, and it never says more by itself."""

    __slots__ = ("_plain", "mask", "token")

    def __init__(self, *, token: str = "", plain: str = "") -> None:
        self.token, self._plain, self.mask = token, plain, ""

    @property
    def fresh(self) -> str:
        """What was just typed, for a verb to check before it is sealed; nothing of what was already kept."""
        return self._plain

    def __bool__(self) -> bool:
        return bool(self.token or self._plain)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return not self and other in ("", None)
        return self is other or (not self._plain and not other._plain and self.token == other.token)

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return (self.mask or MASK) if self else ""

    def __repr__(self) -> str:
        return "<Sealed>" if self else "<Sealed, empty>"


class _Kept:
    """Whatever is assigned becomes `Sealed` at once, so that no page, log or error can meet the plain text."""

    def __init__(self, field: "SecretText") -> None:
        self.name, self.field = field.attname, field

    def __get__(self, row: Any, cls: type | None = None) -> Any:
        if row is None:
            return self
        if self.name not in row.__dict__:  # deferred
            row.refresh_from_db(fields=[self.name])
        held: Sealed = row.__dict__[self.name]
        if self.field.shows and held.token and not held.mask:
            held.mask = self.field.masked(row)
        return held

    def __set__(self, row: Any, value: Any) -> None:
        if isinstance(value, Sealed):
            row.__dict__[self.name] = value
        else:
            self.field.take(row, str(value or ""))


class SecretText(models.TextField):
    """Restricted text. Assign a plain string; it is sealed when the row is saved and read as a mask ever after.

    The row's id must be drawn before it is inserted: `id = EarlyId(primary_key=True)`.

    `spells` brings what is assigned into one spelling. `shows` makes the mask out of the plain text, where a few signs
    may be seen. `index="phone"` keeps blind indexes in the columns `phone_index` and `phone_tail`, declared before this
    field; the same value assigned once more is then no change.
    """

    descriptor_class = _Kept

    def __init__(
        self, *args: Any, shows: Callable[[str], str] | None = None, spells: Callable[[str], str] | None = None,
        index: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.shows, self.spells, self.index = shows, spells, index
        super().__init__(*args, **kwargs)

    def take(self, row: Any, plain: str) -> None:
        """What is assigned, before it is sealed: spelt, and its blind indexes beside it."""
        plain, values = self.spells(plain) if self.spells else plain, row.__dict__
        if self.index:
            index, tail = f"{self.index}_index", f"{self.index}_tail"
            found, of_tail = both(plain, of=self.index)
            held = values.get(self.attname)
            if held is not None and held.token and values.get(index) == found:
                return
            values[index], values[tail] = found, of_tail
        values[self.attname] = Sealed(plain=plain)

    def masked(self, row: models.Model) -> str:
        """The few signs that a list may show; what does not open here is a mask and says nothing."""
        try:
            return self.shows(self.opened(row)) if self.shows else MASK
        except Tampered:
            return "打不开"

    def from_db_value(self, value: str | None, *_: Any) -> Sealed:
        return Sealed(token=value or "")

    def to_python(self, value: Any) -> Sealed:
        return value if isinstance(value, Sealed) else Sealed(plain=str(value or ""))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed:
        self.seal_all([model_instance])
        held: Sealed = model_instance.__dict__[self.attname]
        return held

    def get_prep_value(self, value: Any) -> str:
        if value == "":  # nothing to seal: what a new column begins with
            return ""
        if not isinstance(value, Sealed) or value._plain:
            raise TypeError(
                f"{self.name} is sealed when its row is saved; it cannot be written or sought otherwise."
            )
        return value.token

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def opened(self, row: models.Model) -> str:
        """The plain text. Only `reveal` and the mask ask for it."""
        token = row.__dict__[self.attname].token
        if not token:
            return ""
        try:
            raw = base64.b64decode(token.removeprefix(FORM), validate=True)
            return _cipher(subkey("seal")).decrypt(raw[:NONCE], raw[NONCE:], self._place(row)).decode()
        except (InvalidTag, ValueError):
            raise Tampered from None

    def seal_all(self, rows: Sequence[Any]) -> None:
        """Of rows about to be saved seal what was just typed. Chance is drawn once for all: never kept for later."""
        fresh = [row for row in rows if row.__dict__[self.attname]._plain]
        chance, encrypt = secrets.token_bytes(NONCE * len(fresh)), _cipher(subkey("seal")).encrypt
        for at, row in enumerate(fresh):
            if row.id is None:
                raise TypeError(
                    f"{type(row).__name__} needs `id = EarlyId(primary_key=True)`: what is sealed is bound to it."
                )
            nonce = chance[at * NONCE : (at + 1) * NONCE]
            sealed = encrypt(nonce, row.__dict__[self.attname]._plain.encode(), self._place(row))
            row.__dict__[self.attname] = Sealed(
                token=FORM + b2a_base64(nonce + sealed, newline=False).decode()
            )

    def _place(self, row: Any) -> bytes:
        """Bound to its place, a sealed value copied to another row or column does not open there."""
        return f"{self.model._meta.db_table}.{self.column}:{row.id}".encode()


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


class EarlyId(models.BigAutoField):
    """An id drawn from the sequence before the row is inserted."""

    def get_pk_value_on_save(self, instance: models.Model) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s))", [instance._meta.db_table, self.column]
            )
            return cursor.fetchone()[0]
