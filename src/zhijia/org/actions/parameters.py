"""The verb by which a union sets a number of its own."""

from zhijia.kernel.actions import Blocked, Unfit, action
from zhijia.kernel.scope import Seat
from zhijia.org import parameters, policy
from zhijia.org.models import ParameterValue, Union


@action(ParameterValue, allowed=policy.may_organise, label="改参数")
def set_value(row: ParameterValue, *, by: Seat) -> None:
    """From a day on the union, and those below it that have set none of their own, go by this value.

    Without a value it goes by its parent's again. Raises `Unfit` for a value that cannot be, `Blocked` where the
    parameter is not the union's to set.
    """
    parameter = parameters.named(row.name)
    if parameter is None:
        raise Blocked("没有这个参数，可能版本换了。请回到工会设置再选。")
    if not parameter.for_grassroots and row.union.kind not in Union.UPPER:
        raise Blocked("这一项由镇、县总工会定，基层工会照着用。需要改，请告诉上级工会。")
    if row.value is not None and (wrong := parameter.unfit(row.value)):
        raise Unfit(value=wrong)
    row.set_by_id = by.person_id
