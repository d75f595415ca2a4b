"""Patterns that are compiled when first used: most documents need only some of them.

Compiling a set of Chinese characters is slow, and the reader has hundreds. The command must not
spend its time on signs that the document at hand does not hold.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # the real one costs the import of typing
_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _Late:
    """Stands for a compiled pattern; the first call of any method compiles it."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source, self.flags = source, flags

    def __getattr__(self, name: str) -> object:
        # asked only for what is not there yet: from then on the methods are those of the pattern
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


if TYPE_CHECKING:

    def late(source: str, flags: int = 0) -> re.Pattern[str]: ...

else:
    late = _Late
