"""The program's own summaries, read back: every number agrees, and each one that was bent differs."""

import random
from decimal import Decimal

import pytest

from zhijia.kernel.figures import Period
from zhijia.kernel.scope import system
from zhijia.org.models import Union
from zhijia.plans import sheet
from zhijia.reports import checking

pytestmark = pytest.mark.django_db
TEXTS = [("QXZ", "2026"), ("QXZ", "2026H1"), ("QXZ001", "2026"), ("QXZ301", "2026"), ("QXZ302", "2026H1")]


def told(draft, dice):
    """The text of a draft, and for each of its numbers where it begins and whether it was bent."""
    text, places = "", []
    for chapter in draft.chapters:
        for parts in chapter.paragraphs:
            for part in parts:
                words = part.text
                if part.number:
                    number, bent = part.number.now, bool(dice) and dice.random() < 0.5
                    value = (
                        (number.value * Decimal("1.37")).quantize(Decimal(1)) + 3 if bent else number.value
                    )
                    words = sheet.words(value, number.figure)
                    places.append((len(text), bent, number.figure.code))
                text += words
            text += "\n"
    return text, places


@pytest.mark.parametrize("bending", [False, True])
@pytest.mark.parametrize(("code", "period"), TEXTS)
def test_a_draft_is_borne_out_and_what_was_bent_is_found(code, period, bending):
    with system("测试：读回自己的总结"):
        union = Union.objects.get(code=code)
        text, places = told(sheet.Unsaved(union, Period(period)), random.Random(3) if bending else None)
        found = {finding.start: finding for finding in checking.check(text, union, Period(period)).findings}
    wrong = [
        (text[start - 12 : start + 8], found[start].verdict, figure)
        for start, bent, figure in places
        if found[start].verdict not in (("differs", "impossible") if bent else ("agrees",))
    ]
    assert len(wrong) <= 0.06 * len(places), wrong
    # What the registers bear out is never called wrong: that would cost the officer's trust.
    assert not [one for one in wrong if one[1] == "differs"]
