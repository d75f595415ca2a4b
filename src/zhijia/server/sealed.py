"""A long stream sealed in pieces: nothing can be cut off, reordered or changed without being noticed.

Each piece is AES-256-GCM under a key used for this stream alone; its number and whether it is the last stand in
the nonce.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1 << 20
TAG = 16


class Broken(ValueError):
    """The stream was cut, changed, or sealed with another key."""


class SealingWriter:
    """A file to write to; what is written lies sealed in `out`. `close` seals the last piece, not `out` itself."""

    def __init__(self, out: BinaryIO, key: bytes):
        self.out, self.cipher = out, AESGCM(key)
        self.waiting, self.number = bytearray(), 0

    def write(self, data: bytes) -> int:
        self.waiting += data
        while len(self.waiting) > PIECE:  # the last piece is told from the others, so one is always kept back
            self._put(bytes(self.waiting[:PIECE]), last=False)
            del self.waiting[:PIECE]
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self._put(bytes(self.waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.out.write(self.cipher.encrypt(_nonce(self.number, last), piece, None))
        self.number += 1


def opened(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The pieces of a sealed stream, each checked before it is handed on. Raises `Broken`."""
    cipher, number = AESGCM(key), 0
    sealed = source.read(PIECE + TAG)
    while True:
        following = source.read(PIECE + TAG)
        try:
            piece = cipher.decrypt(_nonce(number, not following), sealed, None)
        except (InvalidTag, ValueError):
            raise Broken from None
        yield piece
        if not following:
            return
        sealed, number = following, number + 1


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(8, "big") + bytes([last, 0, 0, 0])


class PiecesReader:
    """A file to read from, made of pieces that come as they are asked for."""

    def __init__(self, pieces: Iterable[bytes]):
        self.pieces, self.held = iter(pieces), bytearray()

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self.held) < size:
            piece = next(self.pieces, None)
            if piece is None:
                break
            self.held += piece
        size = len(self.held) if size < 0 else size
        data = bytes(self.held[:size])
        del self.held[:size]
        return data
