"""The reader of pasted lists of unions: what each line becomes, and who may make it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.scope import scope, system
from zhijia.org import founding
from zhijia.org.actions import found
from zhijia.org.lists import Known, cells_of, date_of, read_unions, uppers_first
from zhijia.org.models import ParentEdge, Union

TODAY, SINCE = dt.date(2026, 11, 25), dt.date(2010, 1, 1)
TOWN = Known(1, "青溪镇总工会", "town", ("青溪总工会",))
WORKS = Known(2, "宏远电子工会委员会", "single", ("宏远电子", "青溪宏远电子有限公司"))
TWINS = [Known(3, "东片工会联合会", "federation"), Known(4, "东片 工会联合会", "federation")]


def read(text, known=(TOWN, WORKS), own=TOWN):
    return read_unions(text, list(known), own, SINCE, TODAY)


@pytest.mark.parametrize(
    ("line", "kind", "nature", "parent", "founded"),
    [
        ("顺达机械工会，单独，上级 青溪镇总工会", "single", "enterprise", "青溪镇总工会", SINCE),
        ("顺达机械工会", "single", "enterprise", "青溪镇总工会", SINCE),
        ("1. 顺达机械工会\t单独\t青溪镇总工会\t2018-05-01", "single", "enterprise", "青溪镇总工会", dt.date(2018, 5, 1)),
        ("（3）桥东社区工会、上级：青溪总工会", "single", "community", "青溪镇总工会", SINCE),
        ("中心小学工会 学校 2019年9月", "single", "school", "青溪镇总工会", dt.date(2019, 9, 1)),
        ("老街商圈联合工会", "joint", "enterprise", "青溪镇总工会", SINCE),
        ("工业园工会联合会，联合会", "federation", "", "青溪镇总工会", SINCE),
        ("一车间工会小组，上级 宏远电子", "group", "", "宏远电子工会委员会", SINCE),
        ("二厂分工会，上级 青溪宏远电子有限公司", "branch", "", "宏远电子工会委员会", SINCE),
        ("归元印务工会，单独", "single", "enterprise", "青溪镇总工会", SINCE),
    ],
)  # fmt: skip
def test_a_line_says_what_is_to_be_made(line, kind, nature, parent, founded):
    (read_line,) = read(line)
    assert read_line.state == "new", read_line
    assert (read_line.kind, read_line.nature, read_line.parent, read_line.founded_on) == (
        kind, nature, parent, founded,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "state", "told"),
    [
        ("宏远电子", "there", "已经有了"),
        ("宏远电子工会", "there", "已经有了"),
        ("工会名称，类别，上级工会", "there", "表头"),
        ("顺达工会，上级 青溪区总工会", "unclear", "没有“青溪区总工会”这个上级"),
        ("顺达工会，镇", "unclear", "镇（街道）总工会不能建在镇（街道）总工会下面"),
        ("顺达分工会，分工会", "unclear", "不能建在"),
        ("顺达工会，单独，2018-02-30", "unclear", "没有“2018-02-30”这一天"),
        ("顺达工会，单独，2027-01-01", "unclear", "在今天之后"),
        ("顺达工会，青溪镇总工会，合肥", "unclear", "“合肥”看不懂"),
        ("单独，学校", "unclear", "没有看到工会名称"),
        ("工", "unclear", "不像工会名称"),
        ("请各单位本周五前报名单。", "unclear", "不像工会名称"),
        ("王主席您好！名单已经发您邮箱", "unclear", "不像工会名称"),
        ("青溪镇基层工会名单", "unclear", "不像工会名称"),
        ("13800001234", "unclear", "没有看到工会名称"),
        ("电话13800001234", "unclear", "不像工会名称"),
        ("hello world", "unclear", "不像工会名称"),
        ("长" * 61, "unclear", "超过 60 个字"),
        ("东风厂工会，上级 东片工会联合会", "unclear", "有 2 个"),
    ],
)
def test_what_is_not_new_says_why_and_what_to_do(line, state, told):
    (read_line,) = read(line, (TOWN, WORKS, *TWINS))
    assert read_line.state == state
    assert told in read_line.told
    assert state == "there" or read_line.cure


def test_lines_may_stand_under_one_another_in_any_order():
    lines = read(
        "甲厂工会，上级 东区工会联合会\n东区工会联合会\n甲厂工会\n乙厂工会，上级 丙厂\n丙厂工会，上级 乙厂"
    )
    assert [line.state for line in lines] == ["new", "new", "there", "unclear", "unclear"]
    assert "自己的上级" in lines[3].told + lines[4].told
    assert [line.name for line in uppers_first(lines)] == ["东区工会联合会", "甲厂工会"]


def test_cells_and_dates():
    assert cells_of("２、甲厂\t单独") == ["甲厂", "单独"]
    assert cells_of("甲厂工会 上级 乙会") == ["甲厂工会", "上级 乙会"]
    assert date_of("2018.5") == dt.date(2018, 5, 1)
    assert date_of("2018年5月6日") == dt.date(2018, 5, 6)
    assert date_of("12345") is None


@given(
    st.text(alphabet="工会联合甲乙丙上级 ，、\t\n单独镇20180-.①（1）\0\u3000系", max_size=120)
    | st.text(max_size=80)
)
def test_whatever_is_pasted_every_line_is_answered(text):
    lines = read(text)
    assert len(lines) == sum(bool(line.strip()) for line in text.split("\n"))
    assert all(line.state in ("new", "there", "unclear") and line.told for line in lines)
    assert all(line.cure for line in lines if line.state == "unclear")
    assert len(uppers_first(lines)) == sum(line.state == "new" for line in lines)


LIST = "东区工会联合会，2020-03-01\n顺昌五金工会，单独，上级 东区工会联合会\n一车间工会小组，上级 顺昌五金"


@pytest.mark.django_db
class TestMaking:
    def made(self, seat, text=LIST):
        with scope(seat):
            lines = founding.read(text, since=SINCE, by=seat)
            return founding.make(text, since=SINCE, by=seat, seen=founding.digest_of(lines))[1]

    def test_the_town_founds_below_itself_and_twice_makes_nothing_more(self, seat_of, town):
        seat = seat_of("town")
        assert (self.made(seat), self.made(seat)) == (3, 0)
        with scope(seat):
            works, group = Union.objects.get(name="顺昌五金工会"), Union.objects.get(name="一车间工会小组")
            assert group.home_id == works.pk == works.home_id
            assert ParentEdge.objects.get(union=works).parent.name == "东区工会联合会"
        with scope(seat_of("county")):
            assert Union.objects.filter(name="顺昌五金工会").exists()
        with scope(seat_of("neighbour")):
            assert not Union.objects.filter(name="顺昌五金工会").exists()

    def test_what_was_not_seen_is_not_made(self, seat_of):
        with scope(seat_of("town")) as seat:
            assert founding.make(LIST, since=SINCE, by=seat, seen="")[1] == 0

    @pytest.mark.parametrize(
        ("login", "above", "kind"),
        [("town", "union", "single"), ("townchair", "union", "federation"), ("county", "union", "single"),
         ("officer", "works", "group"), ("chair", "works", "branch")],
    )  # fmt: skip
    def test_officers_found_below_their_own(self, seat_of, town, login, above, kind):
        new = Union(code="U77", name="新工会", short_name="新", kind=kind, founded_on=SINCE)
        assert found(new, by=seat_of(login), under={"U77": getattr(town, above)}).home_id

    @pytest.mark.parametrize(
        ("login", "above", "kind"),
        [("town", "county", "single"), ("officer", "union", "single"), ("chair", "neighbour", "group"),
         ("neighbour", "works", "group"), ("accountant", "works", "group"), ("leader", "works", "group"),
         ("member", "works", "group"), ("women", "works", "group"), ("auditor", "works", "group")],
    )  # fmt: skip
    def test_nobody_founds_above_beside_or_without_the_office(self, seat_of, town, login, above, kind):
        new = Union(code="U77", name="新工会", short_name="新", kind=kind, founded_on=SINCE)
        with pytest.raises(NotAllowed):
            found(new, by=seat_of(login), under={"U77": getattr(town, above)})
        with system("测试"):
            assert not Union.objects.filter(code="U77").exists()

    def test_without_a_place_an_officer_founds_nothing(self, seat_of):
        with pytest.raises(NotAllowed):
            found(
                Union(code="U77", name="新", short_name="新", kind="single", founded_on=SINCE),
                by=seat_of("town"),
            )

    def test_a_town_does_not_stand_below_a_works(self, seat_of, town):
        with pytest.raises(Unfit, match="不能建在"):
            found(Union(code="U77", name="新", short_name="新", kind="town", founded_on=SINCE),
                  by=seat_of("chair"), under={"U77": town.works})  # fmt: skip


@pytest.mark.django_db
def test_the_page_shows_first_and_makes_then(client_as):
    client = client_as("town")
    page = client.post("/org/unions/new/", {"text": LIST + "\n工", "since": "2010-01-01"}).content.decode()
    assert "4 行：新建 3 个，没弄清 1 行" in page
    seen = page.split('name="make" value="')[1].split('"')[0]
    page = client.post("/org/unions/new/", {"text": LIST + "\n工", "since": "2010-01-01", "make": seen})
    assert "已建 3 个工会，名单里还没弄清的 1 行留在下面" in page.content.decode()
    assert ">\n工</textarea>" in page.content.decode()
    again = client.post(
        "/org/unions/new/", {"text": LIST, "since": "2010-01-01", "make": seen}
    ).content.decode()
    assert "没有要新建的" in again
    assert client.post("/org/unions/new/", {"text": "", "since": "x"}).status_code == 422
