"""Verbs of people: a person is entered, joins, leaves; an account is opened."""

import datetime as dt
from collections.abc import Sequence

from zhijia.kernel.actions import Unfit, action, opened
from zhijia.kernel.scope import Seat, scope
from zhijia.org.actions import appoint
from zhijia.org.models import Post
from zhijia.people import policy
from zhijia.people.models import Account, Membership, Person


def _take_posts(persons: list[Person], *, by: Seat, posts: Sequence[Post] = ()) -> None:
    for person, post in zip(persons, posts, strict=False):
        post.person = person
    if posts:
        appoint.all(list(posts), by=by)


@action(Person, allowed=policy.may_enter_person, label="登记人员", then=_take_posts)
def enter(person: Person, *, by: Seat, posts: Sequence[Post] = ()) -> None:
    """A person is written down once; memberships and posts point here.

    With `posts`, one for each person, she takes office at once: an officer reaches nobody but members and those
    who hold a post, so a person without either would be out of her reach.
    """


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


def open_account(person: Person, login: str, password: str | None, *, by: Seat) -> Account:
    """Give a person a log-in. It carries no right: rights come from her posts and membership.

    Without a password it opens with an invitation slip only.
    """
    with scope(by), opened("people.account.open", by=by, subject=login):
        account = Account(login=login, person=person)
        account.set_password(password)
        account.save()
    return account


def free_login(name: str, taken: set[str]) -> str:
    """The own name is the log-in that nobody forgets; a second of that name gets a number."""
    plain = "".join(name.split())[:30]
    return next(login for login in (plain, *(f"{plain}{n}" for n in range(2, 10_000))) if login not in taken)
