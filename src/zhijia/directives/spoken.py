"""Days and numbers of a demand in words. Pure."""

import datetime as dt
import re
from collections.abc import Sequence

from zhijia.plans.timeline import spoken

RHYTHMS = {"monthly": "每月", "weekly": "每周", "quarterly": "每季度"}


def when(spans: Sequence[tuple[dt.date, dt.date]], recurrence: str, year: int, said: str = "") -> str:
    """3月至5月, 11月27日前, 9月底前, 每季度，到12月; of another year with the year. Empty for none.

    `said`: the paper's own words, which tell 9月底前 from 9月.
    """
    if not spans:
        return ""
    ahead = f"{spans[0][0].year}年" if spans[0][0].year != year else ""
    last = spans[-1][1]
    if len(spans) == 1 and (last + dt.timedelta(1)).day == 1:
        if re.search("[底末]", said):
            return f"{ahead}{last.month}月底前"
        if re.search("日.{0,5}前", said):
            return f"{ahead}{last.month}月{last.day}日前"
    if recurrence in RHYTHMS and len(spans) > 1:
        return f"{RHYTHMS[recurrence]}，到{f'{last.year}年' if last.year != year else ''}{last.month}月"
    if len(spans) > 4:
        return f"{ahead}{spoken(*spans[0])}起，共 {len(spans)} 次"
    return ahead + "、".join(spoken(*span) for span in spans)
