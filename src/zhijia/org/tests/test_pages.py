"""The pages of the organisation's registers, as the town's officer and a works' chair see them."""

import pytest

from zhijia.demo.cast import TOWN
from zhijia.kernel.scope import system
from zhijia.org import page_scope
from zhijia.org.models import Union
from zhijia.org.tests.examples import org_examples

pytestmark = pytest.mark.django_db


def test_every_register_and_every_row_opens(client_as):
    client = client_as("town")
    for address, row in org_examples().items():
        if address.startswith("/org/"):
            assert client.get(address).status_code == 200, address
            assert client.get(f"{address}{row['pk']}/").status_code == 200, address
            form = client.get(f"{address}{row['pk']}/do/{row['verb']}/")
            assert form.status_code in (200, 302, 403), address


def test_the_page_of_a_union_says_what_it_lacks_and_where_it_stands(client_as, town):
    page = client_as("town").get(f"/org/unions/{town.school.pk}/").content.decode()
    for words in ("云川县教育工会", "产业（系统）", "青溪镇总工会", "五同步", "按现有会员数，工会委员会设"):
        assert words in page


def test_a_chair_finds_the_groups_of_her_own_union_in_the_list(client_as, town):
    with system("测试：本会的小组"):
        group = Union.objects.filter(home=town.works, kind="group").earliest("pk")
    page = client_as("chair").get("/org/unions/", {"show": "inner"}).content.decode()
    assert group.name in page


def test_another_union_is_chosen_among_the_near_ones_or_by_name(client_as, town, monkeypatch):
    """A county has thousands: the list is short, and whoever wants another one writes its name. It needs no script."""
    client = client_as("county")

    def listed(**asked):
        return [union.code for union in client.get("/scope/", asked).context["unions"]]

    near = listed(next="/board/")
    assert TOWN in near
    assert town.works.code not in near, "not directly below the county"
    assert town.works.code in listed(next=f"/board/?u={TOWN}")
    assert TOWN in listed(next=f"/board/?u={town.works.code}"), "the way back up"
    assert town.works.code in listed(next="/board/"), "looked at lately"
    assert listed(next="/board/", q="顺达") == [town.works.code]
    assert "没有找到" in client.get("/scope/", {"q": "没有这家"}).content.decode()
    monkeypatch.setattr(page_scope, "MOST", 2)
    assert len(listed(next="/board/", q="工会")) == 2
    assert listed(q="印染")
    assert client_as("chair").get("/scope/", {"q": "印染"}).context["unions"] == []
