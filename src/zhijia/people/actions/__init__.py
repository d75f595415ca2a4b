"""Verbs of people, by noun: persons, memberships, accounts."""

from zhijia.people.actions.accounts import free_login, open_account
from zhijia.people.actions.memberships import (
    change_work,
    correct,
    go_on,
    join,
    leave,
    rejoin,
    restore,
    retain,
    transfer,
)
from zhijia.people.actions.merging import merge, part
from zhijia.people.actions.persons import change_details, enter

__all__ = [
    "change_details", "change_work", "correct", "enter", "free_login", "go_on", "join", "leave", "merge", "open_account", "part",
    "rejoin", "restore", "retain", "transfer",
]  # fmt: skip
