"""Verbs of the organisation; one file for each family of nouns."""

from zhijia.org.actions.bodies import appoint, correct_term, describe_post, elect, end, induct
from zhijia.org.actions.canvass import (
    canvass,
    change_target,
    set_target,
    undo_canvass,
    undo_target,
    withdraw_canvass,
    withdraw_target,
)  # fmt: skip
from zhijia.org.actions.days import correct_day, drop_day, undo_day
from zhijia.org.actions.employers import (
    call_also,
    close_down,
    correct_employer,
    count,
    count_heads,
    cover,
    fold_into,
    name_also,
    put_under,
    register,
    reopen,
)  # fmt: skip
from zhijia.org.actions.foundings import (
    apply,
    approve_founding,
    conclude,
    hold,
    refuse_founding,
    set_rule,
    set_up,
    tick,
    withdraw_founding,
)  # fmt: skip
from zhijia.org.actions.moves import dissolve, merge, move
from zhijia.org.actions.parameters import set_value
from zhijia.org.actions.reelections import (
    allow,
    ask,
    ask_again,
    confirm,
    report,
    send_back,
    withdraw_reelection,
)  # fmt: skip
from zhijia.org.actions.tree import answer_to, found, rename
from zhijia.org.actions.unions import certify, describe

__all__ = [
    "allow", "answer_to", "apply", "appoint", "approve_founding", "ask", "ask_again", "call_also", "canvass", "certify",
    "change_target", "close_down", "conclude", "confirm", "correct_day", "correct_employer", "correct_term", "count",
    "count_heads", "cover", "describe", "describe_post", "dissolve", "drop_day", "elect", "end", "fold_into", "found",
    "hold", "induct", "merge", "move", "name_also", "put_under", "refuse_founding", "register", "rename", "reopen", "report",
    "send_back", "set_rule", "set_target", "set_up", "set_value", "tick", "undo_canvass", "undo_day", "undo_target",
    "withdraw_canvass", "withdraw_founding",
    "withdraw_reelection", "withdraw_target",
]  # fmt: skip
