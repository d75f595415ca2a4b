"""A register that takes workbooks in, declared; see `Importer` for what may be said of one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.urls import reverse

from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.imports.lines import REF, VERSION, Line
from zhijia.kernel.scope import Seat
from zhijia.sheetreader import Field
from zhijia.sheetreader.cells import Reader, text

Keep = Callable[[Any, Collection[int]], None]
OWN = (
    Field(REF, "职家行号", hint="导出时带的，用来认出是哪一条"),
    Field(VERSION, "职家版本", hint="导出时带的"),
)


@dataclass
class Known:
    """A row as the register has it: values by field, as the cells of a file would give them."""

    values: Mapping[str, Any]
    version: int | str = 0
    may_change: bool = True
    where: str = ""  # whose it is, in words


@dataclass(frozen=True)
class Offer:
    """What another chapter's verb can do for a row that an import leaves alone; a person asks for it, row by row.

    `run(about, by, key)` gets what the importer noted as `line.offer` and says what came of it.
    """

    label: str
    told: str
    run: Callable[[Mapping[str, int], Seat, str], str]


class Importer:
    """One register. Fields say which columns it knows; the methods find, compare and write rows, set by set.

    `kind` is its word in addresses and for `zhijia import`; `list_page` the url name of the list it belongs to.
    `sealed` fields are shown masked, and a masked cell that comes back means "unchanged".
    """

    kind: str
    title: str
    unit = "条"
    group = ""
    icon = "upload"
    list_page: str
    offices: Collection[str]
    fields: Sequence[Field]
    sealed: Collection[str] = ()
    alike: Collection[
        str
    ] = ()  # fields whose equal words mean the same in every row: names of unions, choices
    called = "name"  # the field by which a person recognises a row of the file
    sample: Callable[[Seat], bytes] | None = None  # makes a workbook to try it with
    sample_told = ""

    offer: ClassVar[Offer | None] = None  # given by the chapter whose verb it is

    known: ClassVar[dict[str, type["Importer"]]] = {}

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "kind"):  # not a base of several
            Importer.known[cls.kind] = cls

    # --- answered by each register ---------------------------------------------------------------------------

    def readers(self) -> dict[str, Reader]:
        """How the cells of each field are read."""
        raise NotImplementedError

    def resolve(self, lines: list[Line], by: Seat) -> None:
        """Turn names into rows, and look at cells together."""

    def match(self, lines: list[Line], by: Seat) -> None:
        """Find for each line without a `pk` the row it is, in a few statements."""
        raise NotImplementedError

    def current(self, pks: Collection[int], by: Seat) -> dict[int, Known]:
        """What the register has of these rows, as far as the seat may see them."""
        raise NotImplementedError

    def token(self, line: Line) -> Any:
        """By what two new lines of one file are the same; None where that cannot be told."""

    def words_for(self, code: str, by: Seat) -> list[str]:
        """What may stand in a cell of this field, where that can be listed; offered on the check page."""
        return []

    def masks(self, pks: Collection[int], by: Seat) -> dict[int, dict[str, str]]:
        """How sealed values of these rows look in an export; asked where masked cells came back."""
        return {}

    def proposed(self, line: Line, known: Known) -> None:
        """A difference that an import does not settle: take it out of `line.changes` and say what to do."""

    def same(self, code: str, old: Any, new: Any) -> bool:
        return bool(old == new)

    def may_add(self, lines: list[Line], by: Seat) -> None:
        """Refuse, row by row, new ones that the seat may not make; look at them once more."""

    def may_change(self, lines: list[Line], by: Seat) -> None:
        """Look once more at rows that would be changed."""

    def add(self, lines: list[Line], by: Seat) -> None:
        """Make the new rows, through the set forms of their verbs."""
        raise NotImplementedError

    def change(self, lines: list[Line], by: Seat, keep: Keep) -> None:
        """Change the others to what `line.changes` says, through the set forms of their verbs.

        `keep(model, ids)` comes before a change of sealed columns, so that an undo can put them back.
        """
        raise NotImplementedError

    def after_undo(self) -> None:
        """Derive anew what hangs on rows that an undo took away."""

    def ref(self, row: Any) -> tuple[int, str]:
        """Of a row of the list: by what number and version an export of it is known again."""
        return row.pk, str(row.version)

    def spoken(self, code: str, value: Any) -> str:
        """A value in words, for the page that shows old and new; sealed ones never come here."""
        return "" if value is None else str(value)

    # --- follows from it -------------------------------------------------------------------------------------

    @property
    def columns(self) -> Sequence[Field]:
        return (*self.fields, *OWN)

    @property
    def words(self) -> list[str]:
        return [name for one in self.columns for name in one.names]

    def all_readers(self) -> dict[str, Reader]:
        return {**self.readers(), REF: text("职家行号", 40), VERSION: text("职家版本", 12)}

    def label(self, code: str) -> str:
        return next((one.label for one in self.columns if one.code == code), code)

    @property
    def called_as(self) -> str:
        return self.label(self.called)

    def admit(self, seat: Seat) -> None:
        if seat.office not in self.offices:
            raise NotAllowed(f"导入{self.title}由主席、副主席和工会干事办。需要导入的，请把文件交给他们。")


class Hidden:
    """A column of an export that nobody sees: it tells which row this is when the file comes back."""

    css, hidden = "", True

    def __init__(self, label: str, value: Callable[[Any], str]) -> None:
        self.label, self.value = label, value


def refs_of(list_page: str) -> list[Hidden]:
    """The hidden columns for the export of a list, where its register takes workbooks in."""
    found = next((one for one in importers().values() if one.list_page == list_page), None)
    if found is None:
        return []
    return [
        Hidden(OWN[0].label, lambda row: f"{found.kind}-{found.ref(row)[0]}"),
        Hidden(OWN[1].label, lambda row: found.ref(row)[1]),
    ]


def import_page(seat: Seat, list_page: str) -> str:
    """Where this seat brings rows of a list in; "" where it may not, or nothing is brought in there."""
    found = next((one for one in importers().values() if one.list_page == list_page), None)
    return reverse("imports:begin", args=[found.kind]) if found and seat.office in found.offices else ""


@cache
def importers() -> dict[str, Importer]:
    """Every register that takes workbooks in, in the order they were declared."""
    return {kind: declared() for kind, declared in Importer.known.items()}
