"""The form in which a union puts a layout right: one line a column, plus a few blank ones; a line without order is left out."""

import re
from typing import Any

from django import forms
from django.db import transaction

from zhijia.kernel.scope import Seat
from zhijia.twins import actions
from zhijia.twins.fields import FIELDS
from zhijia.twins.layouts import WRITE, InForce, LaidColumn, Twin
from zhijia.twins.models import Layout

BLANK_LINES = 4
PAIR = re.compile(r"\s*([^=＝]+?)\s*[=＝]\s*(\S.*?)\s*")
BETWEEN = re.compile(r"[，,；;、\n]+")


class Head(forms.Form):
    source = forms.CharField(
        label="依据", max_length=200, help_text="如：省总 2026 年 3 月下发的导入模板。", required=False,
        widget=forms.TextInput({"autocomplete": "off"}), error_messages={"max_length": "太长了，最多 200 个字。"},
    )  # fmt: skip


class Line(forms.Form):
    """One column. Blank order: not exported."""

    order = forms.IntegerField(
        label="第几列", required=False, min_value=0, max_value=200, widget=forms.TextInput({"inputmode": "numeric", "size": 3}),
        error_messages={"invalid": "只填数字。", "max_value": "最多 200。", "min_value": "从 1 起。"},
    )  # fmt: skip
    heading = forms.CharField(
        label="表头", required=False, max_length=40, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": "最多 40 个字。"},
    )  # fmt: skip
    field = forms.ChoiceField(label="填什么", required=False, error_messages={"invalid_choice": "请重新选。"})
    write = forms.ChoiceField(
        label="写法",
        required=False,
        choices=[*WRITE.items()],
        error_messages={"invalid_choice": "请重新选。"},
    )
    codes = forms.CharField(
        label="代码", required=False, max_length=1000, widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": "太长了，最多 1000 个字。"},
    )  # fmt: skip

    def __init__(self, about: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.about = about
        for one in self.fields.values():
            kind = "form-select" if isinstance(one, forms.ChoiceField) else "form-control"
            one.widget.attrs["class"] = f"{kind} form-control-sm"
        known = [(one.code, one.label) for one in FIELDS[about].values()]
        self.fields["field"].choices = [("", "空着"), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("order") and not values.get("heading"):
            self.add_error("heading", "请写表头。")
        values["pairs"] = self._pairs(values.get("codes", ""), values.get("field", ""))
        return values

    def _pairs(self, text: str, code: str) -> dict[str, str]:
        """女=2，男=1: our words for their signs. Raised beside the line where a word is none of ours."""
        words = {word: ours for ours, word in FIELDS[self.about][code].words.items()} if code else {}
        found: dict[str, str] = {}
        for part in filter(str.strip, BETWEEN.split(text)):
            pair = PAIR.fullmatch(part)
            ours = pair and (words.get(pair[1]) or (pair[1] if pair[1] in words.values() else None))
            if not pair or ours is None:
                listed = "、".join(list(words)[:6]) or "这一列没有固定的选项，不用写代码"
                self.add_error(
                    "codes", f"“{part.strip()[:20]}”看不懂。写成：名称=代码。可以写的名称有：{listed}。"
                )
                return {}
            found[ours] = pair[2]
        return found


class LayoutForm:
    """The head and its lines, drawn and read together."""

    def __init__(self, twin: Twin, laid: InForce, data: Any = None) -> None:
        self.twin = twin
        self.head = Head(data, label_suffix="", initial={"source": laid.source if laid.row else ""})
        starts = [
            {
                "order": n,
                "heading": one.heading,
                "field": one.field,
                "write": one.write,
                "codes": self._told(one),
            }
            for n, one in enumerate(laid.columns, start=1)
        ]
        starts += [{}] * BLANK_LINES
        self.lines = [
            Line(twin.about, data, prefix=f"c{n}", initial=start) for n, start in enumerate(starts, start=1)
        ]

    def _told(self, column: LaidColumn) -> str:
        known = FIELDS[self.twin.about].get(column.field)
        return "，".join(
            f"{known.words.get(ours, ours) if known else ours}={theirs}"
            for ours, theirs in column.codes.items()
        )

    @property
    def faulty(self) -> bool:
        return bool(self.head.errors or any(line.errors for line in self.lines))

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), *(line.is_valid() for line in self.lines)])

    def columns(self) -> list[LaidColumn]:
        chosen = [line.cleaned_data for line in self.lines if line.cleaned_data.get("order")]
        chosen.sort(key=lambda one: one["order"])
        return [
            LaidColumn(one["field"], " ".join(one["heading"].split()), one["write"] or "word", one["pairs"])
            for one in chosen
        ]

    @transaction.atomic
    def save(self, own: Layout | None, *, by: Seat, key: str | None) -> Layout:
        """The union's earlier correction gives way to this one."""
        if own:
            actions.drop_layout(own, by=by)
        source = self.head.cleaned_data["source"]
        return actions.correct_layout(
            Layout(twin=self.twin.code), by=by, key=key, columns=self.columns(), source=source
        )
