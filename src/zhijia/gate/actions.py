"""Verbs of tokens, and how a token is known again."""

import datetime as dt
import secrets

from django.db.models import Q

from zhijia.gate.models import Token
from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit, action
from zhijia.kernel.scope import Seat, seats_of, system
from zhijia.kernel.secrets import whole
from zhijia.org.policy import CADRES, NOTHING
from zhijia.people.models import Account

LONGEST = dt.timedelta(days=366)


def may_make(seat: Seat) -> Q:
    """Cadres, for themselves."""
    own = Q(person_id=seat.person_id, union_id=seat.union_id, seat=seat.key)
    return own if seat.office in CADRES else NOTHING


@action(Token, allowed=may_make, label="发令牌")
def make(token: Token, *, by: Seat, name: str, ends_on: dt.date, may_act: bool = False) -> None:
    """A new token for the seat one works in. The row that comes back carries it as `plain`, once."""
    token.name, token.ends_on, token.may_act = name.strip(), ends_on, may_act
    if not token.name:
        raise Unfit(name="请写明给哪个程序用。")
    if not clock.today() <= ends_on <= clock.today() + LONGEST:
        raise Unfit(ends_on="最长用一年，不能早于今天。请重新选日期。")
    token.person_id, token.union_id = by.person_id, by.union_id
    token.seat, token.seat_label, token.made_at = by.key, by.label[:80], clock.now()
    token.plain = f"zj_{secrets.token_urlsafe(32)}"  # type: ignore[attr-defined]
    token.code = _index(token.plain)  # type: ignore[attr-defined]


@action(Token, allowed=Token.may_see, label="收回令牌")
def revoke(token: Token, *, by: Seat) -> None:
    """From now on nobody gets in with it."""


def seat_of(plain: str) -> tuple[Seat, Token] | None:
    """The seat a token opens today; None where it is unknown, ended, revoked, or the seat itself has ended."""
    with system("程序凭接口令牌进来，认出是谁的席位"):
        found = Token.objects.filter(code=_index(plain), state="in_use", ends_on__gte=clock.today()).first()
        if found is None:
            return None
        accounts = Account.objects.filter(person=found.person_id, is_active=True)
        seats = [seat for account in accounts for seat in seats_of(account) if seat.key == found.seat]
    return (seats[0], found) if seats else None


def _index(plain: str) -> str:
    # Lower and upper case are different tokens, and the blind index knows capitals only.
    return whole(plain.encode().hex(), of="api token")
