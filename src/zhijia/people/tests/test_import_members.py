"""Members from workbooks: who is new, who is known and by what, what is told about a row, and back again."""

import datetime as dt
import io

import openpyxl
import pytest
from django.apps import apps
from django.db.models import Sum

from zhijia.demo import member_book
from zhijia.kernel.actions import Blocked
from zhijia.kernel.imports import checking, importers, problem_book
from zhijia.kernel.imports.actions import check, confirm, take_in, undo
from zhijia.kernel.imports.models import Batch
from zhijia.kernel.scope import scope, system
from zhijia.kernel.trail.models import Event
from zhijia.people.actions import change_details
from zhijia.people.models import Membership, Person, Tally
from zhijia.sheetreader import identity, read
from zhijia.sheetreader.tests.books import xlsx

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "性别", "身份证号码", "单位", "手机", "入会时间"]


def number(order: int, born: str = "19900312") -> str:
    """A sound identity number; an even order is a woman's."""
    first = f"330281{born}{order:03}"
    return first + identity.check_sign(first)


@pytest.fixture
def row(town):
    def made(name="新王芳", order=2, phone="13800000002", union=None, joined="2019-03-01", sex="女"):
        return [name, sex, number(order), union or town.works.name, phone, joined]

    return made


def judged(by, *rows, head=HEAD, sheet="会员"):
    plan = checking.plan(importers()["members"], read(xlsx((sheet, [head, *rows]))))
    checking.judge(importers()["members"], plan.lines, by)
    found = checking.totals(plan.lines)
    assert found["rows"] == found["new"] + found["changed"] + found["unchanged"] + found["refused"]
    return plan.lines


def brought(by, *rows, head=HEAD):
    batch = take_in(Batch(kind="members", name="会员.xlsx"), by=by, data=xlsx(("会员", [head, *rows])))
    return check(batch, by=by)


def whats(line):
    return [one.what for one in line.problems]


def test_new_members_come_in_and_the_same_file_changes_nothing(seat_of, town, row):
    by = seat_of("officer")
    rows = [
        row(),
        row("新赵刚", 3, "13800000003", sex="男", joined="2019年3月"),
        row("新 孙丽", 4, "138 0000 0004"),
    ]
    batch = confirm(brought(by, *rows), by=by)
    assert batch.totals == {"rows": 3, "new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    with scope(by):
        person = Person.objects.get(name="新赵刚")
        span = Membership.objects.get(person=person)
        assert (person.gender, person.birth_on) == ("male", dt.date(1990, 3, 12))
        assert (span.union_id, span.joined_on, span.state) == (town.works.pk, dt.date(2019, 3, 1), "member")
        assert Person.objects.filter(name="新孙丽").exists()
    events = Event.objects.filter(reason=batch.trail_words).values_list("verb", flat=True)
    assert {"people.person.enter", "people.membership.join"} <= set(events)
    again = brought(by, *rows)
    assert again.totals == {"rows": 3, "new": 0, "changed": 0, "unchanged": 3, "refused": 0}


def test_known_ones_are_changed_field_by_field_and_put_back(seat_of, row):
    by = seat_of("officer")
    confirm(brought(by, row()), by=by)
    (line,) = judged(by, row(phone="13900000009"))
    assert (line.verdict, set(line.changes)) == ("changed", {"phone"})
    with scope(by):
        before = Person.objects.get(name="新王芳")
    batch = confirm(brought(by, row(phone="13900000009")), by=by)
    assert judged(by, row(phone="13900000009"))[0].verdict == "unchanged"
    undo(batch, by=by)
    with scope(by):
        after = Person.objects.get(name="新王芳")
        assert (after.phone, after.phone_index) == (before.phone, before.phone_index)
        assert str(after.phone) == str(before.phone)
    assert judged(by, row())[0].verdict == "unchanged"


def test_an_import_is_undone_whole_and_not_once_something_stands_on_it(seat_of, row):
    by = seat_of("officer")
    with system("测试：数一数"):
        before = Person.objects.count(), Membership.objects.count()
    rolled_up = Tally.objects.aggregate(Sum("members"))
    batch = confirm(brought(by, row(), row("新赵刚", 3, "13800000003", sex="男")), by=by)
    undo(batch, by=by)
    with system("测试：数一数"):
        assert (Person.objects.count(), Membership.objects.count()) == before
    assert Tally.objects.aggregate(Sum("members")) == rolled_up
    batch = confirm(brought(by, row()), by=by)
    with scope(by):
        person = Person.objects.get(name="新王芳")
    change_details(person, by=by, native_place="浙江余姚")
    with pytest.raises(Blocked, match="不能整批撤销"):
        undo(batch, by=by)


def test_what_is_wrong_with_a_row_is_told_at_its_cell(seat_of, town, row):
    by = seat_of("officer")
    wrong = {
        "证件号校验不通过": [
            row()[0],
            "女",
            number(2)[:17] + ("1" if number(2)[17] != "1" else "2"),
            *row()[3:],
        ],
        "证件号丢了位数": [*row()[:2], float(number(2)[:17] + "0"), *row()[3:]],
        "入会日期写法不对": row(joined="2052-04-28"),
        "找不到所在工会": row(union="查无此厂"),
        "手机位数不对": row(phone="1380000000"),
        "性别与证件号不一致": row(sex="男"),
        "没有填姓名": row(name=None),
        "性别不认识": row(sex="不详"),
    }
    for what, cells in wrong.items():
        (line,) = judged(by, cells)
        assert (line.verdict, whats(line)) == ("error", [what]), what
    neighbour = judged(by, row(union=town.neighbour.name))[0]
    assert (neighbour.verdict, whats(neighbour)) == ("error", ["找不到所在工会"])
    twice = judged(by, row(), row(name="新王方", phone="13800000009"))
    assert [line.verdict for line in twice] == ["new", "error"]
    assert "第 2 行" in twice[1].problems[0].message


def test_a_member_of_another_union_is_proposed_for_transfer(seat_of, town, row):
    town_officer, officer = seat_of("town"), seat_of("officer")
    confirm(brought(town_officer, row(union=town.neighbour.name)), by=town_officer)
    (line,) = judged(town_officer, row())
    assert (line.verdict, whats(line)) == ("unchanged", ["台账里在别的工会"])
    (line,) = judged(officer, row())
    assert (line.verdict, whats(line)) == ("error", ["已是别的工会的会员"])
    assert town.neighbour.name not in line.problems[0].message


def test_without_identity_number_name_and_phone_find_her_with_a_warning(seat_of, row):
    by = seat_of("officer")
    confirm(brought(by, row()), by=by)
    cells = row()
    cells[2] = None
    (line,) = judged(by, cells)
    assert (line.verdict, whats(line)) == ("unchanged", ["按姓名和手机认出"])
    cells[4] = None
    assert whats(judged(by, cells)[0]) == ["没有填证件号"]


def test_the_union_may_stand_in_the_sheets_name_or_title(seat_of, town, row):
    by = seat_of("town")
    head, cells = [h for h in HEAD if h != "单位"], [c for n, c in enumerate(row()) if n != 3]
    assert judged(by, cells, head=head, sheet=town.works.name[:31])[0].values["union"].pk == town.works.pk
    assert whats(judged(by, cells, head=head)[0]) == ["找不到所在工会"]
    (line,) = judged(seat_of("officer"), cells, head=head)
    assert (line.verdict, whats(line)) == ("new", ["没有写所在工会"]), "her own, and she is asked to look"


def test_exported_numbers_come_back_masked(seat_of, row):
    by = seat_of("officer")
    confirm(brought(by, row()), by=by)
    with scope(by):
        person = Person.objects.get(name="新王芳")
        mask = str(person.phone)
    head = ["职家行号", "职家版本", "姓名", "手机"]
    ref = f"members-{person.pk}"
    assert judged(by, [ref, None, "新王芳", mask], head=head)[0].verdict == "unchanged"
    assert whats(judged(by, [ref, None, "新王芳", mask[:-1] + "0"], head=head)[0]) == ["手机只改了一半"]
    assert judged(by, [ref, None, "新王芳", "13900000001"], head=head)[0].verdict == "changed"
    assert whats(judged(by, [ref, "99-99", "新王芳", "13900000001"], head=head)[0]) == ["导出以后别人改过"]
    assert whats(judged(by, ["members-99999999", None, "新王芳", "13900000001"], head=head)[0]) == [
        "不在管理范围里"
    ]
    assert whats(judged(by, ["unions-1", None, "新王芳", "13900000001"], head=head)[0]) == ["职家行号不对"]


def test_statements_do_not_grow_with_the_rows(seat_of, row):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    by = seat_of("officer")

    def statements(count):
        with CaptureQueriesContext(connection) as asked:
            judged(
                by,
                *[row(f"新人{'甲乙丙丁戊己庚辛壬癸'[n % 10]}", 2 * n, f"138000{n:05}") for n in range(count)],
            )
        return len(asked)

    statements(1)
    assert statements(3) == statements(40)


def test_a_birth_month_is_completed_by_the_identity_number(seat_of, row):
    head = [*HEAD, "出生年月"]
    (line,) = judged(seat_of("officer"), [*row(), "1990.3"], head=head)
    assert (line.verdict, whats(line), line.values["birth_on"]) == ("new", [], dt.date(1990, 3, 12))
    (line,) = judged(seat_of("officer"), [*row(), "1990.4"], head=head)
    assert "出生日期与证件号不一致" in whats(line)


def test_whoever_is_younger_than_a_worker_may_be_is_asked_about_and_stays_good(seat_of, row):
    """Today is 2026-11-20: born a day later sixteen years ago she is fifteen."""
    head = [*HEAD, "出生日期"]
    for born, told in (("20101120", []), ("20101121", ["不满 16 周岁"])):
        child = row()
        child[2] = number(2, born)
        (line,) = judged(seat_of("officer"), child)
        assert (line.verdict, whats(line)) == ("new", told)
        (line,) = judged(seat_of("officer"), [*child, dt.date.fromisoformat(born)], head=head)
        assert (line.verdict, whats(line)) == ("new", told)


def test_the_sample_workbook_tells_all_its_bad_rows_and_no_other(seat_of, town):
    by = seat_of("town")
    file = io.BytesIO()
    with scope(by):
        spoilt = member_book.write(file, member_book.places_of(by), 600)
    plan = checking.plan(importers()["members"], read(file.getvalue()))
    checking.judge(importers()["members"], plan.lines, by)
    refused = {line.row - 4 for line in plan.lines if line.refused}
    assert (len(plan.lines), len(spoilt), len(set(spoilt.values()))) == (600, 47, 12)
    assert refused == spoilt.keys()
    assert [what for _, row, what in plan.passed if row > 4] == ["合计行", "签字行"]


def test_the_demo_offers_a_workbook_to_try_it_with(client_as, settings, monkeypatch):
    members, town = importers()["members"], client_as("town")
    for name in ("sample", "sample_told"):  # given back after the test
        monkeypatch.setattr(type(members), name, getattr(members, name))
    settings.DEMO = True
    apps.get_app_config("demo").ready()
    page = town.get("/imports/members/").content.decode()
    assert "47 行有 12 种毛病" in page
    assert 'href="/imports/members/sample/"' in page
    monkeypatch.setattr(
        type(members), "sample", staticmethod(lambda seat: b"xlsx")
    )  # the large one takes seconds
    assert town.get("/imports/members/sample/").content == b"xlsx"


def test_our_own_template_filled_in_holds_the_rows_alone(seat_of):
    """Its second page tells how to fill in the first; the names of columns there are no rows."""
    importer = importers()["members"]
    book = openpyxl.load_workbook(io.BytesIO(problem_book.template(importer)))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[1]]
    values = {"姓名": "卫一", "证件号": number(515), "所在工会": "顺达机械", "入会日期": "2026-03-01"}
    for head, value in values.items():
        page.cell(2, heads.index(head) + 1, value)
    file = io.BytesIO()
    book.save(file)
    with scope(seat_of("officer")):
        plan = checking.plan(importer, read(file.getvalue()))
    assert [line.values["name"] for line in plan.lines] == ["卫一"]
    assert plan.unread == []
