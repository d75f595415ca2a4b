"""An officer catches up on half a year; a leader records for her group; who reads what of it."""

import datetime as dt

import pytest
from django.urls import reverse

from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.scope import scope
from zhijia.plans.models import Trace
from zhijia.plans.tests.test_traces_verbs import member_name, picture

pytestmark = pytest.mark.django_db
NEW, LIST = "/plans/traces/new/", "/plans/traces/"

HALF_A_YEAR = [
    ("2026-01-14", "工会委员会研究全年工作", "union_meeting", {}),
    ("2026-02-04", "春节前走访慰问困难职工", "festival_visit", {"m_households": "6", "m_money": "3000"}),
    ("2026-02-27", "正月十五灯谜会", "gala", {"m_person_times": "120"}),
    ("2026-03-06", "三八节座谈会", "women_activity", {"m_person_times": "45"}),
    ("2026-03-19", "车间安全检查", "safety_check", {"m_items": "7"}),
    ("2026-04-09", "看望住院职工", "visit", {"m_person_times": "1", "m_money": "600"}),
    ("2026-04-23", "世界读书日换书", "reading", {"m_person_times": "60"}),
    ("2026-05-01", "职工健步走", "sports", {"m_person_times": "88"}),
    ("2026-05-20", "消防演练", "safety_education", {"m_person_times": "150"}),
    ("2026-06-03", "师徒结对", "mentoring", {"m_pairs": "5"}),
    ("2026-06-11", "看望工伤职工", "visit", {"m_person_times": "1", "m_money": "800"}),
    ("2026-06-24", "送清凉到车间", "cooling", {"m_person_times": "200", "m_money": "4000"}),
]


def records(seat, **conditions):
    with scope(seat):
        return list(Trace.objects.filter(**conditions).select_related("kind").order_by("pk"))


def test_twelve_records_in_a_row(client_as, seat_of, town):
    officer, client = seat_of("officer"), client_as("officer")
    before = {trace.pk for trace in records(officer)}
    with scope(officer):
        ask = Ask(town.works.pk, False, Period.parse("2026H1"))
        visits = read(["relief.all.visit.money"], ask)["relief.all.visit.money"].value

    address = NEW
    for n, (day, title, kind, numbers) in enumerate(HALF_A_YEAR):
        form = client.get(address)
        assert "记台账" in form.content.decode()
        given = {
            "key": f"half-year-{n}",
            "on": day,
            "title": title,
            "who": "全厂职工",
            "kind": kind,
            **numbers,
        }
        answer = client.post(address, {**given, "then": "again"})
        assert answer.status_code == 302, form.content.decode()
        address = answer.url  # the next form keeps the day and offers the kind

    new = [trace for trace in records(officer) if trace.pk not in before]
    assert [(trace.on.isoformat(), trace.kind.code) for trace in new] == [
        (d, k) for d, _, k, _ in HALF_A_YEAR
    ]

    page = client.get(LIST, {"mine": "1", "period": "2026H1", "kind": "visit", "measure": "money"})
    assert page.context["totals"]["money"] is not None
    with scope(officer):
        assert read(["relief.all.visit.money"], ask)["relief.all.visit.money"].value == visits + 1400


def test_a_leader_records_for_her_group_and_her_union_reads_it(client_as, seat_of):
    client_as("leader").post(NEW, {"on": "2026-11-19", "title": "班组安全学习", "who": "全组 12 人，休息室"})
    (made,) = records(seat_of("leader"), title="班组安全学习")
    assert made.group_id == seat_of("leader").group_id
    assert "全组 12 人" in client_as("chair").get(reverse("plans:trace", args=[made.pk])).content.decode()
    assert client_as("leader").get(LIST, {"q": "班组安全学习"}).context["totals"]["rows"] == 1


def test_the_town_reads_the_open_part_and_the_neighbour_nothing(client_as, seat_of, town):
    name = member_name(town.works)
    photo = picture("orange")
    client_as("officer").post(
        NEW,
        {
            "on": "2026-11-19",
            "title": f"看望手术后的{name}",
            "who": f"{name}，人民医院",
            "notes": "阑尾炎手术",
            "kind": "visit",
            "m_money": "600",
            "files": [photo],
        },
    )
    made = max(records(seat_of("officer")), key=lambda trace: trace.pk)
    for address in (LIST, reverse("plans:trace", args=[made.pk])):
        page = client_as("town").get(address, {"q": "看望手术后的"}).content.decode()
        assert f"看望手术后的{name[0]}某" in page
        assert "600" in page
        assert not any(words in page for words in (name, "人民医院", "阑尾炎", "现场.jpg"))
    assert client_as("neighbour").get(reverse("plans:trace", args=[made.pk])).status_code == 403
    assert client_as("neighbour").get(LIST, {"q": "看望手术后的"}).context["totals"]["rows"] == 0


def test_a_day_is_remembered_wrong_and_put_right(client_as, seat_of):
    officer = client_as("officer")
    officer.post(
        NEW, {"on": "2026-11-02", "title": "工会小组长碰头会", "who": "八个小组长", "m_persons": "8"}
    )
    made = max(records(seat_of("officer")), key=lambda trace: trace.pk)
    page = reverse("plans:trace", args=[made.pk])

    officer.post(reverse("plans:trace_undo", args=[made.pk]))
    assert f"{NEW}?copy={made.pk}" in officer.get(page).content.decode()
    again = officer.get(NEW, {"copy": made.pk}).content.decode()
    assert "工会小组长碰头会" in again
    officer.post(
        NEW, {"on": "2026-11-03", "title": "工会小组长碰头会", "who": "八个小组长", "m_persons": "8"}
    )

    kept = records(
        seat_of("chair"), title="工会小组长碰头会", recorded_by=seat_of("officer").person_id, on__month=11
    )
    assert [(trace.on, trace.state) for trace in kept if trace.pk >= made.pk] == [
        (dt.date(2026, 11, 2), "undone"),
        (dt.date(2026, 11, 3), "recorded"),
    ]
