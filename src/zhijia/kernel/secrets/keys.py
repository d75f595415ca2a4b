"""The key file: `{"kind": "bare", "key": "…"}`, made by server.folders. `kind` says how the key lies in it, so that
one wrapped under a passphrase can take its place.
"""

import base64
import json
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.signals import setting_changed

BYTES = 32


class KeyTrouble(RuntimeError):
    """The key file is missing or cannot be read; the sentence says what to do."""


@cache
def subkey(purpose: str) -> bytes:
    """A key for one purpose (`seal`, `index`), so that neither says anything about the other."""
    derive = HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=f"zhijia {purpose}".encode())
    return derive.derive(_held(settings.SECRETS_KEY_FILE))


setting_changed.connect(lambda **_: subkey.cache_clear(), weak=False)  # tests seal with keys of their own


def _held(path: str) -> bytes:
    if not path:
        raise KeyTrouble("没有指定密钥文件。请设置 ZHIJIA_KEY_FILE，指向数据文件夹里的密钥文件。")
    try:
        held = json.loads(Path(path).read_text(encoding="utf-8"))
        kind, key = held["kind"], base64.b64decode(held.get("key", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyTrouble(f"密钥文件 {path} 读不出来。请从备份或恢复单里找回，不要新建一个。") from None
    if kind != "bare" or len(key) != BYTES:
        raise KeyTrouble(f"密钥文件 {path} 的样式（{kind}）这个版本不认识。请用更新的版本打开。")
    return key
