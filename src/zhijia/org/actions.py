"""Verbs of the organisation, in the order a union comes to life."""

import datetime as dt
from collections.abc import Mapping

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.org import policy, tree
from zhijia.org.models import Body, Coverage, Employer, EmployerAlias, HeadCount, ParentEdge, Post, Union


def _answer_to(edges: list[ParentEdge], **_: object) -> None:
    in_ring = tree.rebuild()
    if in_ring:
        name = next((e.union.short_name for e in edges if e.union_id == in_ring), edges[0].union.short_name)
        raise Unfit(parent=f"这样一来，{name}会成为自己的上级。请换一个上级工会，或核对起止日期。")


def _take_place(unions: list[Union], *, by: Seat, under: Mapping[str, Union] | None = None) -> None:
    """A grassroots or upper union is its own home; a branch or group lives in the union it was given."""
    places = under or {}
    own = [union for union in unions if union.home_id is None]
    for union in own:  # the upper before the lower, as they were given
        above = places.get(union.code)
        union.home_id = above.home_id if above and union.kind in Union.INNER else union.pk
    edges = [
        ParentEdge(union=union, parent=places[union.code], valid_from=union.founded_on)
        for union in unions
        if union.code in places
    ]
    if edges:
        answer_to.all(edges, by=by)  # before anything else: what has no place is in nobody's reach
    else:
        tree.rebuild()  # from its first day a union stands in its own reach, also before it has a parent
    Union.objects.bulk_update(own, ["home"], batch_size=2000)


@action(Union, allowed=policy.may_found, label="建立工会", then=_take_place)
def found(union: Union, *, by: Seat, under: Mapping[str, Union] | None = None) -> None:
    """A union, branch or group comes into being (A04). Its place in the tree follows with `answer_to`.

    `under` gives its parent by its code and takes its place at once: an officer founds below her own union, and
    what has no place yet would be out of her reach.
    """
    above = (under or {}).get(union.code)
    if above and above.kind not in Union.UNDER[Union.Kind(union.kind)]:
        raise Unfit(
            parent=f"{union.get_kind_display()}不能建在{above.get_kind_display()}下面。请核对类别和上级。"
        )


@action(ParentEdge, allowed=policy.may_organise, label="确定上级工会", then=_answer_to)
def answer_to(edge: ParentEdge, *, by: Seat) -> None:
    """From this day the union answers to this parent; the database refuses two parents on one line."""


@action(Employer, allowed=policy.may_register_employer, label="登记单位")
def register(employer: Employer, *, by: Seat) -> None:
    """An employer enters the register once, whatever names it trades under (A02)."""


@action(EmployerAlias, allowed=policy.may_register_employer, label="登记又名")
def call_also(alias: EmployerAlias, *, by: Seat) -> None:
    """Another name of the same plant (一厂多名)."""


@action(Coverage, allowed=policy.may_organise, label="纳入覆盖")
def cover(coverage: Coverage, *, by: Seat) -> None:
    """From this day the union covers this employer (A05)."""


@action(HeadCount, allowed=policy.may_register_employer, label="登记职工人数")
def count_heads(count: HeadCount, *, by: Seat) -> None:
    """How many people the employer had on that day: the denominator of the joining rate."""


@action(Body, allowed=policy.may_organise, label="登记届次")
def elect(body: Body, *, by: Seat) -> None:
    """A committee begins its term of 3 or 5 years (工会法 art. 16)."""


@action(Post, allowed=policy.may_organise, blocks=[policy.oneself], label="任职")
def appoint(post: Post, *, by: Seat) -> None:
    """A person takes an office; the seat, and with it the rights, last as long as the post."""


@action(
    Post,
    allowed=policy.may_organise,
    blocks=[policy.oneself, policy.head_of_own],
    label="免职",
    needs_reason=True,
)
def end(post: Post, *, by: Seat, held_to: dt.date) -> None:
    """She leaves the office on that day; from then on it gives no seat. The row stays: it was so."""
    if post.held_to and post.held_to <= clock.today():
        raise Blocked(f"这个职务 {post.held_to:%Y-%m-%d} 已经免去了。")
    if held_to < post.held_from:
        raise Unfit(held_to="免职日期在任职日期之前。请核对两个日期。")
    post.held_to = held_to
