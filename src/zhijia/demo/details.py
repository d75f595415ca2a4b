"""What the real-name register holds about the town's people. Numbers are sound in form and nobody's in fact.

Identity numbers begin with 00, which no region has; telephone numbers with 169, which no operator gives out.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.demo.dice import SEED, TODAY, stream
from zhijia.demo.roll import Member, Person, Roll
from zhijia.demo.shape import Shape
from zhijia.people.rules import check_sign

UNITS = ("school", "hospital", "government")
RIDERS = ("配送", "物流")
DEPARTMENTS = {
    "enterprise": ["生产一车间", "生产二车间", "装配车间", "质检科", "仓储科", "设备科", "办公室", "销售科"],
    "school": ["语文组", "数学组", "英语组", "综合组", "总务处"],
    "hospital": ["内科", "外科", "护理部", "检验科", "公共卫生科"],
    "government": ["党政办", "综合办", "经济发展办", "社会事务办"],
    "community": ["综合岗", "网格岗"],
}
EDUCATIONS, EDUCATION_WEIGHTS = ("20", "30", "40", "60", "70", "80"), (14, 20, 18, 20, 24, 4)
SKILLS, SKILL_WEIGHTS = ("0", "5", "4", "3", "2", "1"), (58, 16, 14, 8, 3, 1)
POLITICS, POLITICS_WEIGHTS = ("13", "01", "03", "02"), (80, 11, 8, 1)
MIGRANT, UNKNOWN, CARDED = 0.66, 0.016, 0.62  # of a hundred enterprise members 66 come from the country


def draw(
    shape: Shape, roll: Roll, seed: int = SEED
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """For each person, and for each person's membership, the values of their fields beside name and days."""
    dice, of_person, of_member = stream("details", seed), {}, {}
    nature = {firm.no: firm.nature for firm in shape.employers}
    trade = {firm.no: firm.trade for firm in shape.employers}
    members = {member.person: member for member in roll.members}
    for person in roll.persons:
        member = members.get(person.no)
        kind = nature[member.employer] if member else "government"
        work = _work(dice, kind, trade[member.employer] if member else "")
        of_person[person.no] = _papers(dice, person, member, rural=work["migrant"] == "yes")
        of_member[person.no] = work
    return of_person, of_member


def _work(dice: Random, nature: str, trade: str) -> dict[str, Any]:
    if nature in UNITS:
        employment = "public" if dice.random() < 0.8 else "contract"
    elif trade in RIDERS and dice.random() < 0.4:
        employment = "flexible"
    else:
        employment = "agency" if dice.random() < 0.09 else "contract"
    migrant = "yes" if nature == "enterprise" and dice.random() < MIGRANT else "no"
    post = "staff" if nature in UNITS or dice.random() < 0.2 else "worker"
    return {
        "department": dice.choice(DEPARTMENTS[nature]), "employment": employment, "migrant": migrant, "post_class": post,
    }  # fmt: skip


def _papers(dice: Random, person: Person, member: Member | None, *, rural: bool) -> dict[str, Any]:
    born = _born(dice, person.woman, member)
    # The person's own number stands in the region and the order, so that no two are alike.
    order, region = divmod(person.no, 10_000)
    order = 2 * order + (0 if person.woman else 1)
    first = f"00{region:04}{born:%Y%m%d}{order:03}"
    known, carded = dice.random() >= UNKNOWN, dice.random() < CARDED
    return {
        "birth_on": born,
        "identity": first + check_sign(first) if known else "",
        "phone": f"169{person.no:08}" if known or dice.random() < 0.5 else "",
        "card": f"00{person.no:010}" if carded and known else "",
        **_card(person.no, "issued" if carded and known else "making" if dice.random() < 0.2 else ""),
        "ethnicity": "01" if dice.random() < 0.97 else dice.choice(("03", "06", "08", "09", "15", "22")),
        "education": dice.choices(EDUCATIONS, EDUCATION_WEIGHTS)[0],
        "politics": dice.choices(POLITICS, POLITICS_WEIGHTS)[0],
        "household": "rural" if rural else "urban",
        "skill": dice.choices(SKILLS, SKILL_WEIGHTS)[0],
    }


def _card(number: int, state: str) -> dict[str, Any]:
    """How far the service card is, and since when: last year's are issued, this autumn's collected or refused."""
    autumn = date(2026, 10, 12) + timedelta(number % 30)
    if state == "issued":
        issued = date(2025, 9, 1) + timedelta(number % 90)
        return {"card_state": state, "issued_on": issued, "collected_on": issued - timedelta(35)}
    if state == "making" or number % 10 == 0:
        return {"card_state": state or "collected", "collected_on": autumn}
    return {"card_state": "refused", "refused_on": autumn} if number % 10 == 1 else {"card_state": ""}


def _born(dice: Random, woman: bool, member: Member | None) -> date:
    """Of working age when joining and, but for a handful, not yet of age to retire."""
    joined = member.joined if member else date(2015, 1, 1)
    eldest = TODAY.year - (52 if woman else 61)
    year = max(joined.year - 18 - min(int(dice.expovariate(1 / 9)), 30), eldest)
    return date(min(year, TODAY.year - 19), 1, 1) + timedelta(dice.randrange(365))
