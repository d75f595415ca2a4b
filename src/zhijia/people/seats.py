"""The seats of an account: each post in its term, then each membership in force."""

from zhijia.kernel import clock
from zhijia.kernel.scope import Seat, system
from zhijia.org.models import Office, Post
from zhijia.people.models import Account, Membership

WIDEST_FIRST = [office.value for office in Office]
SHOWN = ("union__kind", "union__home", "union__short_name", "person__name")  # every page asks; rows are wide


def of(account: Account) -> list[Seat]:
    """Seats the account may enter today. Rights end with the term: an ended post gives no seat."""
    return _of_person(account.person_id)


def held(person_id: int, key: str) -> Seat | None:
    """One of these seats by its key, as long as the person can sign in at all."""
    if not Account.objects.filter(person=person_id, is_active=True).exists():
        return None
    return next((seat for seat in _of_person(person_id) if seat.key == key), None)


def _of_person(person_id: int) -> list[Seat]:
    day = clock.today()
    with system("登录时找出本人的职务和会籍"):
        posts = list(
            Post.objects.filter(Post.on(day), person=person_id)
            .select_related("union", "person").only("office", "portfolio", "title", *SHOWN)
        )  # fmt: skip
        memberships = list(
            Membership.objects.filter(Membership.on(day), person=person_id)
            .select_related("union", "person").only("group", *SHOWN)
        )  # fmt: skip
    posts.sort(key=lambda post: (WIDEST_FIRST.index(post.office), post.pk))
    return [_of_post(post) for post in posts] + [_of_membership(row) for row in memberships]


def _of_post(post: Post) -> Seat:
    """The chair of a branch leads that part; the rights of a chair are those of a whole union's (decision 0005)."""
    union = post.union
    inner = union.kind in union.INNER
    return Seat(
        key=f"post-{post.pk}",
        person_id=post.person_id,
        union_id=union.home_id,
        group_id=union.pk if inner else None,
        office=Office.LEADER.value if inner else post.office,
        portfolio=post.portfolio,
        name=post.person.name,
        label=f"{union.short_name} · {post}",
    )


def _of_membership(row: Membership) -> Seat:
    return Seat(
        key=f"member-{row.pk}",
        person_id=row.person_id,
        union_id=row.union_id,
        group_id=row.group_id,
        office="member",
        name=row.person.name,
        label=f"{row.union.short_name} · 会员",
    )
