"""Somebody of an imported list is a member elsewhere: one click calls for her, days counted, nobody counted twice."""

import pytest

from zhijia.joining.models import Transfer
from zhijia.kernel.imports.actions import check, confirm, take_in
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope, system
from zhijia.people.models import Membership
from zhijia.people.tests.story_member_import import on, upload
from zhijia.people.tests.test_import_members import number
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db


def test_a_member_of_another_union_is_called_for_from_the_check(client_as, seat_of, town):
    head, theirs = (
        ["姓名", "证件号", "所在工会", "入会日期"],
        ["周岚", number(2), town.neighbour.name, "2020-01-01"],
    )
    by, data = seat_of("town"), xlsx(("会员", [head, theirs]))
    confirm(check(take_in(Batch(kind="members", name="会员.xlsx"), by=by, data=data), by=by), by=by)
    with system("test"):
        span = Membership.objects.select_related("person").get(person__name="周岚")
    person = span.person
    officer = client_as("officer")
    mine = ["周岚", number(2), town.works.name, "2026-01-01"]
    data = xlsx(("会员", [head, mine, ["别的名字", *mine[1:]]]))
    on(officer, "/imports/members/", file=upload(data))
    here = f"/imports/batch/{Batch._base_manager.latest('pk').pk}/"
    text = on(officer, here, to=f"{here}columns/").content.decode()
    assert "不能导入 2" in text
    assert "申请转入" in text
    line = (
        Batch._base_manager.latest("pk").lines.exclude(offer={}).get()
    )  # the other one knows the number alone
    text = on(officer, f"{here}?only=offers", to=f"{here}offer/?only=offers", line=line.pk).content.decode()
    assert "最晚" in text
    with scope(seat_of("officer")):
        row = Transfer.objects.get(name=person.name)
        assert (row.state, row.to_union_id, (row.due_on - row.asked_on).days) == ("called", town.works.pk, 15)
    on(officer, f"{here}?only=offers", to=f"{here}offer/?only=offers", line=line.pk)
    with system("test"):
        assert Transfer.objects.filter(membership=span).count() == 1
        assert Membership.objects.filter(person=person, left_on=None).count() == 1
