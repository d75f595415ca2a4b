"""Verbs of the organisation; one file for each family of nouns."""

from zhijia.org.actions.bodies import appoint, elect, end
from zhijia.org.actions.days import correct_day, drop_day
from zhijia.org.actions.employers import call_also, count_heads, cover, register
from zhijia.org.actions.parameters import set_value
from zhijia.org.actions.tree import answer_to, found, rename

__all__ = [
    "answer_to", "appoint", "call_also", "correct_day", "count_heads", "cover", "drop_day", "elect", "end", "found",
    "register", "rename", "set_value",
]  # fmt: skip
