"""Verbs of consent. Nobody agrees for somebody else, except where the demo town is built."""

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.scope import Seat
from zhijia.privacy import notice, policy
from zhijia.privacy.models import Consent


@action(Consent, allowed=policy.oneself, label="同意隐私说明")
def agree(consent: Consent, *, by: Seat) -> None:
    """Somebody has been shown the notice in force and goes on."""
    if not by.is_system:
        consent.person_id = by.person_id or 0
    consent.edition, consent.at, consent.seat = notice.EDITION, clock.now(), by.label[:80]


@action(Consent, allowed=policy.oneself, label="撤回同意")
def withdraw(consent: Consent, *, by: Seat) -> None:
    """As easily as it was given; what the law makes the union keep is kept (PIPL art. 15, 47)."""
    consent.withdrawn_at = clock.now()


def given(seat: Seat) -> Consent | None:
    """This person's consent to the notice in force."""
    return Consent.objects.filter(
        person_id=seat.person_id, edition=notice.EDITION, state=Consent.State.AGREED
    ).first()
