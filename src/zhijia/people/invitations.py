"""Invitation slips: a one-time code on paper leads to the own password, and to nothing else.

The code is kept as a keyed index only: whoever holds a dump cannot try codes on it (kernel/secrets).
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from zhijia.kernel import clock, trail
from zhijia.kernel.actions import Blocked, action
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import whole
from zhijia.org.models import Post
from zhijia.org.parameters import declare
from zhijia.org.policy import oneself
from zhijia.people import devices, policy
from zhijia.people.actions import free_login, open_account
from zhijia.people.models import Account, Invitation, SecondFactor

SLIP_DAYS = declare(
    "people.slip_days", "邀请单几天内有效", default=14, unit="天", group="干部换届", least=1, most=60,
    since=dt.date(2026, 1, 1), source="职家的默认值：纸上的一次码不宜长期有效",
)  # fmt: skip
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike on paper
CODE_LENGTH = 8  # 31^8: at five tries in five minutes nobody finds one in fourteen days
BLOCKS = [oneself, policy.commanded_elsewhere, policy.colleague]


@dataclass(frozen=True)
class Slip:
    """What is printed once. `code` exists here and on paper only."""

    name: str
    union: str
    post: str
    login: str
    code: str
    ref: str
    ends_at: dt.datetime


def account_of(post: Post) -> Account | None:
    return Account.objects.filter(person=post.person_id).order_by("pk").first()


@action(Post, allowed=policy.may_invite, blocks=BLOCKS, label="发邀请单")
def invite(post: Post, *, by: Seat) -> None:
    """A new slip for whoever holds this post, and her log-in if she has none; an earlier slip is void.

    The row that comes back carries it as `slip`. The old password holds until the slip is used.
    """
    account = account_of(post)
    if account is None:
        alike = Account.objects.filter(login__startswith=post.person.name[:1])
        login = free_login(post.person.name, set(alike.values_list("login", flat=True)))
        account = open_account(post.person, login, None, by=by)
    if not account.is_active:
        raise Blocked(f"{post.person.name}的登录停用着。要先恢复登录，再发邀请单。")
    code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    moment = timezone.now()
    valid = dt.timedelta(days=int(SLIP_DAYS.value(by.union_id or post.union_id, clock.today())))
    made, _ = Invitation.objects.update_or_create(
        account=account,
        defaults={
            "ref": secrets.token_urlsafe(9), "code": _index(account, code),
            "made_at": moment, "ends_at": moment + valid,
        },
    )  # fmt: skip
    post.slip = Slip(  # type: ignore[attr-defined]
        post.person.name, post.union.name, str(post), account.login, f"{code[:4]}-{code[4:]}", made.ref,
        made.ends_at,
    )  # fmt: skip


@action(Post, allowed=policy.may_invite, blocks=BLOCKS, label="停用登录", needs_reason=True)
def stop(post: Post, *, by: Seat) -> None:
    """She can no longer sign in, and is out at once; her post stays."""
    accounts = Account.objects.filter(person=post.person_id)
    if not accounts.update(is_active=False):
        raise Blocked(f"{post.person.name}还没有登录名，不用停用。")
    Invitation.objects.filter(account__in=accounts).delete()
    devices.end_all(accounts)


@action(Post, allowed=policy.may_invite, blocks=BLOCKS, label="恢复登录")
def let_in(post: Post, *, by: Seat) -> None:
    """She may sign in again, with the password she had or with a new slip."""
    Account.objects.filter(person=post.person_id).update(is_active=True)


@action(Post, allowed=policy.may_invite, blocks=BLOCKS, label="关掉两步验证", needs_reason=True)
def lift_second_step(post: Post, *, by: Seat) -> None:
    """For whoever has lost the telephone and the paper: she signs in with her password alone, until she sets it up anew."""
    if not SecondFactor.objects.filter(account__person=post.person_id, on_since__isnull=False).delete()[0]:
        raise Blocked(f"{post.person.name}没有开两步验证，不用关。")


def _index(account: Account, code: str) -> str:
    return whole(code, of=f"invitation {account.pk}")


def found(code: str, *, ref: str = "", login: str = "") -> Account | None:
    """The account this code opens today. One answer for a wrong code, a wrong name, a used, old or void slip."""
    invitations = Invitation.objects.select_related("account__person").filter(
        ends_at__gt=timezone.now(), account__is_active=True
    )
    one = invitations.filter(ref=ref).first() if ref else invitations.filter(account__login=login).first()
    if one is None or not secrets.compare_digest(one.code, _index(one.account, code)):
        return None
    return one.account


@transaction.atomic
def use(account: Account, password: str) -> bool:
    """Set the own password with the slip and use it up; False if somebody used it a moment ago."""
    if not Invitation.objects.filter(account=account).delete()[0]:
        return False
    account.set_password(password)
    account.save(update_fields=["password"])
    devices.end_all(Account.objects.filter(pk=account.pk))
    trail.note("people.account.first_password", by=None, subject=account.login)
    return True
