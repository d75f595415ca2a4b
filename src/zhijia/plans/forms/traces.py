"""The form of a record: three mandatory fields; what a kind asks for appears once the kind is chosen."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from zhijia.kernel import clock
from zhijia.plans.kinds import AREAS, COLUMNS, Kind, Measure, by_code, in_area
from zhijia.plans.models import Kind as KindRow
from zhijia.plans.models import Occurrence, Task, Trace

DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]
TITLE, WHO, NOTES = 200, 300, 2000
STANDARD = (
    Measure("persons", "人数", "人"),
    Measure("person_times", "人次", "人次"),
    Measure("money", "金额", "元"),
)
WHOLE = frozenset({"人", "人次", "次", "家", "户", "期", "场"})  # units in which there is no half
MOST = Decimal(1_000_000_000)


class Quantity(forms.Field):
    """A number as officers type it: 1,200 · １２００ · 1200元."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.whole = measure.unit in WHOLE
        mode = "numeric" if self.whole else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", "maxlength": 16})
        super().__init__(label=measure.label, required=False, widget=widget)

    def to_python(self, value: Any) -> int | Decimal | None:
        text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
        text = "".join(text.split()).replace(",", "").removesuffix(self.measure.unit)
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise forms.ValidationError(f"{self.label}只填数字，如 38。") from None
        if not number.is_finite() or number >= MOST:
            raise forms.ValidationError("这个数太大了。是不是多打了几个 0？")
        if number < 0:
            raise forms.ValidationError("数量不能是负数。")
        if self.whole and number != number.to_integral_value():
            raise forms.ValidationError(f"{self.label}要填整数。")
        if number != round(number, 2):
            raise forms.ValidationError("小数最多两位。")
        return int(number) if number == number.to_integral_value() else number


def measures_of(kind: Kind | None) -> tuple[Measure, ...]:
    """What the form asks: the kind's own measures first, then those of people and money that any record may have."""
    own = kind.measures if kind else ()
    codes = {measure.code for measure in own}
    return (*own, *(measure for measure in STANDARD if measure.code not in codes))


def kind_choices() -> list[tuple[str, Any]]:
    return [("", "先不选"), *((AREAS[a], [(kind.code, kind.name) for kind in in_area(a)]) for a in AREAS)]


class TraceForm(forms.Form):
    """One record. `tasks` are those on offer; the chosen kind decides which numbers are asked."""

    on = forms.DateField(
        label="日期",
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填日期。", "invalid": "年月日之间要用横线，如 2025-04-28。"},
    )
    title = forms.CharField(
        label="做了什么",
        max_length=TITLE,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "如：春节前走访慰问困难职工 12 户"}),
        error_messages={
            "required": "请写做了什么，一句话就行。",
            "max_length": f"太长了，最多 {TITLE} 个字。余下的请写到备注里。",
        },
    )
    who = forms.CharField(
        label="谁参加或在哪里",
        max_length=WHO,
        widget=forms.TextInput(
            attrs={"placeholder": "如：工会委员和各车间小组长，三楼会议室", "autocomplete": "off"}
        ),
        error_messages={
            "required": "请写谁参加或在哪里。",
            "max_length": f"太长了，最多 {WHO} 个字。名单可以拍照附上。",
        },
    )
    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=kind_choices,
        error_messages={"invalid_choice": "请重新选一次种类。"},
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)  # the kind came from the record before
    task = forms.ChoiceField(
        label="属于哪项任务",
        required=False,
        error_messages={"invalid_choice": "这项任务不在这一天的计划里，请重新选。"},
    )
    finishes = forms.ChoiceField(
        label="这项任务",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "“办完了”要和所选的任务对上，请重新选。"},
    )
    notes = forms.CharField(
        label="备注",
        required=False,
        max_length=NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"太长了，最多 {NOTES} 个字。长材料可以作为文件附上。"},
    )

    def __init__(self, *args: Any, tasks: Iterable[Task] = (), **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.tasks = {str(task.pk): task for task in tasks}
        self.kind_chosen = by_code().get(str(self["kind"].value() or ""))
        self.task_chosen = self.tasks.get(str(self["task"].value() or ""))
        self.measures = measures_of(self.kind_chosen)
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a browser cuts pasted text without a word; we say it
        if not self.is_bound and not isinstance(self, CorrectionForm):
            self.fields["title"].widget.attrs["autofocus"] = True
        for measure in self.measures:
            self.fields[f"m_{measure.code}"] = Quantity(measure)
        self.fields["task"].choices = self._task_choices()
        self.fields["finishes"].choices = self._finishing_choices()

    def _task_choices(self) -> list[tuple[str, Any]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, task in self.tasks.items():
            name = str(task.section) if task.section else task.plan.title
            groups.setdefault(name, []).append((key, f"{task.number} {task.title}".strip()))
        return [("", "不属于哪项任务"), *groups.items()]

    def _finishing_choices(self) -> list[tuple[str, str]]:
        if self.task_chosen is None:
            return []
        times = self.task_chosen.occurrences.all()
        chosen = str(self["finishes"].value() or "")
        still_open = [time for time in times if not time.finished or str(time.pk) == chosen]
        many = len(times) > 1
        named = [
            (str(time.pk), f"这次办完了{f'（{span_words(time)}）' if many else ''}") for time in still_open
        ]
        return [*named, ("", "还没办完，先记一笔")] if named else []

    @property
    def numbers(self) -> list[tuple[Any, Measure]]:
        return [(self[f"m_{measure.code}"], measure) for measure in self.measures]

    def values(self) -> dict[str, Any]:
        """What the verbs `record` and `correct` take."""
        data = self.cleaned_data
        kind = data["kind"]
        counted = {measure.code: data[f"m_{measure.code}"] for measure in self.measures}
        return {
            **{name: data[name] for name in ("on", "title", "who", "notes")},
            "kind": KindRow.objects.get(code=kind) if kind else None,
            "task": self.task_chosen,
            "finishes": self._time(data["finishes"]),
            **{code: counted[code] for code in COLUMNS},
            "measures": {
                code: number if isinstance(number, int) else float(number)
                for code, number in counted.items()
                if code not in COLUMNS and number is not None
            },
        }

    def _time(self, pk: str) -> Occurrence | None:
        if not pk or self.task_chosen is None:
            return None
        return next((time for time in self.task_chosen.occurrences.all() if str(time.pk) == pk), None)

    def refuse(self, sentences: Mapping[str, str]) -> None:
        """Put the sentences of a verb that found the values unfit beside their fields."""
        for name, sentence in sentences.items():
            at = name if name in self.fields else f"m_{name}"
            self.add_error(at if at in self.fields else None, sentence)


class CorrectionForm(TraceForm):
    """The same for a row that exists, with the title that upper unions read and the reason."""

    open_title = forms.CharField(
        label="上级看到的标题",
        required=False,
        max_length=120,
        help_text="姓名已遮住。遮多了、遮少了，都可以改这里。",
        error_messages={"max_length": "太长了，最多 120 个字。"},
    )
    reason = forms.CharField(
        label="为什么改",
        required=False,
        max_length=200,
        help_text="补填空着的不用写。改动已经写下的内容，写一句原因，会留在办理过程里。",
        error_messages={"max_length": "原因写短些，最多 200 个字。"},
    )


def span_words(time: Occurrence) -> str:
    """11月 · 3—10月 · 2025年12月—2026年1月."""
    a, b = time.starts_on, time.ends_on
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.month}月"
    return f"{a.month}—{b.month}月" if a.year == b.year else f"{a.year}年{a.month}月—{b.year}年{b.month}月"


def as_initial(trace: Trace) -> dict[str, Any]:
    """The form's values for a row as it stands."""
    return {
        **{name: getattr(trace, name) for name in ("on", "title", "who", "notes", "open_title")},
        "kind": trace.kind.code if trace.kind else "",
        "task": trace.task_id or "",
        "finishes": trace.finishes_id or "",
        **{f"m_{code}": shown(getattr(trace, code)) for code in COLUMNS},
        **{f"m_{code}": shown(number) for code, number in trace.measures.items()},
    }


def shown(number: int | float | Decimal | None) -> str:
    """3000.00 is typed 3000."""
    return "" if number is None else format(Decimal(str(number)).normalize(), "f")


def day_of(text: str) -> dt.date | None:
    """A date out of an address or a half-filled form; None when it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
