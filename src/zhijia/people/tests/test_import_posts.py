"""Cadres from workbooks: new persons and known ones take office; nobody registers her own."""

import pytest

from zhijia.kernel.imports import checking, importers
from zhijia.kernel.imports.actions import check, confirm, take_in, undo
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope
from zhijia.org.models import Post
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import read
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "单位", "工会职务", "任职时间"]


def test_cadres_take_office_once(seat_of, town):
    by = seat_of("town")
    with scope(by):
        member = (
            Membership.objects.filter(union=town.works, left_on=None)
            .exclude(person__in=Post.objects.values("person"))
            .select_related("person")
            .first()
            .person
        )
        own = Person.objects.get(pk=by.person_id).name
        before = Post.objects.count()
    rows = [
        ["新委员甲", town.works.name, "女工主任", "2026.1"], [member.name, town.works.name, "委员", "2026-01-01"],
        [own, town.union.name, "会计", "2026-01-01"], ["新委员乙", town.works.name, "车间主任", "2026-01-01"],
        ["新委员甲", town.works.name, "女职工委员", "2026-01-01"],
    ]  # fmt: skip
    data = xlsx(("干部", [HEAD, *rows]))
    plan = checking.plan(importers()["posts"], read(data))
    checking.judge(importers()["posts"], plan.lines, by)
    assert [line.verdict for line in plan.lines] == ["new", "new", "error", "error", "error"]
    assert [line.problems[0].what for line in plan.lines[2:]] == ["自己的职务", "职务不认识", "文件里重复"]
    batch = confirm(check(take_in(Batch(kind="posts", name="干部.xlsx"), by=by, data=data), by=by), by=by)
    with scope(by):
        assert Post.objects.get(person=member, union=town.works).office == "committee"
        assert Post.objects.get(person__name="新委员甲").title == "女工主任"
    again = check(take_in(Batch(kind="posts", name="干部.xlsx"), by=by, data=data), by=by)
    assert (again.totals["new"], again.totals["unchanged"]) == (0, 2)
    undo(batch, by=by)
    with scope(by):
        assert Post.objects.count() == before
