"""How the installation is doing: what was noted of backups, the disk, the version; and what is wrong with it."""

import datetime as dt
import os
import shutil
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import reverse

from zhijia.house.folder import data_folder
from zhijia.kernel.scope import Seat
from zhijia.kernel.ui.alerts import Alert
from zhijia.org.policy import OFFICERS
from zhijia.server import backup, keeping, keys, seals

STALE = dt.timedelta(days=3)
SILENT = dt.timedelta(minutes=2)
LITTLE_DISK = 2_000_000_000
NOT_YOURS = "系统维护由建立这套系统的工会的主席、副主席和工会干事来办。"


def may_keep(seat: Seat | None) -> bool:
    """The officers of the union that the house was set up for."""
    folder = data_folder()
    if folder is None or seat is None or seat.office not in OFFICERS:
        return False
    return keeping.house(folder).get("union") == seat.union_id


@dataclass(frozen=True)
class Health:
    folder: Path
    now: dt.datetime

    @cached_property
    def told(self) -> dict[str, Any]:
        """What `zhijia backup` noted last."""
        return backup.noted(self.folder)

    def moment(self, name: str) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.told[name]) if self.told.get(name) else None

    @property
    def made_at(self) -> dt.datetime | None:
        return self.moment("made_at")

    @property
    def drilled_at(self) -> dt.datetime | None:
        return self.moment("drilled_at")

    @cached_property
    def free(self) -> int:
        return shutil.disk_usage(self.folder).free

    @property
    def has_words(self) -> bool:
        return keys.wrapped_of(self.folder) is not None

    @property
    def folders(self) -> list[Path]:
        return keeping.backup_folders(self.folder)

    @property
    def backups(self) -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_size) for path in backup.in_folder(self.folders[0])[:20]]

    @property
    def https(self) -> bool:
        return bool(getattr(settings, "HTTPS", False))

    @property
    def elsewhere(self) -> str:
        """The bucket that holds the attachments, where they do not lie in the folder: no backup of ours has them."""
        return os.environ.get("ZHIJIA_S3_BUCKET", "")

    @cached_property
    def database(self) -> tuple[str, int, dt.datetime | None]:
        """The server's version, how many bytes the database takes, and when a worker last gave a sign of life."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), pg_database_size(current_database()), "
                "(SELECT max(last_heartbeat) FROM procrastinate_workers)"
            )
            return cursor.fetchone()

    @property
    def worker_alive(self) -> bool:
        seen = self.database[2]
        return seen is not None and self.now - seen < SILENT

    @cached_property
    def logs(self) -> int:
        """Bytes of all logs; each file turns over by itself."""
        return sum(path.stat().st_size for path in (self.folder / "log").glob("*"))

    @cached_property
    def sealed_until(self) -> dt.date | None:
        """The last day of the trail under a seal (`zhijia trail check`)."""
        kept = seals.read(self.folder)
        return dt.date.fromisoformat(kept[-1]["day"]) if kept else None

    @property
    def troubles(self) -> list[str]:
        """What somebody has to do, each as a sentence that says what."""
        found = []
        if not self.has_words:
            found.append("还没有设备份口令，备份做不了。请设好口令，把恢复单打印出来收好。")
        elif self.told.get("failure"):
            found.append(str(self.told["failure"]))
        elif self.made_at is None:
            found.append("还没有备份过。今天夜里会自动备份，也可以现在就备份一次。")
        elif self.now - self.made_at > STALE:
            days = (self.now - self.made_at).days
            found.append(f"已经 {days} 天没有备份成。请现在备份一次，看看哪里不对。")
        if self.told.get("drill_failure"):
            found.append(f"最近一次试恢复没有成功：{self.told['drill_failure']}")
        if not self.worker_alive:
            found.append("后台任务没有在运行：导入、导出和夜里的整理会停着等。请把职家停下，再启动一次。")
        if self.free < LITTLE_DISK:
            found.append(
                f"数据所在的磁盘只剩 {self.free / 1e9:.1f} GB。请清出空间，免得记不进新内容、备份也做不成。"
            )
        return found


def program_version() -> str:
    return version("zhijia")


def health() -> Health | None:
    folder = data_folder()
    return Health(folder, dt.datetime.now(backup.OFFICE_TIME)) if folder else None


def alerts(seat: Seat) -> list[Alert]:
    """For my day, of those who can act."""
    found = health()
    if found is None or not may_keep(seat):
        return []
    return [Alert(sentence, reverse("house:house"), "去处理") for sentence in found.troubles]
