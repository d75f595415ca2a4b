"""Who may see and change people's rows."""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhijia.kernel import clock
from zhijia.kernel.actions import block, otherwise
from zhijia.kernel.scope import Seat, below, system
from zhijia.org.policy import CADRES, NOTHING, OFFICERS, in_led_part


def may_see_membership(seat: Seat) -> Q:
    """Cadres: the roll of their union and of those below. A leader: her group. A member: herself."""
    if seat.office in CADRES:
        return Q(union_id__in=below(seat.union_id))
    if seat.office == "leader":
        return in_led_part(seat)
    return Q(person_id=seat.person_id)


def may_see_person(seat: Seat) -> Q:
    """Oneself, members one may see, and whoever holds a post in reach. Asked of each person, not of the whole roll."""
    member = apps.get_model("people", "Membership").objects.filter(person_id=OuterRef("pk"))
    holder = apps.get_model("org", "Post").objects.filter(person_id=OuterRef("pk"))
    merged = member.model.objects.filter(person_id=OuterRef("merged_into_id"))
    return Q(pk=seat.person_id) | Q(Exists(member)) | Q(Exists(holder)) | Q(Exists(merged))


def _member_today(where: Q) -> Q:
    membership = apps.get_model("people", "Membership")
    return Q(Exists(membership.objects.filter(membership.on(clock.today()), where, person_id=OuterRef("pk"))))


def may_reveal_person(seat: Seat) -> Q:
    """Full numbers: oneself, and the officers of the member's own union. Upward the roll shows masks alone."""
    if seat.office in OFFICERS:
        return Q(pk=seat.person_id) | _member_today(Q(union_id=seat.union_id))
    return Q(pk=seat.person_id)


@otherwise("个人信息由会员现在所在工会的主席、副主席和干事更正，已经离会的不再改。")
def may_change_person(seat: Seat) -> Q:
    """Personal data are corrected by the officers of the member's union or of one above it."""
    return _member_today(Q(union_id__in=below(seat.union_id))) if seat.office in OFFICERS else NOTHING


def may_enrol(seat: Seat) -> Q:
    """The roll is kept by the officers of the union itself or of one above it."""
    return Q(union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


def may_merge(seat: Seat) -> Q:
    """Of one person's two entries either may be of somebody who has left meanwhile."""
    membership = apps.get_model("people", "Membership")
    held = membership.objects.filter(union_id__in=below(seat.union_id), person_id=OuterRef("pk"))
    return Q(Exists(held)) if seat.office in OFFICERS else NOTHING


def may_part(seat: Seat) -> Q:
    """A merging is taken back by whoever may change the one it was merged into."""
    if seat.office not in OFFICERS:
        return NOTHING
    membership = apps.get_model("people", "Membership")
    own = membership.objects.filter(union_id__in=below(seat.union_id))
    return Q(Exists(own.filter(person_id=OuterRef("merged_into_id"))))


@block("这一段已经是保留会籍了。")
def only_retained(seat: Seat) -> Q:
    return Q(kind="retained")


@block("这一段不是保留会籍，不用恢复。")
def not_retained(seat: Seat) -> Q:
    return ~Q(kind="retained")


@block("这一段不是临时会员，不用转。")
def only_temporary(seat: Seat) -> Q:
    return ~Q(kind="temporary")


def may_enter_person(seat: Seat) -> Q:
    return Q(pk__isnull=False) if seat.office in OFFICERS else NOTHING


def may_invite(seat: Seat) -> Q:
    """Log-ins of those who hold a post today, at the own union or below it."""
    held = Q(held_from__lte=clock.today()) & (Q(held_to__isnull=True) | Q(held_to__gt=clock.today()))
    return held & Q(union_id__in=below(seat.union_id)) if seat.office in OFFICERS else NOTHING


def _holders(seat: Seat, where: Q) -> QuerySet:
    """Persons with a post today, also where this seat does not reach."""
    post = apps.get_model("org", "Post")
    with system("还在别处任职的人，不由这里管登录"):
        return post.objects.filter(post.on(clock.today()) & where).values("person_id")


@block("他（她）在别的工会也有职务，登录由那里的上级工会管。请联系上级工会。")
def commanded_elsewhere(seat: Seat) -> Q:
    """Whoever could reset the log-in of somebody with a higher post elsewhere would hold that post."""
    return Q(person_id__in=_holders(seat, ~Q(union_id__in=below(seat.union_id))))


@block("本会干部已经在用的登录，由本会主席或上级工会重设、停用。")
def colleague(seat: Seat) -> Q:
    if seat.office == "chair":
        return NOTHING
    account = apps.get_model("people", "Account")
    used = account.objects.filter(account.in_use()).values("person_id")
    return Q(person_id__in=_holders(seat, Q(union_id=seat.union_id))) & Q(person_id__in=used)
