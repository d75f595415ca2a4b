"""The one noun of privacy: that somebody has read the notice and agreed."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat
from zhijia.privacy import policy


class Consent(ScopedModel):
    """A person, an edition of the notice, when, in which seat. It can be withdrawn; the row stays (PIPL art. 15)."""

    class State(models.TextChoices):
        AGREED = "agreed", "已同意"
        WITHDRAWN = "withdrawn", "已撤回"

    moves = Moves(agree="→ agreed", withdraw="agreed → withdrawn")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="本人")
    edition = models.CharField("版本", max_length=10)
    at = models.DateTimeField("同意时间")
    seat = models.CharField("当时的身份", max_length=80)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.AGREED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "edition"], condition=Q(state="agreed"), name="privacy_consent_once"
            )
        ]

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        return policy.may_see(seat)
