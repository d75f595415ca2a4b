"""What sign-in leaves in the trail and in the session."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from zhijia.kernel import trail
from zhijia.kernel.scope import seats_of


@receiver(user_logged_in)
def note_sign_in(request: Any, user: Any, **_: Any) -> None:
    seats = seats_of(user)
    trail.note("people.account.sign_in", by=seats[0] if seats else None, subject=user.login)
    if request is not None:
        request.session.pop("ended", None)
        request.session["since"] = request.session["seen"] = timezone.now().isoformat()
