"""Visits from a workbook: the register's own declaration is all that was written for it."""

import pytest
from django.urls import reverse

from zhijia.kernel.imports.actions import confirm, undo
from zhijia.kernel.imports.tests.taking_in import brought
from zhijia.kernel.scope import scope
from zhijia.relief.models import Visit

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "事由", "走访时间", "走访人", "同行人", "慰问形式", "慰问金额", "资金来源", "情况"]


def test_visits_come_in_by_who_and_when(seat_of, client_as):
    by = seat_of("officer")
    meta = Visit._meta
    kind, gift, fund = (dict(meta.get_field(name).flatchoices) for name in ("kind", "gift", "fund"))
    row = [
        "郑文斌",
        kind["hospital"],
        "2026.10.8",
        "方德明",
        "陈海燕",
        gift["money"],
        "1,000元",
        next(iter(fund.values())),
        "骨折",
    ]
    alone = [*row[:4], None, *row[5:]]
    batch = confirm(brought("visits", by, HEAD, row, alone, ["何小兵", *row[1:2], "昨天", *row[3:]]), by=by)
    assert (batch.totals["new"], batch.totals["refused"]) == (1, 2)
    with scope(by):
        visit = Visit.objects.get(name="郑文斌", visited_on="2026-10-08")
        assert (visit.amount, visit.state, str(visit.note)) != (None, "due", "骨折")  # sealed
    assert brought("visits", by, HEAD, row).totals["unchanged"] == 1
    second = brought("visits", by, HEAD, [*row[:6], 1200, *row[7:]])
    assert second.totals["changed"] == 1
    second = confirm(second, by=by)
    with scope(by):
        assert Visit.objects.get(pk=visit.pk).amount == 1200
    undo(second, by=by)
    undo(batch, by=by)
    with scope(by):
        assert not Visit.objects.filter(pk=visit.pk).exists()
    assert "/imports/visits/" in client_as("officer").get(reverse("relief:visits")).content.decode()
