"""Verbs of unions and their place in the tree, in the order a union comes to life."""

from collections.abc import Mapping

from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.org import policy, tree
from zhijia.org.forms import NAMES
from zhijia.org.lists import NO_NAME, no_name
from zhijia.org.models import ParentEdge, Union


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


@action(Union, allowed=policy.may_name, label="改名称", form=NAMES)
def rename(union: Union, *, by: Seat, name: str, short_name: str, seal_name: str) -> None:
    """The union's names from now on; papers already issued keep the name they bear."""
    if no_name(name):
        raise Unfit(name=NO_NAME)
    others = Union.objects.filter(name=name, state=Union.State.ACTIVE).exclude(pk=union.pk)
    if (others.filter(home=union.home_id) if union.kind in Union.INNER else others).exists():
        raise Unfit(name="另一个工会已经叫这个名字。请核对是哪一个改名。")
    union.name, union.short_name, union.seal_name = name, short_name, "" if seal_name == name else seal_name


@action(ParentEdge, allowed=policy.may_organise, label="确定上级工会", then=_answer_to)
def answer_to(edge: ParentEdge, *, by: Seat) -> None:
    """From this day the union answers to this parent; the database refuses two parents on one line."""
