"""Some rows of each further register of the organisation: firms at whose door somebody stood, quotas, cases under way."""

from datetime import date, timedelta
from random import Random

from zhijia.demo import cast
from zhijia.demo.dice import TODAY
from zhijia.kernel.scope import Seat
from zhijia.org import actions as org
from zhijia.org import rules
from zhijia.org.models import (
    Body,
    BuildTarget,
    Canvass,
    Employer,
    Founding,
    ParentEdge,
    Reelection,
    SetUp,
    Union,
)  # fmt: skip
from zhijia.org.setting_up import SHIPPED

EDUCATION = "YCX-JY"
UNORGANISED = (
    ("青溪众城装饰有限公司", 31, "must", ""), ("青溪万顺汽配经营部", 12, "refused", "老板想等年后再谈"),
    ("云川鸿达冷链有限公司", 46, "preparing", ""), ("青溪佳禾苗木合作社", 6, "exempt", "只有六个人，季节用工"),
    ("青溪恒发印刷厂", 0, "closed", ""), ("青溪云上民宿有限公司", 28, "must", ""),
)  # fmt: skip


def credit_code(dice: Random) -> str:
    """An invented code that passes both checks; 81: registered as a union."""
    body = "MC" + "".join(dice.choices("0123456789", k=6))
    code = f"81339901{body}"
    code += rules.body_sign(body)
    return code + rules.check_sign(code)


def build(unions: dict[str, Union], *, by: Seat) -> None:
    town, works, school = unions[cast.TOWN], unions[cast.WORKS], unions[cast.SCHOOL]
    _industry(unions[cast.COUNTY], school, by)
    firms = [Employer(name=name, nature="enterprise", area=town) for name, *_ in UNORGANISED]
    org.register.all(firms, by=by)
    visits = [
        Canvass(union=town, employer=firm, on=TODAY - timedelta(9 + 3 * n), employees=heads, found=found, reason=why,
                canvasser="林秀芳")
        for n, (firm, (_, heads, found, why)) in enumerate(zip(firms, UNORGANISED, strict=True))
    ]  # fmt: skip
    org.canvass.all(visits, by=by)
    parts = [(town, 6, "周永明"), (unions["QXZ201"], 2, ""), (works, 1, "方德明")]
    org.set_target.all(
        [BuildTarget(union=u, year=2026, wanted=n, responsible=who) for u, n, who in parts], by=by
    )
    _cases(town, by)
    days = (date(2023, 5, 18), date(2023, 5, 18), date(2023, 6, 2), date(2023, 6, 2))
    items = zip((rule.item for rule in SHIPPED), days, strict=False)
    org.set_up.all([SetUp(union=works, item=item, done_on=day) for item, day in items], by=by)


def _industry(county: Union, school: Union, by: Seat) -> None:
    """The school answers to the county's education union as well, on the industrial line."""
    day = date(2006, 9, 10)
    education = Union(
        code=EDUCATION, name="云川县教育工会", short_name="县教育工会", kind="industry", founded_on=day, seal="有",
        own_accounts="yes",
    )  # fmt: skip
    org.found(education, by=by, under={EDUCATION: county})
    since = max(day, school.founded_on)
    org.answer_to(ParentEdge(union=school, parent=education, line="industrial", valid_from=since), by=by)


def _cases(town: Union, by: Seat) -> None:
    """Two unions apply; the two whose terms end next have asked for leave to elect."""
    first, second = (
        Founding(union=town, name=f"{name}工会委员会", kind="single", nature="enterprise", employer_name=name,
                 members=members, contact=who, applied_on=TODAY - timedelta(days))
        for name, members, who, days in (("云川鸿达冷链有限公司", 32, "严国庆", 26), ("青溪云上民宿有限公司", 25, "史小燕", 4))
    )  # fmt: skip
    for row in (first, second):
        org.apply(row, by=by)
    org.approve_founding(first, by=by, approved_on=TODAY - timedelta(18), approval_no="青工〔2026〕31号")
    near = Body.objects.filter(kind="committee", term_to__gte=TODAY, union__kind__in=Union.GRASSROOTS)
    near = near.exclude(union__code=cast.WORKS)
    for n, body in enumerate(near.order_by("term_to", "pk")[:2]):
        asked = Reelection(union=body.union)
        org.ask(asked, by=by, planned_on=min(body.term_to, TODAY + timedelta(60)), seats=7, term_years=5,
                late_reason="", request_no="")  # fmt: skip
        if n == 0:
            org.allow(asked, by=by, allowed_on=TODAY, allowed_no="青工〔2026〕35号")
