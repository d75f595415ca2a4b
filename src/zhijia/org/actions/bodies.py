"""Verbs of committees and posts."""

import datetime as dt

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.org import policy
from zhijia.org.models import Body, Post
from zhijia.org.signals import post_ended


@action(Body, allowed=policy.may_organise, label="登记届次")
def elect(body: Body, *, by: Seat) -> None:
    """A committee begins its term of 3 or 5 years (工会法 art. 16)."""


@action(Post, allowed=policy.may_organise, blocks=[policy.oneself], label="任职")
def appoint(post: Post, *, by: Seat) -> None:
    """A person takes an office; the seat, and with it the rights, last as long as the post."""


def _tell(posts: list[Post], **_: object) -> None:
    for post in posts:
        post_ended.send(Post, post=post)


@action(
    Post,
    allowed=policy.may_organise,
    blocks=[policy.oneself, policy.head_of_own],
    label="免职",
    needs_reason=True,
    then=_tell,
)
def end(post: Post, *, by: Seat, held_to: dt.date) -> None:
    """She leaves the office on that day; from then on it gives no seat. The row stays: it was so."""
    if post.held_to and post.held_to <= clock.today():
        raise Blocked(f"这个职务 {post.held_to:%Y-%m-%d} 已经免去了。")
    if held_to < post.held_from:
        raise Unfit(held_to="免职日期在任职日期之前。请核对两个日期。")
    post.held_to = held_to
