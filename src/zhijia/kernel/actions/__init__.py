"""Actions: the one door through which a business row changes (architecture §2, §5)."""

from zhijia.kernel.actions.action import Action, action, block, offered, opened, otherwise, undoable
from zhijia.kernel.actions.moves import Moves
from zhijia.kernel.actions.refusals import Blocked, MoveRefused, NotAllowed, Refused, Stale, Unfit

__all__ = [
    "Action", "Blocked", "MoveRefused", "Moves", "NotAllowed", "Refused", "Stale", "Unfit",
    "action", "block", "offered", "opened", "otherwise", "undoable",
]  # fmt: skip
