"""Verbs of lessons. They are learned by accepting a reading (`plans.learning`); here an officer looks after them."""

from zhijia.kernel.actions import action
from zhijia.kernel.scope import Seat
from zhijia.plans import policy
from zhijia.plans.models import Lesson


@action(Lesson, allowed=policy.may_plan, label="停用改法")
def switch_off(lesson: Lesson, *, by: Seat) -> None:
    """The next papers are read without it."""


@action(Lesson, allowed=policy.may_plan, label="重新启用改法")
def switch_on(lesson: Lesson, *, by: Seat) -> None:
    """It is heeded again, whatever stood against it before."""
    lesson.overruled = 0


@action(Lesson, allowed=policy.may_plan, label="删除改法")
def forget(lesson: Lesson, *, by: Seat) -> None:
    """Its words go for good; the trail keeps that it was, and not what it said."""
    lesson.said, lesson.made = "", {}
