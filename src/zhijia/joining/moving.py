"""Finding the other side of a transfer: by what a person may rightly know of it, and nothing more is told."""

from zhijia.kernel import clock
from zhijia.kernel.actions import Unfit
from zhijia.kernel.scope import Seat, system
from zhijia.kernel.secrets import whole
from zhijia.org.models import Union
from zhijia.people import rules
from zhijia.people.models import Membership

NOT_FOUND = "没有找到这样一位在册会员。请核对姓名和证件号；还没入过会的，请办入会申请。"


def member_anywhere(name: str, number: str) -> Membership:
    """A member of any union, by name and whole number together: knowing one of them alone finds nobody."""
    with system("申请转入：按姓名和证件号找现在的会籍"):
        found = (
            Membership.objects.filter(
                Membership.on(clock.today()), left_on=None, person__name=name.strip(),
                person__identity_index=_index(number),
            )
            .select_related("person", "union")
            .first()
        )  # fmt: skip
    if found is None:
        raise Unfit(number=NOT_FOUND)
    return found


def listed(person: int, to: int) -> tuple[Membership, Union]:
    """The membership that somebody of an imported list has now, and the union that the list names for her."""
    with system("申请转入：导入的名单里，按姓名和证件号对上的人现在的会籍"):
        rows = Membership.objects.filter(Membership.on(clock.today()), left_on=None, person=person)
        found = rows.select_related("person", "union").first()
    union = Union.objects.filter(pk=to, kind__in=Union.GRASSROOTS, state=Union.State.ACTIVE).first()
    if found is None or union is None:
        raise Unfit("这个人已经没有在册的会籍，或者转入的工会已经不在了。请重新导入再看。")
    return found, union


def union_called(words: str) -> Union:
    """A grassroots union by its full name, short name or code, wherever it stands."""
    words = words.strip()
    with system("转出：按名称找转入的工会"):
        rows = Union.objects.filter(kind__in=Union.GRASSROOTS, state=Union.State.ACTIVE)
        for field in ("code", "name", "short_name"):
            found = list(rows.filter(**{field: words})[:2])
            if len(found) == 1:
                return found[0]
            if found:
                raise Unfit(where="叫这个名字的工会不止一个，请写工会代码。")
    raise Unfit(where="没有找到这个工会。请写全称或代码，可以向对方要。")


def own_grassroots(by: Seat) -> Union:
    own = Union.objects.filter(pk=by.union_id, kind__in=Union.GRASSROOTS).first()
    if own is None:
        raise Unfit("转入由基层工会办。请在基层工会的身份下申请。")
    return own


def _index(number: str) -> str:
    return whole(rules.identity_spelt(number), of="identity")
