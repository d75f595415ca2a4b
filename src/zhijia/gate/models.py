"""The noun of the gate: a token, with which a program works in one person's seat."""

from django.db import models
from django.db.models import Q

from zhijia.kernel.actions import Moves
from zhijia.kernel.scope import ScopedModel, Seat


class Token(ScopedModel):
    """Lets a program in, bound to one seat; it can do no more than that seat, and ends with it or on its day."""

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"
        REVOKED = "revoked", "已收回"

    moves = Moves(make="→ in_use", revoke="in_use → revoked")

    name = models.CharField("给谁用", max_length=40)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name="本人")
    union = models.ForeignKey("org.Union", models.PROTECT, related_name="+", verbose_name="工会")
    seat = models.CharField("席位", max_length=32)
    seat_label = models.CharField("身份", max_length=80)
    may_act = models.BooleanField("可以办事", default=False)
    code = models.CharField(
        max_length=32, unique=True, editable=False
    )  # keyed index; the token is never stored
    made_at = models.DateTimeField("发出时间")
    ends_on = models.DateField("用到哪天")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.IN_USE)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def may_see(cls, seat: Seat) -> Q:
        """One's own; a chair sees those of the whole union, since a forgotten token is the union's risk."""
        own = Q(person_id=seat.person_id, union_id=seat.union_id)
        return own | Q(union_id=seat.union_id) if seat.office == "chair" else own
