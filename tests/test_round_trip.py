"""Registers that are taken in from workbooks: its own export, handed in unedited, changes nothing."""

import re

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.imports import importers
from zhijia.kernel.imports.actions import check, take_in
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.testing import work_off

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "kind", ["unions", "employers", "posts", "members", "targets", "visits", "applications"]
)
def test_an_unedited_export_changes_nothing(kind, client_as, seat_of):
    login = "officer" if kind in ("members", "visits", "applications") else "town"
    page = reverse(importers()[kind].list_page)
    client = client_as(login)
    key = re.search(r'name="key" value="([^"]+)"', client.get(page).content.decode())[1]
    client.post(f"{page}export/", {"key": key, "as": "xlsx"})
    work_off()
    with default_storage.open(MadeFile._base_manager.latest("pk").path) as file:
        data = file.read()
    batch = check(
        take_in(Batch(kind=kind, name="导出.xlsx"), by=seat_of(login), data=data), by=seat_of(login)
    )
    assert batch.totals["rows"] > 0
    assert batch.totals["unchanged"] == batch.totals["rows"], (batch.totals, batch.kinds)
