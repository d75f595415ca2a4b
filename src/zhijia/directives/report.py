"""The draft of an answer: each demand with how far it is, as a page shows it and as an official paper."""

from dataclasses import dataclass

from django.urls import reverse

from zhijia import papers
from zhijia.directives import spoken, standing
from zhijia.directives.models import Directive, plain
from zhijia.kernel import clock
from zhijia.papers import Heading, Paper, Paragraph
from zhijia.plans.sentences import quoted


@dataclass(frozen=True)
class Line:
    """One demand in the answer. `url` opens the task, or the demand, whose records the numbers come from."""

    title: str
    asked: str
    told: str
    url: str


class Report:
    """落实情况报告: live numbers, no thousands marks, as of today."""

    def __init__(self, directive: Directive, found: list[standing.Standing]) -> None:
        self.directive, self.found, self.today = directive, found, clock.today()

    @property
    def title(self) -> str:
        return f"{self.directive.union.name}关于落实《{self.directive.title.strip('《》')}》情况的报告"

    @property
    def opening(self) -> str:
        number = f"（{self.directive.number}）" if self.directive.number else ""
        day = self.today
        return (
            f"《{self.directive.title.strip('《》')}》{number}收到后，我会逐条落实。现将截至{day.year}年{day.month}月{day.day}日的情况"
            "报告如下。"
        )

    @property
    def lines(self) -> list[Line]:
        return [self._line(one) for one in self.found if one.state != "gone"]

    def _line(self, one: standing.Standing) -> Line:
        demand = one.demand
        when = spoken.when(demand.spans, demand.recurrence, self.today.year, demand.when_text)
        asked = "，".join(filter(None, [when, _unmarked(demand.quota)]))
        if one.line is not None:
            url = reverse("plans:task", args=[one.line.task.pk])
        else:
            url = f"{reverse('directives:directive', args=[self.directive.pk])}#d{demand.pk}"
        return Line(demand.title, asked, _told(one), url)

    def to_paper(self) -> Paper:
        blocks: list[papers.Heading | papers.Paragraph] = [Paragraph(self.opening)]
        for n, line in enumerate(self.lines, start=1):
            blocks.append(Heading(1, f"{papers.ordinal(1, n)}{line.title}"))
            asked = f"要求：{line.asked}。" if line.asked else ""
            blocks.append(Paragraph(f"{asked}{line.told}"))
        blocks.append(Paragraph("特此报告。"))
        whom = self.directive.answer_whom or self.directive.issuer
        return Paper(self.title, self.directive.union.name, self.today, addressee=whom, blocks=blocks)


def _told(one: standing.Standing) -> str:
    """One demand's state in a sentence."""
    demand, line = one.demand, one.line
    if one.state == "declined":
        return f"此项不由我会办理：{demand.reason.rstrip('。')}。"
    if demand.state == "done":
        note = f"，{demand.done_note.rstrip('。')}" if demand.done_note else ""
        return f"已于{demand.done_on.month}月{demand.done_on.day}日办好{note}。"
    if line is None:
        return "已安排专人办理。" if demand.state == "own" else "尚未安排。"
    task = line.task
    said = [f"已列为我会工作任务{quoted(task.title)}"]
    if task.quantity:
        said.append(f"计划{task.quantity}{task.unit}，已完成{_unmarked(plain(line.reached))}{task.unit}")
    elif len(line.dues) > 1:
        said.append(f"全年{line.progress.total}次，已开展{line.progress.done}次")
    elif line.traces:
        said.append(f"已开展相关工作{line.traces}次")
    said.append(
        {"done": "已完成", "late": "未按期完成，正在抓紧办理", "todo": "尚未开始"}.get(line.state, "正在办理")
    )
    return "，".join(said) + "。"


def _unmarked(words: str) -> str:
    """In the body of an official paper numbers carry no thousands mark (field notes)."""
    return words.replace(",", "").replace(" ", "")
