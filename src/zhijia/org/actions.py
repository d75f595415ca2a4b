"""Verbs of the organisation, in the order a union comes to life."""

from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.org import policy, tree
from zhijia.org.models import Body, Coverage, Employer, EmployerAlias, HeadCount, ParentEdge, Post, Union


def _answer_to(edges: list[ParentEdge], **_: object) -> None:
    in_ring = tree.rebuild()
    if in_ring:
        name = next((e.union.short_name for e in edges if e.union_id == in_ring), edges[0].union.short_name)
        raise Unfit(parent=f"这样一来，{name}会成为自己的上级。请换一个上级工会，或核对起止日期。")


def _be_at_home(unions: list[Union], **_: object) -> None:
    """A grassroots or upper union is its own home; a branch or group lives in the union it was given."""
    own = [union for union in unions if union.home_id is None]
    for union in own:
        union.home_id = union.pk
    Union.objects.bulk_update(own, ["home"], batch_size=2000)
    tree.rebuild()  # from its first day a union stands in its own reach, also before it has a parent


@action(Union, allowed=policy.may_found, label="建立工会", then=_be_at_home)
def found(union: Union, *, by: Seat) -> None:
    """A union, branch or group comes into being (A04). Its place in the tree follows with `answer_to`."""


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
