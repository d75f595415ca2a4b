"""Some rows of each further register of the organisation: firms at whose door somebody stood, quotas, cases under way."""

from datetime import date, timedelta
from random import Random

from zhijia.demo import cast
from zhijia.demo.dice import TODAY
from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.scope import Seat
from zhijia.org import actions as org
from zhijia.org import rules, set_ups
from zhijia.org.models import (
    Body,
    BuildTarget,
    Canvass,
    Employer,
    Founding,
    ParentEdge,
    Post,
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

# Federations below the town: name, short name, over what they reach, the joint unions that joined them in spring.
FEDERATIONS = (
    ("青溪镇园区工会联合会", "园区联合会", "park", ("QXZ202", "QXZ203", "QXZ206", "QXZ216", "QXZ217")),
    ("青溪镇北片村企业工会联合会", "北片村联合会", "village", ("QXZ208", "QXZ209", "QXZ211", "QXZ213")),
    ("青溪镇餐饮服务行业工会联合会", "餐饮行业联合会", "trade", ("QXZ201", "QXZ207")),
)  # fmt: skip
REACHES = {
    "村": "village",
    "园": "park",
    "行业": "trade",
    "配送": "trade",
    "市场": "market",
    "商圈": "market",
    "合作社": "area",
}


def reach_of(short_name: str) -> str:
    """Over what a joint union reaches, by its name."""
    return next((scope for word, scope in REACHES.items() if word in short_name), "area")


def credit_code(dice: Random) -> str:
    """An invented code that passes both checks; 81: registered as a union."""
    body = "MC" + "".join(dice.choices("0123456789", k=6))
    code = f"81339901{body}"
    code += rules.body_sign(body)
    return code + rules.check_sign(code)


def build(unions: dict[str, Union], *, by: Seat) -> None:
    town, works, school = unions[cast.TOWN], unions[cast.WORKS], unions[cast.SCHOOL]
    _industry(unions[cast.COUNTY], school, by)
    _federations(town, unions, by)
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
    set_up_most(town, unions, by=by)


def set_up_most(town: Union, unions: dict[str, Union], *, by: Seat) -> None:
    """What is due within a month of the founding; every fifth union has left something undone, as the works have."""
    today = Ask(town.pk, True, Period(f"{TODAY}..{TODAY}"), town.code)
    lacking, rows = set_ups.outstanding(today), []
    others = [one for one in unions.values() if one.pk in lacking and one.code != cast.WORKS]
    for n, union in enumerate(others):
        items, day = lacking[union.pk], union.founded_on + timedelta(25)
        if day < TODAY:
            rows += [
                SetUp(union=union, item=item, done_on=day) for item in (items[1:] if n % 5 == 4 else items)
            ]
    org.set_up.all(rows, by=by)


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
    _led(education, school, 4, date(2023, 6, 16), by)


def _federations(town: Union, unions: dict[str, Union], by: Seat) -> None:
    """The small three tiers: town, federations of parks, villages and trades, joint unions below them since spring."""
    for n, (name, short, scope, codes) in enumerate(FEDERATIONS, 1):
        parts = [unions[code] for code in codes if code in unions]
        if len(parts) < 2:
            continue
        row = Union(code=f"QXZF{n}", name=name, short_name=short, kind="federation", scope=scope, seal="有",
                    own_accounts="agency", founded_on=date(2026, 2, 26))  # fmt: skip
        org.found(row, by=by, under={row.code: town})
        org.move.each(
            [(part, {"on": date(2026, 3, 1), "line": "territorial", "parent": row}) for part in parts], by=by
        )
        _led(row, parts[0], 1, row.founded_on, by)


def _led(union: Union, part: Union, session: int, since: date, by: Seat) -> None:
    """The committee of a union that has no members of its own: whoever leads one of its parts presides here as well."""
    body = Body(union=union, kind="committee", session_no=session, term_from=since,
                term_to=since.replace(year=since.year + 5))  # fmt: skip
    org.elect(body, by=by)
    chair = Post.objects.filter(union=part, office="chair", held_to=None).select_related("person").get()
    org.appoint(
        Post(person=chair.person, union=union, body=body, office="chair", title="工会主席", held_from=since,
             employment="part", inducted_on=chair.inducted_on), by=by)  # fmt: skip


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
