"""How a letter begins: blank, from a plan or a summary, as the answer to another paper, or after an earlier letter.

`begun` gives the values of the form; the addresses that lead there are what other pages link to.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhijia.kernel.scope import Seat
from zhijia.kernel.typed import whole
from zhijia.letters import body, kinds, policy, queries
from zhijia.letters.models import Letter
from zhijia.org.models import Union
from zhijia.papers import Heading, Paragraph, Table
from zhijia.plans import sheet
from zhijia.plans.models import Plan, Section, Summary, Task

COPIED = (
    "title", "addressee", "answers_title", "answers_number", "body", "closing", "attended", "attachments",
    "signer", "contact", "copies", "red_head", "own_template",
)  # fmt: skip
LONGEST = {"title": 120, "addressee": 200, "answers_title": 120, "answers_number": 60, "body": 2000}


def begun(kind: kinds.Kind, union: Union, by: Seat, asked: QueryDict) -> dict[str, Any]:
    """The first values of a letter of this kind, from what the address asks for."""
    values = _blank(kind, union, by)
    values |= {
        name: asked[name].strip()[:most] for name, most in LONGEST.items() if asked.get(name, "").strip()
    }
    if kind.answers and values.get("answers_title"):
        values["title"] = kinds.reply_to(values["answers_title"])[:120]
        values["body"] = values["body"].replace("{title}", values["answers_title"].strip("《》"))
        values["body"] = values["body"].replace("{number}", values.get("answers_number") or kinds.BLANK)
    elif kind.signer and values.get("answers_title"):
        number = f"（{values['answers_number']}）" if values.get("answers_number") else ""
        source = f"《{values['answers_title'].strip('《》')}》{number}"
        values["body"] = values["body"].replace(f"{kinds.BLANK}（哪份文件、哪项要求）", f"{source}要求")
    values["body"] = values["body"].replace("《{title}》（{number}）", f"《{kinds.BLANK}》（{kinds.BLANK}）")
    for name, of in (("plan", of_plan), ("summary", _of_summary), ("copy", _of_letter)):
        pk = whole(asked.get(name))
        if pk is not None:
            values |= of(kind, union, pk)
    return values


def _blank(kind: kinds.Kind, union: Union, by: Seat) -> dict[str, Any]:
    upward = kind.direction == "up"
    return {
        "body": kind.opening,
        "closing": kind.closing,
        "red_head": kind.red_head,
        "addressee": queries.parent_of(union) if upward else "",
        "signer": queries.chair_of(union) if kind.signer else "",
        "contact": f"{by.name}，{kinds.BLANK}" if kind.contact else "",
        "own_template": queries.template_for(union.pk, kind.code) is not None,
        "attachments": [],
    }


def _of_letter(kind: kinds.Kind, union: Union, pk: int) -> dict[str, Any]:
    """仿写: the words of an earlier letter, without its number and day."""
    row = Letter.objects.filter(pk=pk, union=union).first()
    return {name: getattr(row, name) for name in COPIED} if row else {}


# --- from a plan -----------------------------------------------------------------------------------------


def paper_of_plan(plan: Plan, by: Seat) -> str:
    return address("plan", by, plan.union_id, plan=plan.pk)


def notice_of_plan(plan: Plan, by: Seat) -> str:
    return address("notice", by, plan.union_id, plan=plan.pk)


def of_plan(kind: kinds.Kind, union: Union, pk: int) -> dict[str, Any]:
    """The plan as the paper itself, or as the attachment of the notice that issues it."""
    plan = Plan.objects.filter(pk=pk, union=union).select_related("reading").first()
    if plan is None:
        return {}
    text = plan_text(plan)
    if kind.code != "notice":
        return {"title": plan.title, "body": text}
    return {
        "title": f"关于印发《{plan.title}》的通知",
        "addressee": "各基层工会" if union.kind in Union.UPPER else "各分工会、工会小组",
        "body": f"《{plan.title}》已经{union.name}委员会讨论通过，现印发给你们，请按计划落实。",
        "attachments": [{"title": plan.title, "text": text}],
    }


def plan_text(plan: Plan) -> str:
    """The plan's headings and tasks as the lines of a paper, tasks in the words of the document they came from."""
    sections = list(Section.objects.filter(plan=plan))
    tasks: dict[int | None, list[str]] = {}
    for task in Task.objects.filter(plan=plan, state=Task.State.ACTIVE):
        lines = tasks.setdefault(task.section_id, [])
        line = _told(task)
        if line not in lines:  # two tasks of one sentence
            lines.append(line)
    found = []
    for n, section in enumerate(sections):
        below = sections[n + 1] if n + 1 < len(sections) else None
        lines = tasks.pop(section.pk, [])
        if not lines and not (below and below.level > section.level):
            lines = _passage(plan, section, below)
        found += [str(section), *lines]
    return "\n".join([*tasks.pop(None, []), *found])


def _passage(plan: Plan, section: Section, below: Section | None) -> list[str]:
    """What the document says under a heading that holds no task, such as 总体要求."""
    text = plan.reading.text if plan.reading else ""
    _, found, rest = text.partition(section.title)
    if not found:
        return []
    passage, ended, _ = rest.partition(below.title) if below else (rest, "", "")
    lines = passage.splitlines()
    if ended:
        lines = lines[:-1]  # the number of the next heading
    elif below:
        return []
    while lines and not lines[-1].strip().endswith("。"):
        lines.pop()  # the sign-off of the document
    return [line.strip() for line in lines if line.strip()]


def _told(task: Task) -> str:
    """The task's own sentence where it still says what the task says, else its title and time."""
    sentence = " ".join(task.sentence.split())
    if task.title in sentence:
        return sentence if sentence.endswith("。") else f"{sentence}。"
    return f"{task.title}（{task.when_text}）。" if task.when_text else f"{task.title}。"


# --- from a summary --------------------------------------------------------------------------------------


def paper_of_summary(summary: Summary, by: Seat) -> str:
    return _of_sent_summary("summary", summary, by)


def report_of_summary(summary: Summary, by: Seat) -> str:
    return _of_sent_summary("report", summary, by)


def _of_sent_summary(kind: str, summary: Summary, by: Seat) -> str:
    """Only what was sent for review stands still; a draft's numbers may move on."""
    if summary.state != Summary.State.SENT:
        return ""
    return address(kind, by, summary.union_id, summary=summary.pk)


def _of_summary(kind: kinds.Kind, union: Union, pk: int) -> dict[str, Any]:
    """The words and the table of sources, as the summary's own Word file has them."""
    row = Summary.objects.filter(pk=pk, union=union, state=Summary.State.SENT).select_related("about", "plan")
    summary = row.first()
    if summary is None:
        return {}
    paper = sheet.to_paper(sheet.Sheet(summary))
    title = f"关于{summary.title}的报告" if kind.code == "report" else summary.title
    return {
        "title": title[:120],
        "body": _words(paper.blocks),
        "attachments": [{"title": one.title, "text": _words(one.blocks)} for one in paper.attachments],
    }


def _words(blocks: Any) -> str:
    return "\n".join(body.text_of(one) for one in blocks if isinstance(one, Heading | Paragraph | Table))


# --- addresses -------------------------------------------------------------------------------------------


def answer_to(
    by: Seat, *, kind: str = "report", title: str, number: str = "", addressee: str = "", matter: str = ""
) -> str:
    """Where the answer to a superior's paper begins: a report, or a letter; for pages of other chapters.

    `title`, `number`: of the paper that is answered; `addressee`: who asked; `matter`: what the answer is about.
    Empty for a seat that writes no papers.
    """
    return address(
        kind, by, by.union_id, answers_title=title, answers_number=number, addressee=addressee, title=matter
    )


def address(kind: str, by: Seat, union_id: int | None, **asked: Any) -> str:
    if by.office not in policy.WRITERS or union_id != by.union_id:
        return ""
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('letters:new', args=[kind])}?{urlencode(given)}"
