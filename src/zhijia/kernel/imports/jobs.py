"""What an import does in the background: check a large file, write what was checked."""

from django.urls import reverse

from zhijia.kernel.imports.actions import check, confirm
from zhijia.kernel.jobs import Progress, Result, job
from zhijia.kernel.scope import Seat


@job("检查导入文件")
def check_file(progress: Progress, *, by: Seat, batch: int) -> Result:
    """Every row gets its verdict. A second run finds the batch as the first one found it."""
    row = check(batch, by=by, told=lambda said: progress(told=said), **progress.words["wants"])
    return Result(
        f"检查完了，共 {row.totals['rows']:,} 行。",
        url=reverse("imports:batch", args=[batch]),
        label="看检查结果",
    )


@job("导入")
def write_file(progress: Progress, *, by: Seat, batch: int) -> Result:
    """All rows without mistakes, and the job's own end, in one transaction: once or not at all."""
    row = confirm(batch, by=by, told=lambda said: progress(told=said))
    told = f"已导入：新增 {row.totals['new']:,}，更新 {row.totals['changed']:,}。"
    return Result(told, url=reverse("imports:batch", args=[batch]), label="看结果")
