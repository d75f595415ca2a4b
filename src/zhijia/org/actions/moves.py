"""Verbs that change a union's place: moved, merged, dissolved. Everything is dated; what was before stays as it was."""

import datetime as dt

from django import forms
from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding, policy, tree
from zhijia.org.actions.tree import answer_to
from zhijia.org.models import Coverage, Line, ParentEdge, Post, Union
from zhijia.org.queries import standing
from zhijia.org.shared_fields import name_field
from zhijia.org.signals import union_ending
from zhijia.org.tree import in_force

LINE = forms.ChoiceField(
    label="哪条线", choices=Line.choices, widget=forms.RadioSelect, initial=Line.TERRITORIAL,
    error_messages={"required": "请选哪条线。", "invalid_choice": "请重新选哪条线。"},
)  # fmt: skip


def _since(union: Union, on: dt.date, field: str = "on") -> None:
    if on < union.founded_on:
        raise Unfit(**{field: f"这一天在它成立（{union.founded_on:%Y-%m-%d}）之前。请核对日期。"})
    if on > clock.today() + dt.timedelta(366):
        raise Unfit(**{field: "这一天太远了。是不是年份打错了？"})


def _close_edge(union: Union, line: str, on: dt.date) -> None:
    """The edge that holds on that day ends there; one that begins there gives way."""
    edges = ParentEdge.objects.filter(union=union, line=line)
    if edges.filter(valid_from__gt=on).exists():
        raise Blocked("在这一天之后，上级还改过。请按先后从后面那一次改起。")
    for edge in edges.filter(in_force(on)):
        if edge.valid_from == on:
            edge.delete()
        else:
            edge.valid_to, edge.version = on, edge.version + 1
            edge.save(update_fields=["valid_to", "version"])


def _above(union: Union, parent: str | Union, line: str, on: dt.date, by: Seat) -> Union | None:
    """The new parent, once it is known to fit. None ends the line: an industrial one may have nothing above."""
    kinds = Union.UNDER[Union.Kind(union.kind)]
    above = (
        finding.the_union(parent, by, kinds, "parent")
        if parent and isinstance(parent, str)
        else parent or None
    )
    if above is None and line == Line.TERRITORIAL:
        raise Unfit(parent="请填新的上级工会。")
    if above and above.pk == union.pk:
        raise Unfit(parent="上级不能是它自己。")
    if union.kind in Union.INNER and (line != Line.TERRITORIAL or (above and above.home_id != union.home_id)):
        raise Unfit(parent="分工会和小组只能在本工会里面调整。换到别的工会，请在那边新建，会员办转会。")
    if above and above.founded_on > on:
        raise Unfit(on=f"{above.short_name}在这一天还没有成立。请核对日期。")
    if above and ParentEdge.objects.filter(in_force(on), union=union, line=line, parent=above).exists():
        raise Unfit(parent=f"这一天它已经在{above.short_name}下面，不用改。")
    return above


def _place(unions: list[Union], *, by: Seat, **_: object) -> None:
    edges = []
    for union in unions:
        above, line, on = union.placed  # type: ignore[attr-defined]
        _close_edge(union, line, on)
        if above:
            edges.append(ParentEdge(union=union, parent=above, line=line, valid_from=on))
    if edges:
        answer_to.all(edges, by=by)
    elif tree.rebuild():
        raise AssertionError("taking an edge away closed a ring")


@action(
    Union, allowed=policy.may_place, blocks=[policy.ended], label="改隶属", then=_place,
    form=Fields(
        parent=name_field("新的上级工会", "写名称、简称或代码。产业线上不再有上级的，可以空着。", required=False),
        line=LINE, on=day_field("从哪天起", "这一天以前的统计不变。"),
    ),
)  # fmt: skip
def move(union: Union, *, by: Seat, on: dt.date, line: str, parent: str | Union = "") -> None:
    """From this day the union answers to another parent on one line; the days before keep the old one (A01).

    A page gives the parent as somebody wrote it, the set form as a row.
    """
    _since(union, on)
    union.placed = _above(union, parent, line, on, by), line, on  # type: ignore[attr-defined]


def _leave(union: Union, on: dt.date, into: Union | None, by: Seat) -> None:
    """Its employers, posts and members from that day: handed to `into`, or ended."""
    for post in Post.objects.filter(Post.on(on) | Q(held_from__gt=on), union=union):
        post.held_to, post.version = max(on, post.held_from), post.version + 1
        post.save(update_fields=["held_to", "version"])
    handed = []
    for span in Coverage.objects.filter(in_force(on) | Q(valid_from__gt=on), union=union):
        handed.append(
            Coverage(
                union=into,
                employer_id=span.employer_id,
                valid_from=max(on, span.valid_from),
                valid_to=span.valid_to,
            )
        )
        if span.valid_from >= on:
            span.delete()
        else:
            span.valid_to, span.version = on, span.version + 1
            span.save(update_fields=["valid_to", "version"])
    if into:
        Coverage.objects.bulk_create(handed)
    union_ending.send(Union, union=union, into=into, on=on, by=by)


def _end(union: Union, on: dt.date, into: Union | None, by: Seat) -> None:
    _since(union, on)
    if on > clock.today():
        raise Unfit(on="日期在今天之后。请到那一天再办。")
    inside = Union.objects.filter(
        standing(on), pk__in=ParentEdge.objects.filter(in_force(on), parent=union).values("union_id")
    )
    others = inside if union.kind in Union.INNER else inside.exclude(kind__in=Union.INNER)
    if named := [one.short_name for one in others[:4]]:
        raise Blocked(f"下面还有{'、'.join(named)}。请先给它们改隶属、并入别处或撤销。")
    for part in Union.objects.filter(standing(on), home=union, kind__in=Union.INNER).exclude(pk=union.pk):
        _leave(part, on, None, by)
        part.dissolved_on, part.state, part.version = on, Union.State.DISSOLVED, part.version + 1
        part.save(update_fields=["dissolved_on", "state", "version"])
    _leave(union, on, into, by)
    union.dissolved_on, union.merged_into = on, into


@action(
    Union, allowed=policy.may_place, label="并入", needs_reason=True,
    form=Fields(into=name_field("并入哪个工会", "写名称、简称或代码。"), on=day_field("从哪天起", "这一天以前的统计不变。"),
                reason=forms.CharField(label="依据", max_length=200, help_text="如：批复文号，或会议决定。",
                                       error_messages={"required": "请写一句依据。"})),
)  # fmt: skip
def merge(union: Union, *, by: Seat, into: str, on: dt.date) -> None:
    """From this day its employers and members belong to another union; it is no longer on the register."""
    same = Union.INNER if union.kind in Union.INNER else Union.GRASSROOTS
    other = finding.the_union(into, by, same if union.kind not in Union.UPPER else (union.kind,), "into")
    if other.pk == union.pk:
        raise Unfit(into="不能并入它自己。")
    if union.kind in Union.INNER and other.home_id != union.home_id:
        raise Unfit(into="分工会和小组只能并入本工会里的另一个。")
    if other.founded_on > on or other.dissolved_on:
        raise Unfit(into=f"{other.short_name}在这一天不在册。请核对名称和日期。")
    _end(union, on, other, by)


@action(
    Union, allowed=policy.may_place, label="撤销", needs_reason=True,
    form=Fields(on=day_field("撤销日期", "这一天以前的统计不变。"),
                reason=forms.CharField(label="原因和批复", max_length=200, help_text="如：企业注销，县总工会批复文号。",
                                       error_messages={"required": "请写原因，工会不能随意撤销。"})),
)  # fmt: skip
def dissolve(union: Union, *, by: Seat, on: dt.date) -> None:
    """The union ends: its employer is gone, and the higher union knows (工会法 art. 13). Its members are placed first."""
    _end(union, on, None, by)
