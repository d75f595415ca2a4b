"""The network cut under a form, on its way there and on the answer's way back, at so many points of each.

A real browser saves through a wire of our own that breaks after so many bytes. The words stay, a sentence says what to
do, and pressing again makes one record, not two.
"""

import re
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks import Figure
from benchmarks.soak.acts import NEW, Save
from benchmarks.soak.installation import Installation, build
from zhijia.demo import cast

CUT = re.compile("网络断了，还不知道办成没有。您填的还在")
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


def figures(folder: Path, *, points: int = 20) -> Iterator[Figure]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("断网的演练要用 Chromium。Debian 上请运行：apt-get install chromium")
    at = Installation(folder / "data")
    try:
        build(at)
        at.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for way in ("there", "back"):
                broken = 0
                for point in range(points):
                    found = list(cut(browser, at, way, point / points, SIZES[point % 2]))
                    broken += bool(found)
                    for sentence in found:
                        print(
                            f"cut on the way {way}, {point + 1} of {points}: {sentence}",
                            file=sys.stderr,
                            flush=True,
                        )
                yield Figure(
                    f"network cut on the way {way}, {points} points: broken promises", broken, "points", 0
                )
            browser.close()
    finally:
        at.erase()


def cut(browser: Browser, at: Installation, way: str, part: float, size: dict[str, int]) -> Iterator[str]:
    wire = Wire(at.port)
    context = browser.new_context(base_url=f"http://127.0.0.1:{wire.port}", viewport=size, locale="zh-CN")
    try:
        page = context.new_page()
        page.goto("/sign-in/")
        page.get_by_label("登录名").fill("officer")
        page.get_by_label("密码").fill(cast.PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(re.compile(r"://[^/]+/$"))  # the first page, no longer /sign-in/
        yield from saved_through(page, at, wire, way, part)
    except Error as error:
        yield f"the browser: {error.message.splitlines()[0]}"
    finally:
        context.close()
        wire.close()


def saved_through(page: Page, at: Installation, wire: "Wire", way: str, part: float) -> Iterator[str]:
    save = Save(at)
    save.prepare()
    page.goto(NEW)
    page.fill("#id_title", save.title)
    page.fill("#id_who", "各小组长，会议室")
    wire.breaks(way, part)
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text(CUT).wait_for(timeout=20_000)
    if page.locator("#id_title").input_value() != save.title:
        yield "the words are gone"
    if save.rows() > 1:
        yield "doubled"
    wire.breaks("", 0)
    page.get_by_role("button", name="再试一次").click()
    page.get_by_role("heading", name=re.compile(save.title)).wait_for(timeout=20_000)
    if save.rows() != 1:
        yield f"{save.rows()} records in the end"


class Wire:
    """A port that leads to the pages, and breaks while a form is on it when told to."""

    REQUEST, ANSWER = (
        1500,
        300,
    )  # bytes of a form with its headers, and of the answer to it: what a part is reckoned of

    def __init__(self, to: int) -> None:
        self.to, self.way, self.after, self.form = to, "", 0, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def breaks(self, way: str, part: float, address: str = NEW) -> None:
        self.form = f"POST {address} ".encode()
        self.way, self.after = way, int(part * (self.REQUEST if way == "there" else self.ANSWER))

    def close(self) -> None:
        self.door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """Byte for byte both ways; a form on a wire that is to break ends both sides at once."""
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self.to)) as far:
            back = threading.Thread(target=self._back, args=(far, near), daemon=True)
            back.start()
            while data := near.recv(65536):
                if self.way == "there" and data.startswith(self.form):
                    far.sendall(data[: self.after])
                    break
                if self.way == "back" and data.startswith(self.form):
                    self.on_form = near
                far.sendall(data)
            for end in (far, near):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    on_form: socket.socket | None = None

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                if self.way == "back" and self.on_form is near:
                    near.sendall(data[: self.after])
                    self.on_form = None
                    break
                near.sendall(data)
        for end in (far, near):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
