"""One row of each register of twins and of the service card, for the tests that knock at every address."""

from zhijia.kernel.scope import system
from zhijia.people.models import CardTarget, Membership
from zhijia.twins.models import MemberNumber, Sending, UnionNumber


def twins_examples() -> dict[str, dict[str, object]]:
    """By the beginning of the address."""
    with system("测试：每个地址一例"):
        number, union_number = MemberNumber.objects.earliest("pk"), UnionNumber.objects.earliest("pk")
        target = CardTarget.objects.filter(union__code="QXZ001").get()
        member = Membership.objects.filter(union__code="QXZ001", left_on=None).earliest("pk")
        sending = Sending.objects.earliest("pk")
    return {
        "/twins/": {"code": "realname-members"},
        "/twins/sendings/": {"pk": sending.pk, "verb": "drop"},
        "/twins/numbers/": {"pk": number.pk, "verb": "correct_member"},
        "/twins/union-numbers/": {"pk": union_number.pk, "verb": "correct_union"},
        "/cards/": {"pk": member.pk, "verb": "collect"},
        "/card-targets/": {"pk": target.pk, "verb": "change_card_target"},
        "/org/setup-rules/": {"pk": 1, "verb": "set_rule"},
    }
