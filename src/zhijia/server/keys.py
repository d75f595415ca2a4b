"""The key of an installation, and the same key wrapped under words that people keep.

`sealing-key` lies in the data folder and opens restricted columns (kernel.secrets); without it nothing sealed
opens. `sealing-key-wrapped` beside it holds the key twice more: under the passphrase that was chosen at the first
run, and under the recovery code that was printed then. A backup carries the wrapped key, so that the file and
either of the words are enough on another machine.
"""

import base64
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from zhijia.server.folders import write_private

KEY_FILE, WRAPPED_FILE = "sealing-key", "sealing-key-wrapped"
BYTES, NONCE = 32, 12
COST = 2**15  # 32 MB and about a tenth of a second for each guess
SHORTEST = 8
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that are taken for one another on paper
GROUPS, GROUP = 6, 5


class WrongWords(ValueError):
    """Neither the passphrase nor the recovery code; the message is for the person who typed it."""


def new_key() -> bytes:
    return secrets.token_bytes(BYTES)


def held_key(data: Path) -> bytes:
    """The key of this data folder; made at the first call. One that was lost is not made anew in silence."""
    path = data / KEY_FILE
    if not path.exists():
        if (data / WRAPPED_FILE).exists():
            raise SystemExit(
                f"密钥文件 {path} 不见了，加密的内容会打不开。请从备份恢复，或用 zhijia key 按恢复单找回。"
            )
        keep(data, new_key())
    return base64.b64decode(json.loads(path.read_text(encoding="utf-8"))["key"])


def keep(data: Path, key: bytes) -> None:
    write_private(data / KEY_FILE, json.dumps({"kind": "bare", "key": base64.b64encode(key).decode()}))


def new_recovery_code() -> str:
    """About 148 bits in six groups that can be read out over a telephone."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def wrapped(key: bytes, **words: str) -> dict[str, dict[str, str]]:
    """The key sealed under each of the words: `wrapped(key, passphrase=…, recovery=…)`."""
    return {name: _seal(key, word) for name, word in words.items()}


def keep_wrapped(data: Path, held: dict[str, dict[str, str]]) -> None:
    write_private(data / WRAPPED_FILE, json.dumps(held))


def wrapped_of(data: Path) -> dict[str, dict[str, str]] | None:
    """What the first run left, or None where nobody has chosen a passphrase yet."""
    path = data / WRAPPED_FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def unwrapped(held: dict[str, dict[str, str]], word: str) -> bytes:
    """The key, by passphrase or recovery code. Raises `WrongWords`."""
    for sealed in held.values():
        for spelling in {word, _plain(word)}:
            try:
                return _open(sealed, spelling)
            except InvalidTag:
                continue
    raise WrongWords(
        "备份口令或恢复码不对。请对照恢复单再输一遍，注意大小写；恢复码里没有字母 I、L、O 和数字 0、1。"
    )


def _plain(code: str) -> str:
    """A recovery code as it was made, whatever way it was typed."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return "-".join(signs[n : n + GROUP] for n in range(0, len(signs), GROUP))


def _derived(word: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=BYTES, n=cost, r=8, p=1).derive(word.encode())


def _seal(key: bytes, word: str) -> dict[str, str]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE)
    sealed = AESGCM(_derived(word, salt, COST)).encrypt(nonce, key, None)
    return {"salt": _text(salt), "cost": str(COST), "sealed": _text(nonce + sealed)}


def _open(held: dict[str, str], word: str) -> bytes:
    sealed = base64.b64decode(held["sealed"])
    key = _derived(word, base64.b64decode(held["salt"]), min(int(held["cost"]), COST))
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
