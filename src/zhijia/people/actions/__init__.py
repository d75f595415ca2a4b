"""Verbs of people, by noun: persons, memberships, accounts."""

from zhijia.people.actions.accounts import free_login, open_account
from zhijia.people.actions.cards import (
    change_card_target,
    collect,
    issue_card,
    make_card,
    refuse_card,
    set_card,
    set_card_target,
    withdraw_card_target,
)
from zhijia.people.actions.memberships import (
    change_work,
    correct,
    go_on,
    join,
    leave,
    make_ordinary,
    regroup,
    rejoin,
    restore,
    retain,
    set_out,
    stay,
    transfer,
)
from zhijia.people.actions.merging import merge, part
from zhijia.people.actions.persons import change_details, enter

__all__ = [
    "change_card_target", "change_details", "change_work", "collect", "correct", "enter", "free_login", "go_on",
    "issue_card", "join", "leave", "make_card", "make_ordinary", "merge", "open_account", "part", "refuse_card",
    "regroup", "rejoin", "restore", "retain", "set_card", "set_card_target", "set_out", "stay", "transfer",
    "withdraw_card_target",
]  # fmt: skip
