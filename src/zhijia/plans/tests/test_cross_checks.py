"""A summary warns beside the sentence and before it is sent, and never blocks.

The real errors of summaries are those that the reader of numbers is tried on.
"""

from decimal import Decimal

import pytest
from django.urls import reverse

from zhijia.kernel.figures import Ask, Figure, Period, Value
from zhijia.kernel.scope import scope
from zhijia.kernel.trail.models import Event
from zhijia.numberreader.tests.real_errors import CERTAIN, DOUBTFUL
from zhijia.plans import cross_checks, drafting
from zhijia.plans.actions import summaries as verbs
from zhijia.plans.models import Summary, SummaryNumber, SummarySection
from zhijia.plans.sheet import Chapter, Number, Part, Sheet


def chapter(*paragraphs, pk=1):
    lines = [[Part(one)] if isinstance(one, str) else one for one in paragraphs]
    return Chapter(SummarySection(pk=pk), "", lines, [], 0)


def number(name, value, mode="live", unit="人"):
    figure = Figure(name, name, unit, "", sheet=object())
    row = SummaryNumber(token=name, figure="org.unions", shown=Decimal(value), mode=mode)
    found = Number(row, Value(figure, Ask(1, True, Period("2026")), Decimal(value), 1))
    return Part(found.text, found)


@pytest.mark.parametrize(
    ("sentence", "wrong", "certain"),
    [*((*one, True) for one in CERTAIN), *((*one, False) for one in DOUBTFUL)],
)
def test_a_real_error_is_doubted_where_it_stands(sentence, wrong, certain):
    title, _, body = sentence.rpartition("\n")
    before = title or "一年来，工会组织职工开展活动，服务大局。"
    (first, *_) = cross_checks.of([chapter(before, pk=1), chapter("服务职工用心用情。", body, pk=2)])
    assert (first.section, first.line, first.strong) == (2, 1, certain)
    assert wrong in first.why or wrong in first.words


def test_more_adopted_than_collected_is_doubted_in_what_the_program_wrote_too():
    own = [Part("征集合理化建议"), number("建议", 211, unit="条"), Part("，采纳")]
    (doubt,) = cross_checks.of([chapter([*own, number("采纳", 225, unit="条"), Part("。")])])
    assert (doubt.why, doubt.strong) == ("“采纳225条”比“征集合理化建议211条”还多。", True)
    assert cross_checks.of([chapter([*own, number("采纳", 125, unit="条"), Part("。")])]) == []


def test_a_typed_number_is_weighed_against_the_live_ones_beside_it():
    doubts = cross_checks.of(
        [
            chapter(
                [
                    Part("会员"),
                    number("会员", 100),
                    Part("，其中女会员"),
                    number("女会员", 120, "manual"),
                    Part("。"),
                ]
            )
        ]
    )
    assert [doubt.strong for doubt in doubts] == [True]


def test_what_the_program_wrote_from_its_rows_is_not_doubted_for_its_words():
    own = [
        Part("工会"),
        number("工会", 159, unit="个"),
        Part("，其中单独建会"),
        number("单独", 137, unit="个"),
    ]
    own += [Part("、联合工会"), number("联合", 18, unit="个"), Part("。")]
    assert cross_checks.of([chapter(own)]) == []
    typed = [*own[:-2], number("联合", 19, "manual", unit="个"), Part("。")]
    assert cross_checks.of([chapter(typed)])


@pytest.mark.django_db
def test_the_officer_is_warned_beside_the_sentence_and_may_send_all_the_same(client_as, officer, summary):
    client = client_as("town")
    with scope(officer):
        before = cross_checks.of(Sheet(summary).chapters)
        section = SummarySection.objects.filter(summary=summary, title=drafting.SHORTCOMINGS).get()
    verbs.write(section, by=officer, title=section.title, body="职工入会率只有120%。\n建会还有空白。")
    page = client.get(reverse("plans:summary", args=[summary.pk])).content.decode()
    assert page.count("120%") >= 3  # in the text, beside it, in the question before 送审
    assert "对不上" in page
    # What the rows themselves contradict is told too: more hazards mended than found.
    assert f"送审前请看一看，有 {len(before) + 1} 处" in page
    assert all("比“发现隐患" in doubt.why for doubt in before)
    assert "对不上" in client.get(reverse("plans:summary_section", args=[section.pk])).content.decode()
    sent = {"key": "send", "reason": "县里就这么算"}
    assert client.post(reverse("plans:summary_do", args=[summary.pk, "send"]), sent).status_code == 302
    with scope(officer):
        assert Summary.objects.get(pk=summary.pk).state == "sent"
    assert Event.objects.get(verb="plans.summary.send").reason == "县里就这么算"
    assert "对不上" not in client.get(reverse("plans:summary", args=[summary.pk])).content.decode()
