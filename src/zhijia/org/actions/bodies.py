"""Verbs of committees, posts and those who hold them."""

import datetime as dt
from typing import Any

from zhijia.kernel import clock
from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.clock import years_after
from zhijia.kernel.forms import day_field
from zhijia.kernel.ledger import Fields
from zhijia.kernel.scope import Seat
from zhijia.org import finding, norms, policy, rules
from zhijia.org.models import Body, Post, Union
from zhijia.org.shared_fields import name_field
from zhijia.org.signals import post_ended

CADRE = ("title", "portfolio", "employment", "education")


def _termed(body: Body) -> None:
    if not body.session_no:
        raise Unfit(session_no="届次从第 1 届算起。")
    if body.term_from.year < rules.EARLIEST or body.term_from > clock.today() + dt.timedelta(366):
        raise Unfit(term_from="年份不对。是不是打错了？")
    same = Body.objects.filter(union=body.union_id, kind=body.kind, session_no=body.session_no)
    if there := same.exclude(pk=body.pk).first():
        raise Unfit(session_no=f"{there}已经登记过。日期写错了的，请打开它更正届期。")
    years = norms.TERM_YEARS.value(body.union_id, body.term_from)
    body.term_to = body.term_to or years_after(body.term_from, int(years))
    if body.term_to <= body.term_from:
        raise Unfit(term_to="任期的止日要在起日之后。")
    if body.term_to > years_after(body.term_from, 5):
        raise Unfit(term_to="一届最长 5 年（工会法第十六条）。超期的照实填原来的止日，换届以后再登记新一届。")


@action(Body, allowed=policy.may_organise, label="登记届次",
        form=Fields("kind", "session_no", "term_from", "term_to", "seats", optional="term_to seats", first="holder",
                    holder=name_field("工会", "写工会的名称、简称或代码。")))  # fmt: skip
def elect(body: Body, *, by: Seat, holder: str = "", **values: Any) -> None:
    """A committee begins its term of 3 or 5 years (工会法 art. 16). Without an end the union's own length is taken."""
    for name, value in values.items():
        setattr(body, name, value)
    if holder:
        body.union = finding.the_union(holder, by, Union.Kind.values, "holder")
        _termed(body)


@action(Body, allowed=policy.may_organise, label="更正届期", needs_reason=True,
        form=Fields("session_no", "term_from", "term_to", "seats", optional="seats",
                    reason=name_field("为什么改", "如：原来登记的日期抄错了。")))  # fmt: skip
def correct_term(body: Body, *, by: Seat, **values: Any) -> None:
    """Number, days or seats were written down wrongly. A late election is no correction."""
    for name, value in values.items():
        setattr(body, name, value)
    _termed(body)


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


@action(Post, allowed=policy.may_organise, label="更正干部资料",
        form=Fields(*CADRE, optional=" ".join(CADRE)))  # fmt: skip
def describe_post(post: Post, *, by: Seat, **values: Any) -> None:
    """Full title, portfolio, full or part time: what the register of cadres holds (A11)."""
    for name, value in values.items():
        setattr(post, name, value)


@action(
    Post,
    allowed=policy.may_organise,
    label="登记上岗培训",
    form=Fields(on=day_field("培训结束日期"), today="on"),
)
def induct(post: Post, *, by: Seat, on: dt.date) -> None:
    """She was trained for her office (A13); due within twelve months."""
    if on > clock.today():
        raise Unfit(on="日期在今天之后。培训结束以后再登记。")
    if on < post.held_from - dt.timedelta(366):
        raise Unfit(on="这次培训在任职一年以前。请填任职以后的上岗培训。")
    post.inducted_on = on
