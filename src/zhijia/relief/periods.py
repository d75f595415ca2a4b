"""Within how many days of the news a visit is due: parameters, one for each kind whose day is not known beforehand."""

import datetime as dt

from zhijia.org.parameters import declare
from zhijia.relief.kinds import kinds

WITHIN = {
    kind.code: declare(
        f"relief.visit_days.{kind.code}", f"{kind.name}，得知后几天内走访", default=kind.days, unit="天", most=365,
        group="走访慰问", since=dt.date(2018, 1, 1), source="各地必访制度的通行做法，以本会制度为准",
    )
    for kind in kinds()
    if kind.days is not None
}  # fmt: skip


def due_by(code: str, union_id: int, told_on: dt.date) -> dt.date:
    """The last day for a visit of this kind of which one heard on that day; where the day itself is known, that day."""
    parameter = WITHIN.get(code)
    return told_on + dt.timedelta(days=int(parameter.value(union_id, told_on))) if parameter else told_on
