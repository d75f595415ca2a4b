"""One row of each register of the organisation, for the tests that knock at every address."""

from zhijia.kernel.scope import system
from zhijia.org.models import (
    Body,
    BuildTarget,
    Canvass,
    DayCorrection,
    Employer,
    Founding,
    Post,
    Reelection,
    Union,
)


def org_examples() -> dict[str, dict[str, object]]:
    """By the beginning of the address; rows of the town, but the works' own where a union has its own."""
    with system("测试：每个地址一例"):
        works = Union.objects.get(code="QXZ001")
        firm = Employer.objects.filter(coverages__union=works).earliest("pk")
        rows = {
            "unions": (works, "describe"), "employers": (firm, "count"),
            "days": (DayCorrection.objects.filter(union=works).earliest("pk"), "drop_day"),
            "canvass": (Canvass.objects.earliest("pk"), "withdraw_canvass"),
            "targets": (BuildTarget.objects.earliest("pk"), "change_target"),
            "bodies": (Body.objects.filter(union=works).earliest("pk"), "correct_term"),
            "reelections": (Reelection.objects.filter(state="asked").earliest("pk"), "allow"),
            "foundings": (Founding.objects.filter(state="applied").earliest("pk"), "approve_founding"),
            "cadres": (Post.objects.filter(union=works, office="accountant").earliest("pk"), "induct"),
        }  # fmt: skip
    places = ("/org/",)
    return {
        f"{place}{name}/": {"pk": row.pk, "verb": verb}
        for place in places
        for name, (row, verb) in rows.items()
    }
