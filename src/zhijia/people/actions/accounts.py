"""Opening an account: a log-in of one person, which grants nothing by itself."""

from zhijia.kernel.actions import opened
from zhijia.kernel.scope import Seat, scope
from zhijia.people.models import Account, Person


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
