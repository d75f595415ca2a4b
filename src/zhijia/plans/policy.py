"""Who may see and do what with plans, traces and summaries."""

from django.apps import apps
from django.db.models import Q, QuerySet

from zhijia.kernel.actions import block
from zhijia.kernel.scope import Seat, below
from zhijia.org.policy import CADRES, NOTHING, OFFICERS, in_led_part

PLANNERS = OFFICERS
RECORDERS = (*CADRES, "leader")


def _rows(model: str) -> QuerySet:
    return apps.get_model("plans", model).objects


def may_see_reading(seat: Seat) -> Q:
    """A reading is a draft: only the officers of its own union. Once it became a plan, whoever sees that plan
    at home may open the document behind it.
    """
    own = Q(union_id=seat.union_id)
    if seat.office in PLANNERS:
        return own
    return own & Q(state="accepted", pk__in=_rows("Plan").values("reading_id"))


def may_see_plan(seat: Seat) -> Q:
    """Cadres see their union's plans in every state, and the issued plans of the unions below.

    A leader or member sees what her union has issued.
    """
    if seat.office in CADRES:
        return Q(union_id=seat.union_id) | Q(union_id__in=below(seat.union_id), state="issued")
    return Q(union_id=seat.union_id, state="issued")


def of_plan_in_sight(seat: Seat) -> Q:
    return Q(plan_id__in=_rows("Plan").values("pk"))


def of_task_in_sight(seat: Seat) -> Q:
    return Q(task_id__in=_rows("Task").values("pk"))


def may_plan(seat: Seat) -> Q:
    """Plans are made and moved by the union's own chair and officers."""
    return Q(union_id=seat.union_id) if seat.office in PLANNERS else NOTHING


def may_issue(seat: Seat) -> Q:
    """Opinions and issue are the chair's to record."""
    return Q(union_id=seat.union_id) if seat.office in ("chair", "vice") else NOTHING


def may_change_task(seat: Seat) -> Q:
    return Q(plan__union_id=seat.union_id) if seat.office in PLANNERS else NOTHING


def may_change_occurrence(seat: Seat) -> Q:
    return Q(task__plan__union_id=seat.union_id) if seat.office in PLANNERS else NOTHING


@block("这份计划已经撤回，它的任务不再改。")
def of_withdrawn_plan(seat: Seat) -> Q:
    return Q(plan__state="withdrawn")


@block("这项任务已经取消，或者它的计划已经撤回，时间不再改。")
def of_task_given_up(seat: Seat) -> Q:
    return Q(task__state="dropped") | Q(task__plan__state="withdrawn")


def may_see_trace(seat: Seat) -> Q:
    """Cadres: their union's rows and, in the open part, those below. A leader: her group. Everyone: her own.

    What was undone or withdrawn does not go up: it may have been taken back because of what its title said.
    """
    own = Q(recorded_by_id=seat.person_id, union_id=seat.union_id)
    if seat.office in CADRES:
        return Q(union_id__in=below(seat.union_id)) & (Q(state="recorded") | Q(union_id=seat.union_id))
    if seat.office == "leader":
        return own | in_led_part(seat)
    return own


def of_own_trace(seat: Seat) -> Q:
    """Who took part is no open part: it stays in the trace's own union."""
    return Q(trace_id__in=_rows("Trace").filter(union_id=seat.union_id).values("pk"))


def may_record(seat: Seat) -> Q:
    """Whoever holds a post records work of her own union; a leader that of her group."""
    if seat.office not in RECORDERS:
        return NOTHING
    if seat.office == "leader":
        return in_led_part(seat)
    return Q(union_id=seat.union_id)


def may_correct(seat: Seat) -> Q:
    """One corrects what one recorded; the chair and officers correct any row of their union."""
    if seat.office in PLANNERS:
        return Q(union_id=seat.union_id)
    return may_record(seat) & Q(recorded_by_id=seat.person_id)


def may_see_summary(seat: Seat) -> Q:
    """Drafts stay in their union; what was sent may be read by the unions above."""
    if seat.office in CADRES:
        return Q(union_id=seat.union_id) | Q(union_id__in=below(seat.union_id), state="sent")
    return NOTHING


def of_summary_in_sight(seat: Seat) -> Q:
    return Q(summary_id__in=_rows("Summary").values("pk"))


def may_summarise(seat: Seat) -> Q:
    return Q(union_id=seat.union_id) if seat.office in PLANNERS else NOTHING


def may_change_summary_part(seat: Seat) -> Q:
    return Q(summary__union_id=seat.union_id) if seat.office in PLANNERS else NOTHING
