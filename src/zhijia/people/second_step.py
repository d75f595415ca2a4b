"""The second step at sign-in, for whoever wants it: a code from the telephone, or one of ten recovery codes on paper.

The shared secret lies sealed; recovery codes are kept as keyed indexes only. A code of the telephone is good once:
its time step must be later than the last one used. Nothing but these functions opens the secret (decision 0016).
"""

import secrets
from typing import cast

import pyotp
from django.db import transaction
from django.utils import timezone
from pyotp.exceptions import OTPVerificationError

from zhijia.kernel import trail
from zhijia.kernel.scope import Seat
from zhijia.kernel.secrets import SecretText, whole
from zhijia.people.invitations import CODE_LENGTH, SIGNS
from zhijia.people.models import Account, SecondFactor

RECOVERY_CODES = 10
CLOCKS_DIFFER = 1  # steps of half a minute by which telephone and server may differ
ISSUER = "职家"


def factor_of(account: Account) -> SecondFactor | None:
    """The account's second step where it is switched on."""
    return SecondFactor.objects.filter(account=account, on_since__isnull=False).first()


def begin(account: Account) -> None:
    """A new secret, to be shown until the telephone has answered with its first code."""
    SecondFactor.objects.filter(account=account, on_since=None).delete()
    SecondFactor.objects.create(account=account, secret=pyotp.random_base32())


def begun(account: Account) -> SecondFactor | None:
    return SecondFactor.objects.filter(account=account, on_since=None).first()


def shown(factor: SecondFactor) -> tuple[str, str]:
    """What the telephone needs: the secret to type, and the address that the QR code holds."""
    secret = _secret(factor)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=factor.account.login, issuer_name=ISSUER)


@transaction.atomic
def switch_on(account: Account, code: str, *, by: Seat) -> list[str] | None:
    """Switch it on with the telephone's first code; the recovery codes, or None where the code is wrong."""
    factor = SecondFactor.objects.select_for_update().filter(account=account, on_since=None).first()
    if factor is None or not _step_of(factor, code):
        return None
    factor.on_since = timezone.now()
    codes = _new_codes(factor)
    factor.save()
    trail.note("people.account.second_step_on", by=by, subject=account.login)
    return codes


@transaction.atomic
def renew_codes(account: Account, *, by: Seat) -> list[str]:
    """Ten new recovery codes; those printed before are void."""
    factor = SecondFactor.objects.select_for_update().get(account=account, on_since__isnull=False)
    codes = _new_codes(factor)
    factor.save(update_fields=["codes"])
    trail.note("people.account.recovery_codes", by=by, subject=account.login)
    return codes


def switch_off(account: Account, *, by: Seat) -> None:
    SecondFactor.objects.filter(account=account).delete()
    trail.note("people.account.second_step_off", by=by, subject=account.login)


@transaction.atomic
def accept(account: Account, code: str) -> str:
    """Use up a code: "phone" or "paper" says which it was; nothing where it opens nothing (any more)."""
    factor = SecondFactor.objects.select_for_update().filter(account=account, on_since__isnull=False).first()
    if factor is None:
        return ""
    if _step_of(factor, code):
        factor.save(update_fields=["last_step"])
        return "phone"
    index = _index(factor, code)
    if index and index in factor.codes:
        factor.codes = [one for one in factor.codes if one != index]
        factor.save(update_fields=["codes"])
        trail.note("people.account.recovery_code_used", by=None, subject=account.login)
        return "paper"
    return ""


def _step_of(factor: SecondFactor, code: str) -> bool:
    """Is this the telephone's code of about now, later than the last one used? Remembers its time step."""
    typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    try:
        step = pyotp.TOTP(_secret(factor)).verify_and_get_timecode(typed, valid_window=CLOCKS_DIFFER)
    except OTPVerificationError:
        return False
    if step <= factor.last_step:
        return False
    factor.last_step = step
    return True


def _secret(factor: SecondFactor) -> str:
    return cast(SecretText, SecondFactor._meta.get_field("secret")).opened(factor)


def _new_codes(factor: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    factor.codes = [_index(factor, code) for code in codes]
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _index(factor: SecondFactor, code: str) -> str:
    return whole(code, of=f"recovery code {factor.pk}")
