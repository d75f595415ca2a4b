"""Where unions of a file stand: new ones below the register's or each other, those that move below another parent."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.imports import Line
from zhijia.kernel.scope import Seat
from zhijia.org import lists
from zhijia.org.importers.names import Meant
from zhijia.org.models import ParentEdge, Union
from zhijia.org.tree import in_force

RING = "这样一来，它会成为自己的上级。请核对这几行的上级。"


def place_new(lines: list[Line], by: Seat) -> None:
    """Find the parent of each new line and the kind that fits below it; `parent` of its values then says where."""
    kinds: dict[int, str] = {}  # line → its kind, once its parent is known
    waiting = [line for line in lines if not line.refused]
    while waiting:
        left = []
        for line in waiting:
            unions = line.kept.by_pk
            own = unions[by.union_id]
            above = line.values.setdefault("parent", Meant(own.name, own))
            known = above.union or unions.get(above.pk)  # a line of the file that is there already
            if above.line is line:
                line.fault("parent", "上级工会不对", "上级工会写的是它自己。请核对。")
            elif known:
                _fit(line, known.kind, kinds)
            elif above.line is None or above.line.pk:
                line.fault("parent", "找不到上级工会", "上级工会不在您的管理范围里。请核对名称。")
            elif above.line.refused:
                line.fault("parent", "上级工会有问题",
                           f"它的上级在第 {above.line.row} 行，那一行还要改。先改那一行。")  # fmt: skip
            elif id(above.line) in kinds:
                _fit(line, kinds[id(above.line)], kinds)
            else:
                left.append(line)
        if len(left) == len(waiting):
            for line in left:
                line.fault("parent", "上级工会不对", RING)
            return
        waiting = left


def _fit(line: Line, above: str, kinds: dict[int, str]) -> None:
    values = line.values
    if "kind" not in values:
        values["kind"] = str(lists.guessed_kind(values["name"], above))
        label = Union.Kind(values["kind"]).label
        line.warn("kind", "工会类别：按名称判断", f"没有写类别，按名称判断是{label}。", label)
    if above not in Union.UNDER[Union.Kind(values["kind"])]:
        kind = Union.Kind(values["kind"]).label
        line.fault(
            "kind", "类别和上级不配", f"{kind}不能建在{Union.Kind(above).label}下面。请核对类别和上级。"
        )
        return
    if values["kind"] in Union.GRASSROOTS and "nature" not in values:
        values["nature"] = lists.guessed_nature(values["name"]).value
    kinds[id(line)] = values["kind"]


def check_moves(lines: list[Line], by: Seat) -> None:
    """What the verb would refuse, told at its row; a move without a day is asked about."""
    today = clock.today()
    edges = ParentEdge.objects.filter(line="territorial")
    above = dict(edges.filter(in_force(today)).values_list("union", "parent")) if lines else {}
    moves = {line.pk: line.changes["parent"][1] for line in lines}
    unions = Union.objects.in_bulk({*moves, *(meant.pk for meant in moves.values() if meant.pk)})
    latest: dict[int, dt.date] = {}
    for union, since in (
        edges.filter(union__in=moves).order_by("valid_from").values_list("union", "valid_from")
    ):
        latest[union] = since
    for line in lines:
        meant, since, row = moves[line.pk], line.values.get("since", today), unions[line.pk]
        parent = unions.get(meant.pk or 0)
        if line.pk == by.union_id:
            line.fault("parent", "本会的上级", "本会的上级由上级工会来改。请清空这一格，或请上级办理。")
        elif meant.line is line or _in_ring(line.pk, moves, above):
            line.fault("parent", "上级工会不对", RING)
        elif parent is None and (meant.line is None or meant.line.refused):
            where = (
                f"在第 {meant.line.row} 行，那一行还要改。先改那一行" if meant.line else "不在您的管理范围里"
            )
            line.fault("parent", "找不到上级工会", f"它的上级{where}。")
        elif wrong := _unfit(row, parent or meant.line, since):
            line.fault("parent", "类别和上级不配", wrong)
        elif since < max(row.founded_on, latest.get(row.pk, row.founded_on), _founded(parent or meant.line)):
            line.fault(
                "since",
                "变更日期不对",
                "这一天它或它的上级还没有成立，或者在这一天以后上级还改过。请核对日期。",
            )
        elif "since" not in line.values:
            line.warn(
                "parent", "改上级：按今天算", f"没有写从哪天起，按今天（{today}）改隶属。以前的统计不变。"
            )


def _unfit(union: Union, above: Any, since: dt.date) -> str:
    """`above` is a union, or a new line of the file."""
    kind, home = (above.kind, above.home_id) if isinstance(above, Union) else (above.values["kind"], None)
    if kind not in Union.UNDER[Union.Kind(union.kind)]:
        return f"{union.get_kind_display()}不能放在{Union.Kind(kind).label}下面。请核对上级。"
    if union.kind in Union.INNER and home != union.home_id:
        return "分工会和小组只能在本工会里面调整。换到别的工会，请在那边新建，会员办转会。"
    return ""


def _founded(above: Any) -> dt.date:
    found: dt.date = above.founded_on if isinstance(above, Union) else above.values["founded_on"]
    return found


def _in_ring(start: int | None, moves: dict[int | None, Meant], above: dict[int, int]) -> bool:
    """Does climbing from a union, by the file and else by the register, lead back to it?"""
    at: Any = start
    for _ in range(len(moves) + 50):
        meant = moves.get(at) if isinstance(at, int) else at.values.get("parent")
        at = (meant.pk or meant.line) if meant else above.get(at) if isinstance(at, int) else None
        if at is None or at == start:
            return at is not None
    return True
