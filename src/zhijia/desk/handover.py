"""What a successor needs: promised upward, due, unfinished, who holds what, and what goes from hand to hand.

Only what every officer of the union may read. Whom somebody visited, and why, stays where it is: a number says how
much there is, and where to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from zhijia.directives.models import Demand, Directive
from zhijia.kernel import clock
from zhijia.kernel.scope import Seat
from zhijia.letters.models import Letter
from zhijia.org.models import Post, Union
from zhijia.papers import Heading, Paper, Paragraph
from zhijia.papers.content import Block, Table, ordinal
from zhijia.people.models import Account
from zhijia.plans import queries_year
from zhijia.plans.models import Plan, Reading, Summary
from zhijia.relief.models import Visit

THINGS = (
    "工会公章、财务章", "工会法人资格登记证书", "银行账户、预留印鉴、网银 U 盾", "会计账簿、凭证和未报销的单据",
    "会员名册和入会申请书", "计划、总结、会议记录等纸质材料", "职家的数据恢复单（恢复码）", "备份口令（当面告知，不写在纸上）",
    "装备份的 U 盘或移动硬盘", "管职家的那台电脑和开机密码（当面告知）", "办公室、柜子的钥匙", "各类群和公用邮箱的管理权",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """`rows` are cells of text, `urls` where each row's own page is; `none` is said where there is none."""

    title: str
    header: Sequence[str]
    rows: list[list[str]]
    urls: list[str]
    none: str
    widths: Sequence[float]

    @property
    def lines(self) -> list[tuple[str, str, list[str]]]:
        """(first cell, its address, the other cells), for the page."""
        return [(row[0], url, row[1:]) for row, url in zip(self.rows, self.urls, strict=True)]


@dataclass(frozen=True)
class Handover:
    """The file of one union, or of one of its people; a constant number of statements."""

    union: Union
    leaver: Post | None
    posts: list[Post]
    sections: list[Section]

    @property
    def title(self) -> str:
        who = f"{self.leaver.person.name}（{self.leaver}）" if self.leaver else ""
        return f"{self.union.name}{who}工作交接单"

    def to_paper(self) -> Paper:
        blocks: list[Block] = []
        for n, section in enumerate(self.sections, start=1):
            blocks.append(Heading(1, f"{ordinal(1, n)}{section.title}"))
            if section.rows:
                blocks.append(Table(section.header, section.rows, section.widths))
            else:
                blocks.append(Paragraph(section.none))
        things = [[thing, "", "", ""] for thing in THINGS]
        blocks += [
            Heading(1, f"{ordinal(1, len(self.sections) + 1)}当面移交的东西"),
            Table(("名称", "有无", "数量", "说明"), things, (5, 1, 1, 2)),
            Paragraph("移交人：　　　　　　接收人：　　　　　　监交人：　　　　　　"),
            Paragraph("日期：　　　　年　　月　　日"),
        ]
        return Paper(self.title, self.union.name, clock.today(), blocks=blocks, sealed=False)


def handover(seat: Seat, post_id: int | None = None) -> Handover:
    """Of the seat's own union. A post that is none of its posts today gives the whole union's file."""
    union = Union.objects.get(pk=seat.union_id)
    rows = Post.objects.filter(Post.on(clock.today()), union=union).select_related("person", "union")
    posts = list(rows.order_by("held_from", "pk"))
    leaver = next((post for post in posts if post.pk == post_id), None)
    sections = [_promised(seat, leaver), _tasks(seat, leaver), _drafts(seat, leaver), _visits(seat, leaver)]
    return Handover(union, leaver, posts, [*sections, _people(posts, leaver)])


def _promised(seat: Seat, leaver: Post | None) -> Section:
    """Answers owed upward, then what was taken on without a task."""
    found: list[tuple[str, list[str], str]] = []
    papers = Directive.objects.filter(union_id=seat.union_id).exclude(state__in=("answered", "withdrawn"))
    if leaver:
        papers = papers.filter(received_by=leaver.person_id)
    for row in papers.order_by("answer_due", "pk"):
        if row.owes_answer or row.state != "done":
            what = (
                f"回复{row.answer_what}，给{row.answer_whom or row.issuer}"
                if row.asks_answer
                else "按文件办理"
            )
            cells = [
                f"{row.number}《{row.title.strip('《》')}》",
                what,
                _day(row.answer_due),
                row.get_state_display(),
            ]
            found.append((_day(row.answer_due), cells, reverse("directives:directive", args=[row.pk])))
    own = Demand.objects.filter(directive__union_id=seat.union_id, state="own", done_on__isnull=True)
    if leaver:
        own = own.filter(owner_post=leaver)
    for one in own.exclude(directive__state="withdrawn").select_related("directive"):
        cells = [f"{one.directive}第{one.order}条", one.title, _day(one.due_on), "单独办，没办完"]
        found.append(
            (_day(one.due_on), cells, f"{reverse('directives:directive', args=[one.directive_id])}#d{one.pk}")
        )
    found.sort(key=lambda one: one[0])
    return Section(
        "答应上级的", ("文件", "要做什么", "期限", "现在"), [cells for _, cells, _ in found], [url for *_, url in found],
        "没有欠着上级的。", (4, 4, 2, 2),
    )  # fmt: skip


def _tasks(seat: Seat, leaver: Post | None) -> Section:
    """Open tasks of the living plans that run today or later."""
    mine = Q(owner_post=leaver) if leaver else Q()
    rows = queries_year.tasks_of(
        plan__union_id=seat.union_id, plan__state__in=Plan.LIVE, plan__ends_on__gte=clock.today()
    )
    lines = queries_year.lines(rows.filter(mine).order_by("plan__starts_on", "plan_id", "order"))
    open_ones = [line for line in lines if line.state != "done"]
    return Section(
        "没做完的任务", ("任务", "时间", "责任人", "做到哪一步"),
        [
            [f"{line.task.number} {line.task.title}".strip(), line.when or "未定时间", line.owner or "没有写",
             line.progress.words or line.progress.name]
            for line in open_ones
        ],
        [reverse("plans:task", args=[line.task.pk]) for line in open_ones],
        "没有没做完的任务。", (5, 3, 2, 3),
    )  # fmt: skip


def _drafts(seat: Seat, leaver: Post | None) -> Section:
    """What was begun and lies in the program: plans under correction, summaries, papers."""

    def of(model: type, state: str, by: str, at: str):
        rows = model.objects.filter(union_id=seat.union_id, state=state).select_related(by)  # type: ignore[attr-defined]
        rows = rows.filter(**{by: leaver.person_id}) if leaver else rows
        return [(row, getattr(row, by), getattr(row, at)) for row in rows.order_by(at)]

    found = [
        ("在核对的计划", row.title or row.name, who, at, reverse("plans:reading", args=[row.pk]))
        for row, who, at in of(Reading, "open", "read_by", "read_at")
    ]
    found += [
        ("没送审的总结", row.title, who, at, reverse("plans:summary", args=[row.pk]))
        for row, who, at in of(Summary, "draft", "drafted_by", "drafted_at")
    ]
    found += [
        ("没签发的公文", row.title, who, at, reverse("letters:letter", args=[row.pk]))
        for row, who, at in of(Letter, "draft", "written_by", "written_at")
    ]
    return Section(
        "没写完的", ("名称", "是什么", "经办人", "开始的日期"),
        [[title, what, who.name if who else "", f"{at:%Y-%m-%d}"] for what, title, who, at, _ in found],
        [url for *_, url in found], "没有写到一半的。", (5, 3, 2, 2),
    )  # fmt: skip


def _visits(seat: Seat, leaver: Post | None) -> Section:
    """How many visits are due; names and reasons are read in the register, by whoever may."""
    rows = Visit.objects.filter(union_id=seat.union_id, state="due")
    if leaver:
        rows = rows.filter(reported_by=leaver.person_id)
    due, late = rows.count(), rows.filter(due_on__lt=clock.today()).count()
    cells = [["待走访的职工", f"{due} 人次", f"{late} 人次", "名单和情况只在走访登记里看，不写在交接单上"]]
    return Section(
        "要去看望的", ("事项", "待走访", "其中逾期", "说明"), cells if due else [], [reverse("relief:visits")] if due else [],
        "没有待走访的。", (3, 2, 2, 5),
    )  # fmt: skip


def _people(posts: list[Post], leaver: Post | None) -> Section:
    """Who holds which post, and under which name she signs in."""
    shown = [post for post in posts if leaver is None or post.person_id == leaver.person_id]
    logins = dict(
        Account.objects.filter(person__in=[post.person_id for post in shown], is_active=True).values_list(
            "person_id", "login"
        )
    )
    return Section(
        "谁任什么职务、用哪个登录名", ("姓名", "职务和分工", "任职自", "登录名"),
        [
            [post.person.name, f"{post}{f'，{post.portfolio}' if post.portfolio else ''}", f"{post.held_from:%Y-%m-%d}",
             logins.get(post.person_id, "没有开")]
            for post in shown
        ],
        [reverse("people:officer", args=[post.pk]) for post in shown], "没有登记职务。", (2, 4, 2, 3),
    )  # fmt: skip


def _day(day: object) -> str:
    return f"{day:%Y-%m-%d}" if day else "没写期限"
