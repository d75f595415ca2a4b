"""What people do in pages while a process is killed: save, upload, settle many rows at once.

An act is prepared once for each kill, begun, and asked afterwards which of its promises were broken: what was
acknowledged is there, nothing is half, and the same form sent again makes nothing twice.
"""

import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psutil
from PIL import Image

from benchmarks.soak.installation import AT_ONCE, BULK, Answer, Installation, Person, Posting, until
from zhijia.demo.dice import TODAY

NEW = "/plans/traces/new/"
SAVED = 302
Victim = Callable[[], psutil.Process | None]


class PageAct:
    """A form sent by one person, while the web server, the worker or the database is killed."""

    name = ""

    def __init__(self, at: Installation) -> None:
        self.at = at
        self.officer = at.person("officer")
        self.number = count(1)

    def victims(self) -> dict[str, Victim]:
        web = self._web()
        return {
            "web": lambda: next(web)(),
            "worker": lambda: self.at.job_worker,
            "database": lambda: self.at.database_server,
        }

    def _web(self) -> Iterator[Victim]:
        """The process that answers and the one above it, by turns."""
        while True:
            yield lambda: self.at.web_worker
            yield lambda: self.at.web_parent

    def prepare(self) -> None:
        """Fill in a new form."""
        raise NotImplementedError

    def begin(self) -> None:
        self.posting: Posting = self.send()

    def send(self) -> Posting:
        raise NotImplementedError

    def end(self) -> None:
        self.answer: Answer | None = self.posting.result()

    def recover(self) -> None:
        """The supervisor brings everything back."""
        self.at.come_back()
        until(lambda: _opens(self.officer))

    def broken(self) -> Iterator[str]:
        """A sentence for each promise that was not kept."""
        yield from self.left(acknowledged=self.answer is not None and self.answer.status == SAVED)
        if self.answer and self.answer.status != SAVED and not _says_what_to_do(self.answer):
            yield f"answered {self.answer.status} without saying what to do"
        for _ in range(2):  # as one does after a fright
            again = self.send().result()
            if again is None or again.status != SAVED:
                yield f"the same form again was answered {again and again.status}"
        yield from self.done()

    def left(self, *, acknowledged: bool) -> Iterator[str]:
        """What is wrong before anything is repeated."""
        raise NotImplementedError

    def done(self) -> Iterator[str]:
        """What is wrong after the form was sent again."""
        raise NotImplementedError

    def done_after(self, answer: Answer | None) -> Iterator[str]:
        """What is wrong after this answer, which should be the one that says it is saved."""
        if answer is None or answer.status != SAVED:
            yield f"{self.name} was answered {answer and answer.status}"
        else:
            yield from self.done()

    def events(self, key: str) -> int:
        return self.at.rows("SELECT count(*) FROM trail_event WHERE key = %s", key)[0][0]


def _opens(person: Person) -> bool:
    try:
        return person.get("/").status == 200
    except OSError:
        return False


def _says_what_to_do(answer: Answer) -> bool:
    return answer.status in (500, 503) and ("再试一次" in answer.text or "没有存下一半" in answer.text)


class Save(PageAct):
    """A record of work, written down."""

    name = "save"

    def prepare(self) -> None:
        self.title = f"检查配电房{next(self.number)}号{secrets.token_hex(3)}"
        form = self.officer.get(NEW).hidden
        self.form = form | {"on": TODAY.isoformat(), "title": self.title, "who": "工会小组长，会议室"}

    def send(self) -> Posting:
        return self.officer.post_soon(NEW, self.form)

    def rows(self) -> int:
        return self.at.rows("SELECT count(*) FROM plans_trace WHERE title = %s", self.title)[0][0]

    def left(self, *, acknowledged: bool) -> Iterator[str]:
        rows, events = self.rows(), self.events(self.form["key"])
        if (rows, events) not in {(0, 0), (1, 1)}:
            yield f"{rows} rows and {events} events"
        if acknowledged and not rows:
            yield "acknowledged and lost"

    def done(self) -> Iterator[str]:
        if (found := (self.rows(), self.events(self.form["key"]))) != (1, 1):
            yield f"in the end {found[0]} rows and {found[1]} events"
        if self.title not in self.officer.get("/plans/traces/").text:
            yield "the list does not show it"


class Upload(PageAct):
    """A photo put on a record: shrunk, its bytes on disk, its row in the database."""

    name = "upload"

    def __init__(self, at: Installation) -> None:
        super().__init__(at)
        saved = Save(at)
        saved.prepare()
        answer = saved.send().result()
        assert answer
        self.trace = int(answer.location.split("/traces/")[1].split("/")[0].split("?")[0])
        self.address = f"/plans/traces/{self.trace}/files/"

    def prepare(self) -> None:
        self.file = f"现场{next(self.number)}-{secrets.token_hex(3)}.jpg"
        self.photo = _photo()
        self.form = {**self.officer.get(f"/plans/traces/{self.trace}/").hidden, "key": secrets.token_hex(8)}

    def send(self) -> Posting:
        return self.officer.post_soon(self.address, self.form, (self.file, self.photo))

    def rows(self) -> list[tuple[int, str, int, str]]:
        return self.at.rows(
            "SELECT id, path, size, sha256 FROM kernel_attachment WHERE state = 'kept' AND row_id = %s AND name = %s",
            self.trace, self.file,
        )  # fmt: skip

    def left(self, *, acknowledged: bool) -> Iterator[str]:
        rows = self.rows()
        if len(rows) > 1:
            yield f"{len(rows)} attachments"
        if acknowledged and not rows:
            yield "acknowledged and lost"
        yield from self._bytes(rows)

    def _bytes(self, rows: list[tuple[int, str, int, str]]) -> Iterator[str]:
        for pk, path, size, sha256 in rows:
            kept = self.at.data / "media" / path
            if not kept.exists() or kept.stat().st_size != size or _digest(kept) != sha256:
                yield "a row stands for bytes that are not there whole"
            elif self.officer.get(f"/files/{pk}/").status != 200:
                yield "the file cannot be opened"

    def done(self) -> Iterator[str]:
        rows = self.rows()
        made = self.at.rows(
            "SELECT count(*) FROM trail_eventrow WHERE kind = 'kernel_attachment' AND op = 'I' AND row_id = ANY(%s)",
            [row[0] for row in rows],
        )  # fmt: skip
        if len(rows) != 1 or made[0][0] != 1:
            yield f"in the end {len(rows)} attachments and {made[0][0]} events"
        yield from self._bytes(rows)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _photo() -> bytes:
    """About a megabyte as a telephone takes it, different each time."""
    out = io.BytesIO()
    noise = Image.frombytes("RGB", (320, 240), secrets.token_bytes(320 * 240 * 3))
    noise.resize((1600, 1200)).save(out, "JPEG", quality=90)
    return out.getvalue()


class Bulk(PageAct):
    """Two hundred visits settled by one click: the page asks, the worker does them row by row."""

    name = "bulk act"
    address = "/relief/visits/bulk/?year=2026"

    def prepare(self) -> None:
        name = f"{BULK}{next(self.number) - 1:03}"
        self.ids = [
            pk for (pk,) in self.at.rows("SELECT id FROM relief_visit WHERE name = %s ORDER BY id", name)
        ]
        assert len(self.ids) == AT_ONCE, name
        self.key = secrets.token_hex(8)
        chosen = ",".join(f"{pk}.1" for pk in self.ids)
        form = self.officer.get("/relief/visits/").hidden
        self.form = form | {
            "verb": "miss",
            "reason": "统一改期",
            "key": self.key,
            "go": "1",
            "chosen": chosen,
        }

    def send(self) -> Posting:
        return self.officer.post_soon(self.address, self.form)

    def end(self) -> None:
        super().end()
        if self.answer and self.answer.status == SAVED:
            until(lambda: self.states() and self.states() <= {"done", "failed", "given_up", "stopped"})

    def states(self) -> set[str]:
        return {state for (state,) in self.at.rows("SELECT state FROM kernel_job WHERE key = %s", self.key)}

    def left(self, *, acknowledged: bool) -> Iterator[str]:
        if acknowledged and not self.states():
            yield "acknowledged and lost"

    def done(self) -> Iterator[str]:
        until(lambda: self.states() <= {"done", "failed", "given_up", "stopped"})
        jobs = self.at.rows(
            "SELECT state, jsonb_array_length(lines) FROM kernel_job WHERE key = %s", self.key
        )
        if jobs != [("done", AT_ONCE)]:
            yield f"jobs in the end: {jobs}"
        ids = [self.ids]
        missed = self.at.rows(
            "SELECT count(*) FROM relief_visit WHERE state = 'missed' AND id = ANY(%s)", *ids
        )
        events = self.at.rows(
            "SELECT count(*), count(DISTINCT r.row_id) FROM trail_eventrow r JOIN trail_event e ON e.id = r.event_id "
            "WHERE e.verb = 'relief.visit.miss' AND r.kind = 'relief_visit' AND r.row_id = ANY(%s)", *ids,
        )  # fmt: skip
        if missed[0][0] != AT_ONCE or events[0] != (AT_ONCE, AT_ONCE):
            yield f"in the end {missed[0][0]} rows done by {events[0][0]} events on {events[0][1]} rows"
