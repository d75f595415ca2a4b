"""Compound files from raw parts: a header, one table of sectors, one directory, streams of one sector each."""

from struct import pack

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(streams: dict[str, bytes], embedded: dict[str, bytes] | None = None) -> bytes:
    """A compound file with these streams at the top, and others inside an embedded object."""
    names = [*streams, *(["ObjectPool"] if embedded else []), *(embedded or {})]
    contents = [*streams.values(), *([b""] if embedded else []), *(embedded or {}).values()]
    top = len(streams) + bool(embedded)
    entries = [entry("Root Entry", 5, child=1)]
    for number, name in enumerate(names, start=1):
        last = number in (top, len(names))
        inside = name == "ObjectPool"
        entries.append(
            entry(name, 1 if inside else 2, after=FREE if last else number + 1,
                  child=top + 1 if inside else FREE, sector=1 + directory_sectors(len(names)) + number - 1)
        )  # fmt: skip
    directory = b"".join(entries).ljust(directory_sectors(len(names)) * 512, b"\0")
    sectors = 1 + len(directory) // 512
    chain = [0xFFFFFFFD, *range(2, sectors), END] + [END] * len(names)
    table = b"".join(pack("<I", one) for one in chain).ljust(512, b"\xff")
    header = OLE + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += pack("<8I", 1, 1, 0, 4096, END, 0, END, 0)
    header += pack("<I", 0) + pack("<I", FREE) * 108
    return header + table + directory + b"".join(one[:512].ljust(512, b"\0") for one in contents)


def directory_sectors(names: int) -> int:
    return (names + 1 + 3) // 4


def entry(name: str, kind: int, after: int = FREE, child: int = FREE, sector: int = 0) -> bytes:
    coded = name.encode("utf-16-le") + b"\0\0"
    fields = pack("<HBBIII", len(coded), kind, 1, FREE, after, child)
    return coded.ljust(64, b"\0") + fields + bytes(36) + pack("<IQ", sector, 512)
