"""What may happen to a summary that nobody planned: a figure given up, a strange example, a title without end."""

import pytest

from zhijia.kernel.actions import Blocked, Unfit
from zhijia.kernel.figures import registry
from zhijia.kernel.scope import scope
from zhijia.plans import drafting
from zhijia.plans.actions import summaries as verbs
from zhijia.plans.models import SummaryNumber, SummarySection, Trace

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(summary, officer):
    with scope(officer):
        return SummaryNumber.objects.filter(summary=summary, figure__startswith="plans.").first()


class TestAFigureThatWasGivenUp:
    @pytest.fixture(autouse=True)
    def given_up(self, number, monkeypatch):
        monkeypatch.delitem(registry._figures, number.figure)

    def test_leaves_its_number_as_it_was_last_read(self, summary, number, client_as):
        client = client_as("town")
        page = client.get(f"/plans/summary/{summary.pk}/", {"n": number.token})
        assert "这个指标已经停用" in page.content.decode()
        assert client.get(f"/plans/summary/{summary.pk}/docx/").status_code == 200

    def test_is_passed_over_when_all_numbers_are_taken_anew(self, summary, number, officer):
        before = number.shown
        verbs.refresh(summary, by=officer)
        with scope(officer):
            assert SummaryNumber.objects.get(pk=number.pk).shown == before

    def test_cannot_be_taken_anew_by_itself(self, number, officer):
        with pytest.raises(Blocked, match="已经停用"):
            verbs.renew(number, by=officer)


def test_only_what_the_summary_counts_may_be_its_example(summary, officer):
    with scope(officer):
        section = SummarySection.objects.filter(summary=summary)[1]
        outside = Trace.objects.filter(on__year=2025, state="recorded").first()
    with pytest.raises(Blocked, match="单位和期间"):
        verbs.pin(section, by=officer, trace=outside)


def test_a_title_without_end_is_refused_in_words(summary, officer):
    with scope(officer):
        section = SummarySection.objects.filter(summary=summary)[1]
    with pytest.raises(Unfit, match="标题太长"):
        verbs.write(section, by=officer, title="长" * 121, body="")


def test_two_forms_without_a_key_do_not_stand_in_each_others_way(summary, client_as, officer):
    """A browser that lost the key once must not block whoever loses it next."""
    client = client_as("town")
    with scope(officer):
        first, second = SummarySection.objects.filter(summary=summary).exclude(title="")[:2]
    for section in (first, second):
        form = {"title": section.title, "body": section.body, "areas": ["M"]}
        assert client.post(f"/plans/summary/section/{section.pk}/", form).status_code == 302


@pytest.mark.parametrize("login", ["county", "neighbour", "auditor"])
def test_only_who_may_change_a_section_gets_its_form(summary, officer, client_as, login):
    verbs.send(summary, by=officer)
    with scope(officer):
        section = SummarySection.objects.filter(summary=summary)[1]
    assert client_as(login).get(f"/plans/summary/section/{section.pk}/").status_code in (403, 404)


def test_a_long_name_with_long_days_still_gets_a_title(town):
    from zhijia.kernel.figures import Period

    town.union.name = "青" * 60
    assert len(drafting.title_of(town.union, Period("2025-09-30..2026-11-20"))) <= 80
