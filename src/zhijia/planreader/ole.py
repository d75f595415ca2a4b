"""Compound files (OLE): which program wrote one, from the names of its streams.

A stream inside an embedded object (an Excel table inside a .doc) does not count, only those at the
top. A damaged file raises nothing: it has no streams.
"""

from __future__ import annotations

from struct import unpack_from

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are signs
_MAX_ENTRIES = 20_000


def top_streams(data: bytes) -> dict[str, bytes]:
    """Name → first bytes (of a stream that has sectors of its own) of what stands at the top of the file."""
    try:
        return _top_streams(data)
    except (IndexError, ValueError, OverflowError, TypeError):
        return {}


def _top_streams(data: bytes) -> dict[str, bytes]:
    if len(data) < 512:
        return {}
    size = 1 << unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        return {}

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    places = [n for n in unpack_from("<109I", data, 76) if n < _END]
    table = b"".join(map(sector, places))
    directory, number, seen = b"", unpack_from("<I", data, 48)[0], set()
    while number < _END and number not in seen and len(directory) < _MAX_ENTRIES * 128:
        seen.add(number)
        directory += sector(number)
        number = unpack_from("<I", table, 4 * number)[0] if 4 * number + 4 <= len(table) else _END
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    found: dict[str, bytes] = {}
    waiting, met = [unpack_from("<I", entries[0], 76)[0]], set()
    while waiting:
        at = waiting.pop()
        if at >= len(entries) or at in met:
            continue
        met.add(at)
        entry = entries[at]
        length = unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        found[name] = sector(unpack_from("<I", entry, 116)[0])
        waiting += unpack_from("<2I", entry, 68)  # the neighbours in the tree of names
    return found
