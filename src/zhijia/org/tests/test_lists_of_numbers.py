"""Numbers that other pages show and this list opens: as many rows, on the same day."""

import datetime as dt
import re

import pytest

from zhijia.kernel.figures import Ask, Period
from zhijia.kernel.scope import scope, system
from zhijia.org.actions import appoint
from zhijia.org.models import Post
from zhijia.people.models import Person
from zhijia.plans import facts

pytestmark = pytest.mark.django_db


def test_unions_without_a_trace_open_to_exactly_those_unions(town, seat_of, client_as):
    with scope(seat_of("town")):
        found = facts.of(Ask(town.union.pk, True, Period("2026-02")), None)
    fact = next(one for one in found if "一条台账也没有" in one.sentence)
    number = int(re.search(r"(\d+) 个", fact.sentence)[1])
    assert client_as("town").get(fact.url).context["page"].paginator.count == number


def test_the_list_names_the_chair_of_its_day_and_not_the_one_to_come(town, client_as):
    with system("测试：换主席") as by:
        now = (
            Post.objects.filter(Post.on(dt.date(2026, 11, 20)), union=town.works, office="chair")
            .get()
            .person.name
        )
        other = Person.objects.exclude(name=now).first()
        appoint(Post(person=other, union=town.works, office="chair", held_from=dt.date(2027, 1, 1)), by=by)
    rows = client_as("town").get("/org/unions/", {"u": "QXZ"}).context["page"]
    assert next(row.chair for row in rows if row.pk == town.works.pk) == now


def test_what_a_union_covered_then_opens_to_what_it_covered_then(client_as):
    client = client_as("town")
    page = client.get("/org/unions/", {"u": "QXZ", "year": "2025"})
    for union in page.context["page"][:3]:
        link = re.search(
            rf'/org/employers/\?u={union.code}&amp;sub=0&amp;period=[^"]+', page.content.decode()
        )
        if union.employers:
            opened = client.get(link[0].replace("&amp;", "&"))
            assert opened.context["page"].paginator.count == union.employers


def test_a_target_opens_to_the_unions_that_were_founded(client_as):
    client = client_as("town")
    page = client.get("/org/targets/", {"u": "QXZ", "sub": "1"})
    for target in page.context["page"]:
        link = f"/org/unions/?u={target.union.code}&amp;sub=1&amp;year=2026&amp;founded=period"
        assert (link in page.content.decode()) == bool(target.done)
        if target.done:
            assert client.get(link.replace("&amp;", "&")).context["page"].paginator.count == target.done
