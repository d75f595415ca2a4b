"""The nouns of plans: from the document an officer wrote to the summary that is computed from rows."""

from zhijia.plans.models.lesson import Lesson
from zhijia.plans.models.plan import Occurrence, Plan, Reading, Section, Task
from zhijia.plans.models.summary import Summary, SummaryNumber, SummarySection
from zhijia.plans.models.trace import Area, Kind, Trace, TraceUnit

__all__ = [
    "Area", "Kind", "Lesson", "Occurrence", "Plan", "Reading", "Section", "Summary", "SummaryNumber", "SummarySection",
    "Task", "Trace", "TraceUnit",
]  # fmt: skip
