"""Whole reports: finding, values and impossible verdicts must not get worse than they were."""

from pathlib import Path

import pytest

from .scoring import score

HERE = Path(__file__).parent


@pytest.mark.parametrize("folder", ["texts", "unseen"])
def test_no_score_falls(folder):
    scores = [score(path) for path in sorted((HERE / folder).glob("*.txt"))]
    assert len(scores) == 6
    labelled = sum(s.labelled for s in scores)
    assert sum(s.hit for s in scores) / sum(s.found for s in scores) >= 0.995
    assert sum(s.right for s in scores) / labelled >= 0.995
    assert sum(s.measured for s in scores) / sum(s.measures for s in scores) >= 0.94
    assert sum(s.caught for s in scores) == sum(s.planted for s in scores)
    assert sum(s.false for s in scores) == 0
