"""A test that commits leaves the next one a clean database, with the rows that migrations wrote."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils.timezone import now


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_and_migrated_ones_are_not(turn):
    assert not Session.objects.exists()
    assert ContentType.objects.exists()
    Session.objects.create(session_key=f"turn {turn}", session_data="", expire_date=now())
