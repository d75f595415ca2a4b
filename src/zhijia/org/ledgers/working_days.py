"""The register of corrected days, declared."""

from typing import Any

from django.db.models import Q

from zhijia.kernel.ledger import Column, Ledger, Mark, Span, Tab
from zhijia.org import actions, tree
from zhijia.org.models import DayCorrection
from zhijia.org.policy import CADRES


class Days(Ledger):
    app, name, model = "org", "days", DayCorrection
    title, unit, group, icon, order = "放假和调休", "天", "设置", "settings", 96
    offices = CADRES
    promise = "国家公布的放假和调休已经在里面。和本单位不一样的那几天，在这里改，算工作日就准了。"
    on, sort = "day", "-day"
    columns = [Column("written", "日期"), "works", "note", "union__short_name", Mark("state", card="side")]
    filters = ["works", Span("day")]
    tabs = [Tab("kept", "在用", Q(state="kept")), Tab("gone", "已取消", Q(state="gone"))]
    facts = ["works", "note"]
    new, verbs = [actions.correct_day], [actions.drop_day]

    def within(self, place: Any, form: Any) -> Q:
        """What this union and those above it decided: that is what counts here."""
        return Q(union_id__in=tree.above(place.union.pk), day__range=(place.asked.start, place.asked.end))
