"""What sign-in leaves in the trail and in the session."""

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone

from zhijia.kernel import clock, trail
from zhijia.kernel.scope import seats_of, system
from zhijia.org.models import Post
from zhijia.org.signals import post_ended
from zhijia.people import devices
from zhijia.people.models import Account


@receiver(user_logged_in)
def note_sign_in(request: Any, user: Any, **_: Any) -> None:
    seats = seats_of(user)
    trail.note("people.account.sign_in", by=seats[0] if seats else None, subject=user.login)
    if request is not None:
        request.session.pop("ended", None)
        request.session["since"] = request.session["seen"] = timezone.now().isoformat()
        devices.remember(request, user)


@receiver(password_changed)
def end_other_devices(request: Any, user: Any, **_: Any) -> None:
    devices.end_others(request, user)
    trail.note("people.account.password_changed", by=request.seat, subject=user.login)


@receiver(post_ended)
def end_sessions_with_the_last_post(post: Post, **_: Any) -> None:
    """Whoever holds no post any more is out at once; what is left to her, as a membership, wants a new sign-in."""
    today = clock.today()
    with system("职务免去以后，看还有没有别的职务"):
        left = Post.objects.filter(Post.on(today), person=post.person_id).exists()
    if not left:
        devices.end_all(Account.objects.filter(person=post.person_id))
