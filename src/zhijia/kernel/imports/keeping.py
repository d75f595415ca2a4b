"""The workbook on disk: sealed as it comes in, opened by the check alone, gone once all is written, given up or a week old."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhijia.kernel.actions import Blocked
from zhijia.kernel.secrets.keys import subkey

NONCE = 12
GONE = "这次导入的文件已经不在了（全部导入、撤销、放弃或过了七天就删）。请重新上传。"


def sealed(data: bytes, about: str) -> bytes:
    """Only as what it was sealed as does it open again."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(subkey("import")).encrypt(nonce, data, about.encode())


def opened(data: bytes, about: str) -> bytes:
    return AESGCM(subkey("import")).decrypt(data[:NONCE], data[NONCE:], about.encode())


def put(data: bytes, name: str) -> str:
    return default_storage.save(f"imports/{secrets.token_hex(16)}", ContentFile(sealed(data, name)))


def got(path: str, name: str) -> bytes:
    """The workbook again. Raises `Blocked` where it has been let go of, or does not open."""
    if not path or not default_storage.exists(path):
        raise Blocked(GONE)
    with default_storage.open(path) as file:
        data = file.read()
    try:
        return opened(data, name)
    except InvalidTag:
        raise Blocked("这次导入的文件打不开，可能已经损坏。请重新上传。") from None


def let_go(path: str) -> None:
    if path:
        default_storage.delete(path)
