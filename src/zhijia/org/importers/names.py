"""Names in imported files as unions: exactly, by alias, or told with what is likest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhijia.kernel.imports import Line
from zhijia.org import lists, rules
from zhijia.org.lists import Known, key, like_stems, stem
from zhijia.org.models import Nature
from zhijia.sheetreader import cells
from zhijia.sheetreader.cells import Fault, Fixed, Reader
from zhijia.sheetreader.model import Cell

MANY = 4  # names shown where several fit
NATURES = {word: nature.value for word, nature in lists.NATURE_OF.items()}


def natures() -> Reader:
    return cells.choice("单位性质", NATURES, dict(Nature.choices))


def credit_code(label: str) -> Reader:
    """A unified social credit code: its check signs tell a slip of the pen."""

    def read(cell: Cell) -> Any:
        if fault := cells.wrong(cell, label):
            return fault
        if cells.nothing(cell):
            return None
        said, code = cells.clean(cell), cells.number_of(cell)[0]
        if wrong := rules.code_fault(code):
            return Fault(f"{label}校验不通过", wrong)
        return code if code == said else Fixed(code, "去掉了多余的空格和符号。", code)

    return read


@dataclass(frozen=True)
class Meant:
    """What a cell names: a union, or another line of the file, or why neither was found.

    The words are kept, since what the register says already needs no finding.
    """

    written: str
    union: Known | None = None
    wrong: str = ""
    near: str = ""
    line: Line | None = None

    @property
    def pk(self) -> int | None:
        """The union's id; a new line has one once it was made."""
        return self.union.pk if self.union else self.line and self.line.pk

    def tell(self, line: Line, code: str, label: str) -> None:
        """That nobody bears the name, at its cell; asked once the row turns out to need it."""
        if self.wrong:
            line.fault(code, f"找不到{label}", self.wrong, self.near)

    def __str__(self) -> str:
        return self.union.name if self.union else self.written


class UnionNames:
    """The unions of one seat's reach, by every name they go by; each name is looked up once."""

    def __init__(self, unions: Iterable[Known]) -> None:
        self.unions = list(unions)
        self.by_pk = {one.pk: one for one in self.unions}
        self.exact: dict[str, list[Known]] = defaultdict(list)
        self.loose: dict[str, list[Known]] = defaultdict(list)
        self.stems = [(one, {stem(name) for name in (one.name, *one.names)}) for one in self.unions]
        for one, stems in self.stems:
            for name in {key(name) for name in (one.name, *one.names)}:
                self.exact[name].append(one)
            for name in stems:
                self.loose[name].append(one)
        self.seen: dict[str, tuple[Known | None, str, str]] = {}
        self.titles: dict[str, Known | None] = {}

    def find(self, name: str) -> tuple[Known | None, str, str]:
        """The union, or None with what is wrong and what to propose."""
        if name not in self.seen:
            self.seen[name] = self._found(name)
        return self.seen[name]

    def _found(self, name: str) -> tuple[Known | None, str, str]:
        found = self.exact.get(key(name)) or self.loose.get(stem(name)) or []
        full = [one for one in found if key(one.name) == key(name)]
        found = full if len(full) == 1 else found
        if len(found) == 1:
            return found[0], "", ""
        if found:
            listed = "、".join(one.name for one in found[:MANY])
            return None, f"有 {len(found)} 个工会都叫“{name[:30]}”：{listed}。请写全称。", ""
        near = like_stems(stem(name), self.stems)
        if len(near) == 1:
            return None, f"没有“{name[:30]}”这个工会，像是“{near[0].name}”。是的话请照这样写。", near[0].name
        if near:
            listed = "、".join(one.name for one in near)
            return None, f"没有“{name[:30]}”这个工会，名字相近的有：{listed}。请写全称。", ""
        return None, f"没有“{name[:30]}”这个工会，或者它不在您的管理范围里。请核对名称。", ""

    def meant(self, line: Line, code: str, label: str) -> Meant | None:
        """What a line names, or its sheet or title; said at the line where it is another name, not where there is none."""
        written = line.values.get(code)
        if written is None:
            of_sheet = self._of_sheet(line)
            return Meant(of_sheet.name, of_sheet) if of_sheet else None
        found, wrong, near = self.find(str(written))
        if found and key(str(written)) != key(found.name):
            line.warn(code, f"{label}：已自动改好", f"“{str(written)[:30]}”就是“{found.name}”。", found.name)
        return Meant(str(written), found, wrong, near)

    def place(self, line: Line, code: str, label: str) -> Known | None:
        """The union that is meant; a name that nobody bears is a fault of the line."""
        meant = self.meant(line, code, label)
        if meant:
            meant.tell(line, code, label)
        return meant and meant.union

    def _of_sheet(self, line: Line) -> Known | None:
        for words in (line.sheet, line.title):
            if words not in self.titles:
                self.titles[words] = self._within(words)
            if self.titles[words] is not None:
                return self.titles[words]
        return None

    def _within(self, words: str) -> Known | None:
        """The union that goes by these words, or the longest name that stands among them."""
        found = self.find(words)[0] if key(words) else None
        wanted = key(words)
        inside = [one for one in self.unions if key(one.name) in wanted]
        return found or max(inside, key=lambda one: len(one.name), default=None)
