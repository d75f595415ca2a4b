"""Older formats (.doc, Kingsoft's .wps, .rtf, .odt) become .docx through LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import fenced, refusals
from .model import Unreadable
from .ole import top_streams

SECONDS = 20
_MEGABYTES = 1200  # of address space; a usual document takes a third
_PASSWORD_BIT = 0x0100  # of the flags at byte 10 of Word's own stream
# no macros, no links followed, no network even where the fence has none, nothing asked
_SETTINGS = {
    "Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
        "DisableOLEAutomation": "true",
    },
    "Writer/Content/Update": {"Link": "2"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
    },
    "Common/Save/Document": {"WarnAlienFormat": "false"},
}


def office() -> str | None:
    """LibreOffice's program, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docx_of_ole(data: bytes) -> bytes:
    """A .doc or .wps as .docx. What else comes in such a file is refused with its own sentence."""
    streams = top_streams(data)
    if "EncryptedPackage" in streams or "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable(refusals.PASSWORD)
    word = streams.get("WordDocument")
    if word is not None:
        if int.from_bytes(word[10:12], "little") & _PASSWORD_BIT:
            raise Unreadable(refusals.PASSWORD)
        return docx_of(data, "doc")
    if streams.keys() & {"Workbook", "Book"}:
        raise Unreadable(refusals.EXCEL)
    if "PowerPoint Document" in streams:
        raise Unreadable(refusals.SLIDES)
    raise Unreadable(refusals.OLD_OTHER if streams else refusals.DAMAGED)


def docx_of(data: bytes, ending: str) -> bytes:
    """The document as .docx; `ending` tells LibreOffice what it is, whatever the file was called."""
    program = office()
    if program is None:
        raise Unreadable(refusals.without_office(ending))
    try:
        with fenced.turn(), tempfile.TemporaryDirectory(prefix="zhijia-") as folder:
            return _converted(program, data, ending, Path(folder))
    except fenced.Busy:
        raise Unreadable(refusals.BUSY) from None
    except fenced.Failed as failed:
        raise Unreadable(refusals.SLOW if failed.slow else refusals.OLD_DAMAGED) from None


def _converted(program: str, data: bytes, ending: str, folder: Path) -> bytes:
    source, result = folder / f"plan.{ending}", folder / "out" / "plan.docx"
    source.write_bytes(data)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_registry(), encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx",
        "--outdir",
        str(result.parent),
        str(source),
    ]
    fenced.run(command, folder=str(folder), seconds=SECONDS, megabytes=_MEGABYTES)
    if not result.exists():  # it says nothing of failure in its exit code
        raise fenced.Failed(slow=False)
    return result.read_bytes()


def _registry() -> str:
    """LibreOffice's settings in its own notation."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{"" if path.startswith("Inet") else "Office."}{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
