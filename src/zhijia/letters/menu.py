"""What letters contributes to the menu, and to the pages of plans and summaries."""

from django.urls import reverse

from zhijia.kernel.ui import beside, menu
from zhijia.letters import on_org, policy, starts
from zhijia.org.policy import CADRES


def add() -> None:
    menu.add(
        group="计划与总结", icon="send", label="发文", url_name="letters:index", order=15, offices={*CADRES},
        also=("letters:*",),
    )  # fmt: skip
    beside.offer("plans.plan", "写印发通知", "send", starts.notice_of_plan)
    beside.offer("plans.plan", "写成公文（计划）", "file-text", starts.paper_of_plan)
    beside.offer("plans.summary", "写成总结", "file-text", starts.paper_of_summary)
    beside.offer("plans.summary", "写成报告，送上级", "send", starts.report_of_summary)
    beside.offer("org.reelections", "写请示", "file-text", on_org.request)
    beside.offer("org.reelections", "写批复", "file-text", on_org.reply)
    beside.offer("org.reelections", "写结果报告", "send", on_org.result)
    beside.offer("org.foundings", "写批复", "file-text", on_org.founding_reply)
    beside.offer("org.settings", "发文设置", "settings", _for_writers("letters:house"))
    beside.offer("org.settings", "公文模板", "file-type-docx", _for_writers("letters:templates"))


def _for_writers(url_name: str) -> beside.Address:
    return lambda union, seat: reverse(url_name) if seat.office in policy.WRITERS else ""
