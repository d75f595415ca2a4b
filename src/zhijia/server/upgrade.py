"""Before tables change: refuse a database that is newer than the program, and keep a backup of one that is older."""

import os
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhijia.server import backup, keeping, keys, running

NEWER = (
    "这份数据是用更新的版本保存的（{names}），这个版本打不开，没有动它。请装上新版本的职家再启动；"
    "确实要退回旧版本的，请用升级前自动做的备份恢复到一个空文件夹。"
)


def prepare(owner_url: str) -> None:
    """Called as the owner before `migrate`."""
    executor = MigrationExecutor(connection)
    refuse_newer(executor)
    applied = executor.loader.applied_migrations
    if applied and executor.migration_plan(executor.loader.graph.leaf_nodes()):
        keep_a_backup(owner_url)


def refuse_newer(executor: MigrationExecutor) -> None:
    ours = {config.label for config in apps.get_app_configs()}
    known = executor.loader.disk_migrations
    newer = sorted(
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in known
    )
    if newer:
        raise SystemExit(NEWER.format(names="、".join(newer[:3])))


def keep_a_backup(owner_url: str) -> None:
    """A house with a passphrase does not change its tables without a backup of what was before."""
    named = os.environ.get("ZHIJIA_DATA_FOLDER")
    data = Path(named) if named else None
    if data is None or keys.wrapped_of(data) is None:
        return
    running.report("升级前先备份……")
    try:
        keeping.back_up(backup.Source(owner_url, data, data / "media"), keeping.backup_folders(data))
    except keeping.FAILURES as error:
        raise SystemExit(
            f"升级前的备份没有做成，没有升级，数据还是原样。{keeping.told(error, data)}"
        ) from None
