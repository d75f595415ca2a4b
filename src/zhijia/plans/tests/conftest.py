"""What several tests of plans and summaries begin with."""

import pytest

from zhijia.plans.actions import summaries as verbs
from zhijia.plans.models import Summary


@pytest.fixture
def officer(seat_of):
    return seat_of("town")


@pytest.fixture
def summary(town, officer):
    return verbs.draft(Summary(period_code="2026H1", about=town.union), by=officer)
