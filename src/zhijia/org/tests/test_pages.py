"""The pages of the organisation's registers, as the town's officer and a works' chair see them."""

import pytest

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
