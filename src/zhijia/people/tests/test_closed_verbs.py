"""What a seat has no right to is not offered on a list, and explained once on a row."""

import pytest

from zhijia.kernel.scope import system
from zhijia.people.models import Membership

pytestmark = pytest.mark.django_db


def test_an_auditor_is_offered_no_form_that_would_refuse_her_at_its_end(client_as):
    for page, act in (
        ("/members/", "登记入会"),
        ("/org/canvass/", "记摸底"),
        ("/org/reelections/", "请示换届"),
    ):
        assert f"{act}</a>" in client_as("officer").get(page).content.decode(), page
        assert f"{act}</a>" not in client_as("auditor").get(page).content.decode(), page


@pytest.mark.parametrize(
    "page", ["/members/join/", "/org/canvass/canvass/", "/org/reelections/ask/", "/org/targets/set_target/"]
)
def test_the_address_of_such_a_form_is_answered_as_its_button_would_be(client_as, page):
    assert client_as("officer").get(page).status_code == 200
    for answer in (client_as("auditor").get(page), client_as("auditor").post(page)):
        assert answer.status_code == 403
        assert "您这个身份不能办这一步" in answer.content.decode()


def test_rows_are_not_to_be_chosen_for_verbs_that_would_refuse_each(client_as):
    assert 'name="verb" value="regroup"' in client_as("officer").get("/members/").content.decode()
    assert 'name="ids"' not in client_as("auditor").get("/members/").content.decode()
    assert client_as("auditor").post("/members/bulk/", {"verb": "regroup", "all": "1"}).status_code == 403


def test_one_reason_that_stands_against_many_verbs_is_told_once(client_as, town):
    with system("测试：一位会员"):
        row = Membership.objects.filter(union=town.works, left_on=None).earliest("pk")
    words = client_as("auditor").get(f"/members/{row.pk}/").content.decode()
    assert words.count("：您这个身份不能办这一步") == 1
    assert "更正会籍信息、离会：您这个身份不能办这一步" in words
