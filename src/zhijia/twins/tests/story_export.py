"""Exports for other systems: only what is new, what changed and why somebody is gone; numbers that come back."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from zhijia.kernel.actions import Blocked, NotAllowed, Unfit, opened
from zhijia.kernel.exports.models import MadeFile
from zhijia.kernel.imports import importers
from zhijia.kernel.imports.checking import judge, plan
from zhijia.kernel.scope import scope, system
from zhijia.kernel.secrets import revealed_of
from zhijia.kernel.testing import work_off
from zhijia.people.actions import change_details, leave
from zhijia.people.models import Membership, Person
from zhijia.sheetreader import read
from zhijia.sheetreader.tests.books import xlsx
from zhijia.twins import actions
from zhijia.twins.jobs import write_sending
from zhijia.twins.layouts import TWINS, LaidColumn, in_force_for
from zhijia.twins.models import Layout, MemberNumber, Sending, SentLine, UnionNumber

pytestmark = pytest.mark.django_db
MEMBERS = "realname-members"


@pytest.fixture(autouse=True)
def nothing_sent(db):
    """As if nothing had ever gone out: the demo town has exported before."""
    with system("测试：还没有导出过") as by, opened("test.nothing_sent", by=by):
        for model in (Sending, MemberNumber, UnionNumber):
            model.objects.all().delete()


@pytest.fixture
def take_out(seat_of):
    """One export of the works' officer (or of another seat) through the page, made by the worker; the row and its sheets."""
    from zhijia.kernel.jobs import start

    def made(login="officer", twin=MEMBERS, **asked):
        seat = seat_of(login)
        laid = in_force_for(TWINS[twin], seat.union_id)
        row = Sending(
            union_id=seat.union_id, twin=twin, title=TWINS[twin].title, columns=[c.as_row() for c in laid.columns],
            **asked,
        )  # fmt: skip
        row = actions.send(row, by=seat)
        start(write_sending, by=seat, title="导出", sending=row.pk)
        (job,) = work_off()
        assert job.state == "done", job.told
        with scope(seat):
            row = Sending.objects.get(pk=row.pk)
            path = MadeFile.objects.get(pk=row.made).path
        with default_storage.open(path) as file:
            sheets = {
                sheet.name: [[str(c or "") for c in line] for line in sheet.rows]
                for sheet in read(file.read())
            }
        return row, sheets

    return made


def member(town, n=0):
    rows = Membership._base_manager.filter(union=town.works, left_on=None, kind="ordinary").exclude(
        person__identity_index=""
    )  # fmt: skip
    return rows.select_related("person").order_by("pk")[n]


def test_the_second_export_holds_only_what_is_new_changed_and_gone(town, seat_of, take_out):
    officer = seat_of("officer")
    first, sheets = take_out()
    assert first.new == len(sheets["新增"]) - 1 > 20
    assert (first.changed, first.gone) == (0, 0)
    again, sheets = take_out()
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    one, other = member(town), member(town, 1)
    change_details(one.person_id, by=officer, education="14")
    leave(other.pk, by=officer, left_on=dt.date(2026, 11, 3), reason="辞职")
    third, sheets = take_out()
    assert (third.new, third.changed, third.gone) == (0, 1, 1)
    head, line = sheets["变更"]
    assert line[head.index("学历")] == "硕士研究生"
    assert line[head.index("变了什么")] == "学历"
    head, line = sheets["减少"]
    assert line[0] == other.person.name
    assert "2026-11-03" in line[head.index("变了什么")]


def test_what_was_never_entered_there_comes_again(seat_of, take_out):
    officer = seat_of("officer")
    first, _ = take_out()
    with pytest.raises(Blocked, match="原因"):
        actions.drop(first, by=officer)
    actions.drop(first, by=officer, reason="系统关了")
    second, _ = take_out()
    assert second.new == first.new
    assert actions.confirm(second, by=officer).state == "entered"


def test_codes_are_written_as_the_other_system_has_them(town, take_out):
    _, sheets = take_out()
    head, *lines = sheets["新增"]
    assert {line[head.index("性别")] for line in lines} <= {"1", "2"}
    assert {line[head.index("民族")] for line in lines} <= {f"{n:02}" for n in range(1, 99)}


def test_full_numbers_need_a_purpose_and_are_recorded_for_each(town, seat_of, take_out):
    officer, one = seat_of("officer"), member(town)
    _, sheets = take_out(everything=True)
    head, *lines = sheets["全部"]
    assert all("*" in line[head.index("证件号码")] for line in lines if line[head.index("证件号码")])
    with pytest.raises(Unfit) as refused:
        actions.send(Sending(union=town.works, twin=MEMBERS, title="x", columns=[], full=True), by=officer)
    assert "purpose" in refused.value.fields
    row, sheets = take_out(everything=True, full=True, purpose="录入会员实名制系统")
    head, *lines = sheets["全部"]
    assert all(len(line[head.index("证件号码")]) == 18 for line in lines if line[head.index("证件号码")])
    assert row.masked == 0
    with scope(officer):
        opened = revealed_of(Person.objects.get(pk=one.person_id))
    assert [event.reason for event in opened] == ["录入会员实名制系统"]
    assert "会员实名制" in opened[0].subject
    stored = "".join(str(line.values) for line in SentLine.objects.all())
    number = next(line[head.index("证件号码")] for line in lines if line[head.index("证件号码")])
    assert number not in stored


def test_upward_numbers_stay_masked_and_the_page_says_so(take_out, client_as):
    row, sheets = take_out("town", everything=True, full=True, purpose="上级要")
    head, *lines = sheets["全部"]
    assert all("*" in line[head.index("证件号码")] for line in lines if line[head.index("证件号码")])
    assert row.masked > 20
    page = client_as("town").get(reverse("twins:sendings_row", args=[row.pk])).content.decode()
    assert (
        f"{row.masked} 人的号码仍然遮住" in page.replace("&nbsp;", " ").replace("\u202f", " ")
        or "号码仍然遮住" in page
    )


def test_a_union_corrects_a_layout_and_those_below_follow(town, seat_of, take_out, client_as):
    client = client_as("town")
    address = reverse("twins:layout", args=[MEMBERS])
    page = client.get(address).content.decode()
    assert "女=2" in page or "男=1，女=2" in page
    form = {
        "key": "lay1", "source": "省总 2026 年模板",
        "c2-order": "1", "c2-heading": "性别（代码）", "c2-field": "gender", "c2-write": "word", "c2-codes": "女=F，男=M",
        "c1-order": "2", "c1-heading": "会员姓名", "c1-field": "name",
        "c22-order": "3", "c22-heading": "备注", "c22-field": "",
    }  # fmt: skip
    assert client.post(address, form | {"c2-codes": "女人=2"}).status_code == 422
    assert client.post(address, form | {"source": ""}).status_code == 422
    assert client.post(address, form).status_code == 302
    _, sheets = take_out()
    head, *lines = sheets["新增"]
    assert head == ["性别（代码）", "会员姓名", "备注"]
    assert {line[0] for line in lines} <= {"F", "M"}
    assert client.post(address, form | {"key": "lay2", "c1-heading": "姓名"}).status_code == 302  # once more
    assert client.post(address, {"key": "lay3", "do": "drop"}).status_code == 302
    assert in_force_for(TWINS[MEMBERS], town.works.pk).row is None
    with pytest.raises(NotAllowed):
        actions.correct_layout(
            Layout(twin=MEMBERS), by=seat_of("accountant"), columns=[LaidColumn("name", "姓名")], source="x"
        )


def test_two_columns_of_one_name_are_refused(seat_of):
    twice = [LaidColumn("name", "姓名"), LaidColumn("gender", "姓名")]
    with pytest.raises(Unfit, match="姓名"):
        actions.correct_layout(Layout(twin=MEMBERS), by=seat_of("town"), columns=twice, source="x")


def verdicts(kind, rows, by):
    importer = importers()[kind]
    found = plan(importer, read(xlsx(("表", rows))))
    judge(importer, found.lines, by)
    return importer, found.lines


def test_the_list_the_other_system_gives_back_fills_the_numbers(town, seat_of, take_out):
    officer, one, two = seat_of("officer"), member(town), member(town, 1)
    identity = Person._meta.get_field("identity").opened(one.person)
    rows = [
        ["姓名", "身份证号", "会员编号"], [one.person.name, identity, "330-0001"],
        ["查无此人", "", "330-0002"], [two.person.name, Person._meta.get_field("identity").opened(two.person), "330-0001"],
    ]  # fmt: skip
    importer, lines = verdicts("member-numbers", rows, officer)
    assert [line.verdict for line in lines] == ["new", "error", "error"]
    with scope(officer):
        importer.add([line for line in lines if not line.refused], officer)
        row = MemberNumber.objects.get(person=one.person_id)
    assert (row.number, row.twin) == ("330-0001", MEMBERS)
    _, lines = verdicts("member-numbers", rows[:2], officer)
    assert [line.verdict for line in lines] == ["unchanged"]
    _, lines = verdicts("member-numbers", [rows[0], [one.person.name, identity, "330-0009"]], officer)
    assert lines[0].changes["number"] == ("330-0001", "330-0009")
    take_out()
    change_details(one.person_id, by=officer, education="11")
    _, sheets = take_out()
    head, line = sheets["变更"]
    assert line[head.index("对方编号")] == "330-0001"


def test_one_number_is_one_members(town, seat_of):
    officer = seat_of("officer")
    given = {"twin": MEMBERS, "number": "A1", "entered_on": dt.date(2026, 11, 2)}
    actions.note_member(MemberNumber(person_id=member(town).person_id), by=officer, **given)
    with pytest.raises(Blocked):
        actions.note_member(MemberNumber(person_id=member(town, 1).person_id), by=officer, **given)
    with pytest.raises(Unfit, match="今天之后"):
        actions.note_member(
            MemberNumber(person_id=member(town, 1).person_id), by=officer, twin=MEMBERS, number="A2",
            entered_on=dt.date(2027, 1, 1),
        )  # fmt: skip


def test_unions_go_out_with_their_chairs_and_counts_and_a_count_alone_is_no_change(town, seat_of, take_out):
    first, sheets = take_out("town", "realname-unions")
    head, *lines = sheets["新增"]
    works = next(line for line in lines if line[head.index("工会全称")] == town.works.name)
    members = Membership._base_manager.filter(
        Membership.counted(dt.date(2026, 11, 20)), union=town.works
    ).count()
    assert works[head.index("会员人数")] == str(members)
    assert works[head.index("工会主席")]
    assert first.new == len(lines)
    leave(member(town).pk, by=seat_of("officer"), left_on=dt.date(2026, 11, 3), reason="辞职")
    again, _ = take_out("town", "realname-unions")
    assert (again.new, again.changed, again.gone) == (0, 0, 0)


def test_the_pages_of_a_person_and_a_union_say_where_they_are_entered(town, seat_of, client_as):
    officer = seat_of("officer")
    day = dt.date(2026, 11, 2)
    one = member(town)
    actions.note_member(
        MemberNumber(person_id=one.person_id), by=officer, twin=MEMBERS, number="M77", entered_on=day
    )
    actions.note_union(
        UnionNumber(union=town.works), by=officer, twin="realname-unions", number="U88", entered_on=day
    )
    client = client_as("officer")
    assert "编号 M77" in client.get(reverse("people:members_row", args=[one.pk])).content.decode()
    assert "编号 U88" in client.get(reverse("org:unions_row", args=[town.works.pk])).content.decode()


def test_the_page_shows_what_would_go_out_and_takes_it(town, client_as):
    client = client_as("officer")
    page = client.get(reverse("twins:one", args=[MEMBERS])).content.decode()
    assert "导出 Excel" in page
    answer = client.get(reverse("twins:counts", args=[MEMBERS]))
    first = answer.context["rows"][0]
    assert first["what"] == "新增"
    assert first["name"] in answer.content.decode()
    assert "what=new" in answer.content.decode()
    opened = client.get(reverse("twins:counts", args=[MEMBERS]), {"what": "new", "page": 2}).context
    assert opened["page"].paginator.count == len(opened["found"].new)
    assert len(opened["rows"]) == min(50, len(opened["found"].new) - 50)
    assert {row["what"] for row in opened["rows"]} == {"新增"}
    answer = client.post(
        reverse("twins:one", args=[MEMBERS]), {"what": "difference", "full": "on", "key": "k1"}
    )
    assert answer.status_code == 422
    answer = client.post(reverse("twins:one", args=[MEMBERS]), {"what": "difference", "key": "k2"})
    twice = client.post(reverse("twins:one", args=[MEMBERS]), {"what": "difference", "key": "k2"})
    assert answer.url == twice.url
    work_off()
    page = client.get(answer.url)
    made = MadeFile._base_manager.latest("pk")
    assert reverse("exports:file", args=[made.pk]) in page.content.decode()
    data = b"".join(client.get(reverse("exports:file", args=[made.pk])).streaming_content)
    assert BytesIO(data).read(2) == b"PK"
    assert client_as("chair").get(reverse("exports:file", args=[made.pk])).status_code == 403
    assert client_as("member").get(reverse("twins:one", args=[MEMBERS])).status_code == 403
