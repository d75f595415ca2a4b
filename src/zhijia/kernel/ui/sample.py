"""Invented data for the component gallery (/design/): every component in every state."""

import datetime as dt
from types import SimpleNamespace as Row
from typing import Any

from django import forms
from django.core.paginator import Paginator

from zhijia.kernel import clock
from zhijia.kernel.ui.chips import chips


class VisitForm(forms.Form):
    who = forms.CharField(label="走访对象", help_text="输姓名，从会员里选。")
    on = forms.DateField(label="走访日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    money = forms.DecimalField(label="慰问金额", widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), ("a", "困难职工走访"), ("b", "一线慰问")])
    way = forms.ChoiceField(
        label="怎么去的", widget=forms.RadioSelect, choices=[("1", "上门"), ("2", "在单位"), ("3", "在医院")]
    )
    notes = forms.CharField(label="走访情况", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    photos = forms.FileField(label="照片和文件", required=False, help_text="一份不超过 20 MB。")
    open = forms.BooleanField(label="在单位内公开", required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (on := values.get("on")) and on > clock.today():
            self.add_error("on", "日期在今天之后。请填实际走访那天。")
        if (money := values.get("money")) and money > 2000:
            self.add_error("money", "超过单次上限 2,000 元。是不是多打了一个 0？")
        return values


class MemberFilter(forms.Form):
    q = forms.CharField(label="姓名", required=False)
    state = forms.ChoiceField(
        label="会籍", required=False, choices=[("", "不限"), ("in", "在册"), ("out", "已转出")]
    )
    joined = forms.CharField(label="入会年份", required=False)


MEMBERS = [
    ("陈海燕", "女", "顺达机械有限公司工会", "装配二组", "2019-03-01", ""),
    ("吴桂珍", "女", "顺达机械有限公司工会", "后勤组", "2008-06-12", ""),
    ("周国平", "男", "青溪镇工业园区新型建材行业联合工会委员会", "冲压组", "2006-03-15", "转出中"),
    ("冯雪", "女", "青溪印染工会", "", "2022-07-01", ""),
]


def gallery() -> dict[str, Any]:
    today = clock.today()
    later = today + dt.timedelta(days=28)
    wrong = {
        "who": "吴桂珍，顺达机械有限公司工会",
        "on": later.isoformat(),
        "money": "30000",
        "kind": "a",
        "way": "1",
    }
    filters = MemberFilter({"state": "in", "joined": "2026"})
    return {
        "states": [
            ("draft", "草稿"), ("doing", "审批中"), ("fix", "退回补正"), ("late", "已逾期"),
            ("done", "已通过"), ("todo", "未开始"), ("archived", "已归档"), ("void", "已作废"),
        ],
        "form": VisitForm(wrong, auto_id="bad_%s"),
        "blank": VisitForm(auto_id="new_%s"),
        "filters": filters,
        "chips": chips(filters),
        "page": Paginator(range(13200), 20).page(5),
        "members": MEMBERS,
        "indicators": _indicators(),
        "files": _files(),
        "add": VisitForm(auto_id="evi_%s")["photos"],
        "trail": _trail(),
        "conflict": _conflict(),
        "jobs": _jobs(),
        "days": [today, today + dt.timedelta(5), today - dt.timedelta(5), today + dt.timedelta(200)],
    }  # fmt: skip


def _indicators() -> list[Row]:
    return [
        Row(label="入会率", url="#", value="95.4", unit="%", state="ok", gap="达标", percent=95.4,
            target_percent=95, left="目标 95%", right="去年 94.7%"),
        Row(label="集体合同覆盖率", url="#", value="92.5", unit="%", state="warn", gap="还差 12 家", percent=92.5,
            target_percent=95, left="目标 95%", right="去年 90.2%"),
        Row(label="会员人数", url="#", value=13200, unit="人", left="去年 12,896", right="+304"),
        Row(label="安康杯参赛", url="#", value=None, percent=0, left="去登记", right="目标 8 家"),
    ]  # fmt: skip


def _files() -> list[Row]:
    return [
        Row(name="签到表.jpg", url="#", mark="签到表"),
        Row(name="会议纪要（第三季度职工代表团组长联席会议）.docx", url="#", mark="DOCX"),
        Row(name="现场录像.mp4", url="#", bad="超过 20 MB"),
    ]


def _trail() -> list[Row]:
    now = clock.now()
    return [
        Row(who="林秀芳", did="改了走访金额", at=now, icon="edit", tone="me", reason="票据补来了",
            changes=[Row(label="金额", before="1,800元", after="2,400元")]),
        Row(who="王建平", did="初审同意", at=now - dt.timedelta(15), icon="check", tone="ok",
            reason="入户核实，情况属实。", changes=[]),
        Row(who="王建平", did="撤回了上报", at=now - dt.timedelta(16), icon="arrow-back-up", tone="late",
            reason="", changes=[]),
        Row(who="吴桂珍", did="提交申请", at=now - dt.timedelta(400), icon="pencil", tone="", reason="", changes=[]),
    ]  # fmt: skip


def _conflict() -> Row:
    rows = [
        Row(label="走访日期", theirs="2026-11-12", mine="2026-11-18"),
        Row(label="走访情况", theirs="已恢复上班。", mine="仍在家休养，\n下月复查。"),
    ]
    return Row(who="王建平", at=clock.now(), rows=rows, discard="#")


def _jobs() -> list[Row]:
    link = [Row(label="停下", url="#")]
    done = [Row(label="看报告", url="#"), Row(label="整批撤销（还有 23 小时）", url="#")]
    return [
        Row(title="正在读入计划", percent=62, state="running", told="62 / 100 页，约还要 1 分钟",
            note="可以离开这一页，做完回来看。", links=link),
        Row(title="读入完成", percent=100, state="done", told="找到任务 48 项，未定时间 6 项", note="", links=done),
        Row(title="停在第 62 页", percent=62, state="stopped", told="前 61 页已经读好，不会重复。", note="",
            links=[Row(label="从这里接着读", url="#")]),
    ]  # fmt: skip
