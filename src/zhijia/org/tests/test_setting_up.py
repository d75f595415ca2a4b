"""The founding list (五同步): what is due to whom and why; a union's own list; committee or organiser."""

import datetime as dt

import pytest
from django.urls import reverse

from zhijia.kernel.actions import Unfit
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope
from zhijia.org import actions
from zhijia.org.models import Body, Founding, SetUp, SetUpRule, Union
from zhijia.org.set_ups import outstanding
from zhijia.org.setting_up import SHIPPED, Facts, committee_told, rules_for, wanted

RULES = {rule.item: rule for rule in SHIPPED}
LARGE = Facts(True, 32, 12, "yes", committee_from=25, women_from=10)


@pytest.mark.parametrize(
    ("item", "facts", "due", "word"),
    [
        ("经费审查委员会", LARGE, True, "独立建账"),
        ("经费审查委员会", LARGE._replace(own_accounts="agency"), False, "记账的工会审查"),
        ("经费审查委员会", LARGE._replace(own_accounts=""), None, "还没有登记"),
        ("女职工委员会", LARGE, True, "12 人"),
        ("女职工委员会", LARGE._replace(women=9), False, "一名女职工委员"),
        ("女职工委员会", LARGE._replace(women=0), False, "没有女会员"),
        ("女职工委员会", LARGE._replace(women=None), None, "满 10 人"),
        ("女职工委员会", LARGE._replace(women=9, women_from=8), True, "满 8 人"),
        ("劳动争议调解委员会", LARGE._replace(enterprise=False), False, "不是企业"),
        ("劳动保护监督检查委员会", LARGE._replace(members=24), False, "不满 25 人"),
        ("劳动保护监督检查委员会", LARGE._replace(members=25), True, "满 25 人"),
        ("集体合同和工资协议", LARGE, True, "企业"),
    ],
)
def test_what_is_due_and_why(item, facts, due, word):
    answer = wanted(RULES[item], facts)
    assert answer.due is due
    assert word in answer.why


@pytest.mark.parametrize(
    ("members", "word"), [(24, "组织员"), (25, "应当建委员会"), (None, "组织员"), (0, "组织员")]
)
def test_committee_or_organiser(members, word):
    assert word in committee_told(members, 25)


@pytest.mark.django_db
def test_a_union_sets_an_item_from_a_day_on_and_those_below_follow(town, seat_of):
    day = dt.date(2026, 10, 1)
    given = {"when": "women", "threshold": 5, "days": 60, "since": day, "source": "县总通知"}
    actions.set_rule(SetUpRule(), by=seat_of("county"), item="女职工委员会", **given)
    actions.set_rule(
        SetUpRule(), by=seat_of("town"), item="工会读书角", when="always", threshold=None, days=90, since=day,
        source="镇里定的",
    )  # fmt: skip
    held = {rule.item: rule for rule in rules_for(town.works.pk, day)}
    assert held["女职工委员会"].told == "女会员满人数的（5 人）"
    assert held["工会读书角"].days == 90
    before = {rule.item: rule for rule in rules_for(town.works.pk, day - dt.timedelta(1))}
    assert before["女职工委员会"] == RULES["女职工委员会"]
    assert "工会读书角" not in before
    assert "工会读书角" not in {rule.item for rule in rules_for(town.county.pk, day)}
    never = given | {"when": "never", "since": dt.date(2026, 11, 1), "source": "镇里不要求"}
    actions.set_rule(SetUpRule(), by=seat_of("town"), item="女职工委员会", **never)
    held = {rule.item: rule for rule in rules_for(town.works.pk, dt.date(2026, 11, 20))}
    assert held["女职工委员会"].when == "never"


@pytest.mark.django_db
def test_the_pages_say_what_is_due_by_size_and_kind(town, seat_of, client_as):
    with scope(seat_of("town")):
        row = Founding.objects.filter(state="approved").earliest("pk")
    page = client_as("town").get(reverse("org:foundings_row", args=[row.pk])).content.decode()
    assert "会员 32 人，满 25 人，应当建委员会" in page
    assert "女会员人数还没有登记" in page
    page = client_as("town").get(reverse("org:unions_row", args=[town.works.pk])).content.decode()
    assert "独立建账" in page
    assert "还没有登记" in page  # the collective contract is not ticked
    assert client_as("officer").get(reverse("org:setups")).status_code == 200


@pytest.mark.django_db
def test_under_25_members_an_organiser_is_elected_and_no_committee(town, seat_of):
    by = seat_of("town")
    row = actions.apply(
        Founding(), by=by, name="青溪小满花店工会", kind="single", nature="enterprise", employer_name="青溪小满花店",
        members=12, women=9, own_accounts="agency", contact="", applied_on=dt.date(2026, 9, 1),
    )  # fmt: skip
    row = actions.approve_founding(row, by=by, approved_on=dt.date(2026, 9, 5))
    held = {
        "held_on": dt.date(2026, 9, 20),
        "attended": 11,
        "led_by": "organiser",
        "seats": None,
        "chair": "于小满",
    }
    row = actions.hold(row, by=by, **held)
    row = actions.conclude(row, by=by, founded_on=dt.date(2026, 10, 8))
    with scope(by):
        union = Union.objects.get(pk=row.made_id)
        assert union.own_accounts == "agency"
        assert not Body.objects.filter(union=union).exists()
    actions.tick(union, by=by, item="集体合同", done_on=dt.date(2026, 10, 9))
    with pytest.raises(Unfit, match="才成立"):
        actions.tick(union, by=by, item="集体合同", done_on=dt.date(1999, 10, 9))
    actions.tick(union, by=by, item="集体合同", done_on=dt.date(2026, 10, 12))  # the day put right
    with scope(by):
        ticked = SetUp.objects.get(union=union)
        assert (ticked.item, ticked.done_on) == ("集体合同和工资协议", dt.date(2026, 10, 12))


@pytest.mark.django_db
def test_from_25_members_on_it_is_a_committee(seat_of):
    by = seat_of("town")
    with scope(by):
        row = Founding.objects.filter(state="approved").earliest("pk")
    with pytest.raises(Unfit, match="应当建委员会"):
        actions.hold(
            row,
            by=by,
            held_on=dt.date(2026, 11, 18),
            attended=30,
            led_by="organiser",
            seats=None,
            chair="严国庆",
        )
    with pytest.raises(Unfit, match="女职工"):
        actions.apply(
            Founding(), by=by, name="x", kind="joint", members=3, women=4, applied_on=dt.date(2026, 9, 1)
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "employer", "day", "told"),
    [
        ("青溪印染有限公司工会", "新厂", "2026-09-01", "已经有这个工会了"),
        ("新厂工会委员会", "青溪顺达机械有限公司", "2026-09-01", "已经由顺达机械覆盖"),
        ("青溪云上民宿有限公司工会委员会", "青溪云上民宿有限公司", "2026-09-01", "还在办"),
        ("新厂工会委员会", "新厂", "1999-09-01", "太早"),
    ],
)
def test_what_stands_or_is_on_its_way_is_not_applied_for_again(town, seat_of, name, employer, day, told):
    with pytest.raises(Unfit, match=told):
        actions.apply(Founding(), by=seat_of("town"), name=name, kind="single", employer_name=employer,
                      applied_on=dt.date.fromisoformat(day))  # fmt: skip


@pytest.mark.django_db
class TestShareThatHasSetUpAll:
    """Every number opens to its unions; a rule of one's own and a tick change it, for their days alone."""

    def rate(self, seat, town, day):
        ask = Ask(town.union.pk, True, Period(f"{day}..{day}"), "QXZ")
        with scope(seat):
            return read(["org.set_up_rate"], ask)["org.set_up_rate"]

    def test_grows_with_the_last_tick_and_only_from_its_day(self, town, seat_of):
        seat, day, eve = seat_of("town"), dt.date(2026, 11, 1), dt.date(2026, 10, 31)
        before = self.rate(seat, town, day)
        assert 0 < before.numerator < before.denominator
        with scope(seat):
            items = outstanding(Ask(town.works.pk, False, Period(f"{day}..{day}")))[town.works.pk]
        assert items == ["集体合同和工资协议"]
        actions.tick(town.works, by=seat_of("officer"), item=items[0], done_on=day)
        assert self.rate(seat, town, day).numerator == before.numerator + 1
        assert self.rate(seat, town, eve).numerator == before.numerator

    def test_falls_where_a_union_above_asks_for_more(self, town, seat_of):
        seat, day = seat_of("town"), dt.date(2026, 11, 1)
        actions.set_rule(
            SetUpRule(), by=seat, item="工会读书角", when="always", threshold=None, days=90, since=day, source="镇里定的",
        )  # fmt: skip
        assert self.rate(seat, town, day).numerator == 0
        assert self.rate(seat, town, day - dt.timedelta(1)).numerator > 0

    def test_stands_on_the_page_of_the_list_and_opens_both_ways(self, town, seat_of, client_as):
        client = client_as("town")
        page = client.get(reverse("org:setups"))
        rate = page.context["rate"]
        shown = {
            url: client.get(f"{url}&counts=1").context["page"].paginator.count
            for url in (rate.rows_url, page.context["open_url"])
        }
        assert list(shown.values()) == [rate.numerator, rate.denominator - rate.numerator]
        assert "rate" not in client_as("officer").get(reverse("org:setups")).context
