"""Applications that wait for a committee, and two memberships on their way."""

from datetime import timedelta

from zhijia.demo import cast
from zhijia.demo.days import living_on
from zhijia.demo.dice import TODAY, stream
from zhijia.demo.ground import Ground
from zhijia.demo.roll import Roll
from zhijia.joining import actions
from zhijia.joining.models import Application, Door, Transfer
from zhijia.people.rules import check_sign

APPLICANTS = (
    ("沈小芳", "总装车间", "contract"),
    ("罗志远", "物流部", "agency"),
    ("葛雨婷", "质检科", "contract"),
)


def build(ground: Ground, roll: Roll) -> None:
    """The works' door stands open, three have applied, one member is sent and one is called."""
    officer, neighbour = ground.seat(cast.WORKS, "officer"), ground.seat(cast.NEIGHBOUR, "chair")
    dice = stream("joining")
    with living_on(TODAY - timedelta(6)):
        actions.open_door(Door(), by=officer)
        for name, department, employment in APPLICANTS:
            digits = f"990202{dice.randint(1980, 2003)}03{dice.randint(10, 28)}{dice.randint(100, 999)}"
            row = Application(source=Application.Source.PHONE)
            actions.apply(
                row, by=officer, name=name, identity=digits + check_sign(digits), department=department,
                employment=employment,
            )  # fmt: skip
        considered = Application.objects.order_by("pk").last()
        actions.consider(considered, by=officer, opinion="同意，干活踏实")
    with living_on(TODAY - timedelta(18)):
        actions.send(Transfer(), by=neighbour, who=_member(ground, roll, cast.NEIGHBOUR), where=cast.WORKS)
    with living_on(TODAY - timedelta(3)):
        actions.send(Transfer(), by=officer, who=_member(ground, roll, cast.WORKS), where=cast.NEIGHBOUR)


def _member(ground: Ground, roll: Roll, union: str) -> str:
    """The name of a member who bears it alone in her union and holds no post."""
    here = [ground.persons[one.person] for one in roll.members if one.union == union and one.left is None]
    names = [person.name for person in here]
    held = {role.name for role in cast.CAST}
    return next(name for name in reversed(names) if names.count(name) == 1 and name not in held)
