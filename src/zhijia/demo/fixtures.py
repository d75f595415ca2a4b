"""The small town for tests, as a pytest plugin: `town`, `seat_of(login)`, `client_as(login)`.

The root conftest.py builds the town once into the template database, so every test finds it there. A test
that changes it needs no care: its transaction is rolled back, or its database copied anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from zhijia.demo import cast

if TYPE_CHECKING:
    from django.test import Client

    from zhijia.kernel.scope import Seat
    from zhijia.org.models import Union


@dataclass
class Town:
    """Handles on the rows that tests speak of: `town.works`, `town["QXZ304"]`, `town.seat("chair")`."""

    seat: Callable[[str], "Seat"]
    _unions: dict[str, "Union"] = field(default_factory=dict)

    def __getitem__(self, code: str) -> "Union":
        from zhijia.kernel.scope import system
        from zhijia.org.models import Union

        if code not in self._unions:
            with system("测试：按代码找工会"):
                self._unions[code] = Union.objects.get(code=code)
        return self._unions[code]

    county = property(lambda self: self[cast.COUNTY])
    union = property(lambda self: self[cast.TOWN])
    works = property(lambda self: self[cast.WORKS])
    neighbour = property(lambda self: self[cast.NEIGHBOUR])
    school = property(lambda self: self[cast.SCHOOL])
    hospital = property(lambda self: self[cast.HOSPITAL])


@pytest.fixture(scope="session")
def logins() -> tuple[str, ...]:
    """The cast, in the order of the tables that reviewers read."""
    return tuple(role.login for role in cast.CAST)


@pytest.fixture
def seat_of(db) -> Callable[[str], "Seat"]:
    """`seat_of("chair")`: the widest seat of that log-in, found the way sign-in finds it."""
    from zhijia.kernel.scope import seats_of
    from zhijia.people.models import Account

    return lambda login: seats_of(Account.objects.get(login=login))[0]


@pytest.fixture
def client_as(db) -> Callable[..., "Client"]:
    """`client_as("chair")`: a browser signed in as that log-in, in its widest seat."""
    from django.test import Client

    from zhijia.people.models import Account

    def signed_in(login: str, **options) -> Client:
        client = Client(**options)
        client.force_login(Account.objects.get(login=login))
        return client

    return signed_in


@pytest.fixture
def town(seat_of) -> Town:
    return Town(seat_of)
