"""Verbs of people: a person is entered, joins, leaves; an account is opened."""

import datetime as dt

from zhijia.kernel.actions import Unfit, action, opened
from zhijia.kernel.scope import Seat, scope
from zhijia.people import policy
from zhijia.people.models import Account, Membership, Person


@action(Person, allowed=policy.may_enter_person, label="登记人员")
def enter(person: Person, *, by: Seat) -> None:
    """A person is written down once; memberships and posts point here."""


@action(Membership, allowed=policy.may_enrol, label="入会")
def join(membership: Membership, *, by: Seat) -> None:
    """Admission on the member's own application (工会法 art. 3). A group's opinion beforehand is optional."""
    if membership.group and membership.group.home_id != membership.union_id:
        raise Unfit(group="这个小组不是这个工会的，请重新选。")


@action(Membership, allowed=policy.may_enrol, label="离会", needs_reason=True)
def leave(membership: Membership, *, by: Seat, left_on: dt.date) -> None:
    """The membership ends on that day; the row stays, so that past totals stay true."""
    if left_on < membership.joined_on:
        raise Unfit(left_on="离会日期在入会日期之前。请核对两个日期。")
    membership.left_on = left_on


def open_account(person: Person, login: str, password: str, *, by: Seat) -> Account:
    """Give a person a log-in. It carries no right: rights come from her posts and membership."""
    with scope(by), opened("people.account.open", by=by, subject=login):
        account = Account(login=login, person=person)
        account.set_password(password)
        account.save()
    return account
