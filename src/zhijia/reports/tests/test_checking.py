"""Verdicts over the small town: impossible beats differs beats agrees, and a constant number of statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import system
from zhijia.numberreader.tests.real_errors import CERTAIN, DOUBTFUL
from zhijia.people.actions import retain
from zhijia.people.models import Membership
from zhijia.reports import checking
from zhijia.reports.checking import Choice

pytestmark = pytest.mark.django_db
YEAR = Period("2026")


@pytest.fixture(autouse=True)
def looking():
    with system("测试：核对总结"):
        yield


@pytest.fixture
def value(town):
    """`value("people.members")`: what the registers of the small town say of the year."""

    def of(code, period="2026", *, subtree=True):
        asked = Ask(town.union.pk, subtree, Period(period).clipped(checking.clock.today()), town.union.code)
        return int(read([code], asked)[code].value)

    return of


def verdicts(text, town, **more):
    return [finding.verdict for finding in checking.check(text, town.union, YEAR, **more).findings]


def test_the_three_verdicts_of_one_sentence(town, value):
    members = value("people.members")
    found = checking.check(
        f"现有会员{members}人，新发展会员{value('people.joined') + 7}人，骑手12人。", town.union, YEAR
    )
    assert [finding.verdict for finding in found.findings] == ["agrees", "differs", "unknown"]
    right, wrong, _ = found.findings
    assert (right.figure, right.ours) == ("people.members", str(members))
    assert wrong.ours == str(value("people.joined"))
    assert "多 7人" in wrong.why


def test_what_the_registers_have_no_row_of_is_not_called_wrong(town):
    found = checking.check("开展技能取证培训，清查固定资产37件。", town.union, YEAR).findings
    assert [finding.verdict for finding in found] == ["unknown"]


def test_a_rate_is_told_with_its_two_numbers(town, value):
    above, below = value("people.members"), value("org.employees")
    (finding,) = checking.check("职工入会率12.5%。", town.union, YEAR).findings
    assert finding.verdict == "differs"
    assert f"{above} ÷ {below}" in finding.why


def test_over_a_hundred_per_cent_is_impossible(town):
    assert verdicts("职工入会率达到120%。", town) == ["impossible"]


def test_members_have_to_balance_and_the_register_fills_what_is_not_told(town, value):
    opening, new = value("people.opening"), value("people.joined")
    found = checking.check(
        f"年初会员{opening}人，新发展会员{new}人，现有会员{opening + new + 900}人。", town.union, YEAR
    )
    *_, closing = found.findings
    assert closing.verdict == "impossible"
    assert f"期初 {opening} + 新发展 {new}" in closing.why


def test_what_came_and_went_otherwise_is_told_and_not_blamed(town, value):
    """Retired members count no more: a text that tells only who joined and who left is short by them."""
    with system("测试：有人退休") as by:
        for row in Membership.objects.filter(union=town.works, left_on=None, kind="ordinary")[:2]:
            retain(row, by=by, on=dt.date(2026, 11, 2), cause="retired")
    opening, new, left, closing = (
        value(f"people.{name}") for name in ("opening", "joined", "left", "members")
    )
    assert opening + new - left != closing
    told = f"年初会员{opening}人，新发展会员{new}人，离会{left}人，现有会员{closing}人。"
    findings = checking.check(told, town.union, YEAR).findings
    assert "impossible" not in {one.verdict for one in findings}
    assert "转为保留会籍 2 人" in findings[-1].notes[-1]


def test_a_town_may_tell_what_it_did_itself(town, value):
    own = value("relief.all.visit.person_times", subtree=False)
    assert own != value("relief.all.visit.person_times")
    (finding,) = checking.check(f"走访慰问职工{own}人次。", town.union, YEAR).findings
    assert (finding.verdict, finding.subtree) == ("agrees", False)


def test_a_half_year_inside_a_report_of_the_year(town, value):
    half = value("relief.all.visit.count", "2026H1")
    (finding,) = checking.check(f"上半年开展走访慰问{half}次。", town.union, YEAR).findings
    assert (finding.verdict, finding.period) == ("agrees", "2026H1")


@pytest.mark.parametrize(("sentence", "wrong"), CERTAIN)
def test_a_real_error_is_impossible(town, sentence, wrong):
    result = checking.check(sentence, town.union, YEAR)
    impossible = [one.text for one in result.findings if one.verdict == "impossible"]
    assert wrong in impossible if wrong else result.notes


@pytest.mark.parametrize(("sentence", "wrong"), DOUBTFUL)
def test_what_only_deserves_a_look_is_noted_beside_the_number(town, sentence, wrong):
    findings = checking.check(sentence, town.union, YEAR).findings
    assert "impossible" not in {one.verdict for one in findings}
    assert wrong in [one.text for one in findings if one.notes]


def test_what_was_chosen_is_held_against(town, value):
    text = "全年看望了312人次。"
    assert verdicts(text, town) == ["unknown"]
    start = str(text.index("312"))
    assert verdicts(text, town, choices={start: Choice(figure="relief.all.visit.person_times")}) == [
        "differs"
    ]
    outside = checking.check(text, town.union, YEAR, {start: Choice(outside=True, note="县里统计")}).findings
    assert (outside[0].verdict, "县里统计" in outside[0].why) == ("unknown", True)


def test_more_numbers_ask_no_more_statements(town):
    about = town.union

    def asked(text):
        with CaptureQueriesContext(connection) as queries:
            checking.check(text, about, YEAR)
        return len(queries)

    few = "现有会员13人，开展走访慰问12次，覆盖企业3家，职工现有14人。"
    assert asked(few * 40) == asked(few) <= 18
