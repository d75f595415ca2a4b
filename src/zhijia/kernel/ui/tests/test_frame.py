import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

import zhijia
from zhijia.kernel.ui import toast, views
from zhijia.kernel.ui.context import Frame, page_frame
from zhijia.kernel.ui.whole import WholeAnswers

SOURCE = Path(zhijia.__file__).parent


def fill(places):
    places.add(group="工作台", icon="home", label="工作台", url_name="home", order=1, phone="工作台")
    places.add(
        group="计划", icon="notes", label="年度计划", url_name="work:year", order=2, also=["work:task*"]
    )
    places.add(
        group="经费", icon="wallet", label="经费", url_name="work:odd", order=3, offices={"accountant"}
    )
    places.record(url_name="work:record", offices={"officer"})


def test_only_what_the_office_may_enter_is_drawn(places, visit):
    fill(places)
    assert [g.label for g in Frame(visit()).nav] == ["工作台", "计划"]
    assert [g.label for g in Frame(visit(office="accountant")).nav] == ["工作台", "计划", "经费"]
    assert Frame(visit(office="accountant")).record is None


def test_logged_out_there_is_no_menu(places, visit):
    fill(places)
    request = visit()
    request.seat = None
    frame = Frame(request)
    assert (frame.nav, frame.record, frame.tabs) == ([], None, [])


@pytest.mark.parametrize(
    ("address", "group", "place"),
    [("/tasks/task/3/", "计划", "年度计划"), ("/tasks/odd/", "计划", None), ("/", "工作台", "工作台")],
)
def test_one_group_is_open_and_the_current_place_marked(places, visit, address, group, place):
    fill(places)
    frame = Frame(visit(address))
    assert [g.label for g in frame.nav if g.is_open] == [group]
    assert (frame.here.label if frame.here else None) == place


def test_the_phones_bar_has_recording_in_the_middle(places, visit):
    fill(places)
    assert [place.label for place, _ in Frame(visit()).tabs] == ["工作台", "记台账"]


def test_a_menu_entry_without_an_address_is_found_at_start(places):
    places.add(group="计划", icon="notes", label="没有的页", url_name="work:nowhere")
    assert [found.id for found in places.addresses_resolve()] == ["ui.E001"]


def test_the_frame_draws_without_asking_the_database(places, visit):
    """pytest-django blocks the database in tests that do not ask for it: a query would raise here."""
    fill(places)
    request = visit("/tasks/year/?u=QXZ")
    union = SimpleNamespace(code="QXZ", name="青溪镇总工会", short_name="青溪镇总工会")
    request.page_scope = SimpleNamespace(union=union, subtree=True, year=2026, query="u=QXZ")
    request._messages = CookieStorage(request)
    html = render_to_string("ui/base.html", page_frame(request), request)
    assert 'href="/tasks/year/?u=QXZ" aria-current="page"' in html
    assert "演示日期" not in html
    assert html.count("<h1") == 1


def test_choosing_a_union_goes_back_where_one_was_and_nowhere_else(visit):
    def links(back):
        request = visit("/scope/", next=back)
        request.META["HTTP_HX_REQUEST"] = "true"
        qxz = SimpleNamespace(code="QXZ", name="青溪镇总工会", depth=0)
        request.page_scope = SimpleNamespace(union=qxz, choices=lambda words, current, lately: [qxz])
        request.session = {}
        return re.findall(r'<a href="([^"]+)"', views.choose_union(request).content.decode())

    assert links("/tasks/year/?u=OLD&state=late&page=4") == ["/tasks/year/?u=QXZ&amp;state=late"]
    assert links("https://elsewhere.example/") == ["/?u=QXZ"]


def test_the_gallery_is_for_builders_only(places, visit, settings):
    settings.DEBUG, settings.DEMO = False, False
    with pytest.raises(Http404):
        views.gallery(visit())
    settings.DEMO = True
    assert views.gallery(visit()).status_code == 200


def test_what_was_said_carries_undo_and_the_saved_forms_key(visit):
    request = visit("/tasks/record/", method="post", key="abc")
    request._messages = CookieStorage(request)
    toast.say(request, "已记下 1 条走访", undo="/tasks/task/3/", version=2)
    html = render_to_string("ui/parts/toasts.html", {"messages": request._messages}, request)
    assert 'data-saved="abc"' in html
    assert 'action="/tasks/task/3/"' in html
    assert 'name="version" value="2"' in html


def test_an_htmx_answer_says_it_in_a_header(visit):
    answer = toast.say_now(visit(method="post", key="abc"), HttpResponse(), "没有办成", bad=True)
    assert json.loads(answer["HX-Trigger"]) == {"zj:say": {"sentence": "没有办成", "bad": True}}


@pytest.mark.parametrize(
    "name", ["400", "400_host", "403", "403_csrf", "404", "405", "409", "413", "500", "503"]
)
def test_error_pages_draw_with_nothing_to_stand_on(name):
    assert "<h1>" in render_to_string(f"{name}.html")


def test_every_icon_drawn_is_in_the_sprite():
    listed = SOURCE.parent.parent / "frontend/icons.txt"
    if not listed.exists():
        pytest.skip("installed without its sources")
    drawn = set()
    for template in SOURCE.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        drawn |= {(name, template.name) for name in re.findall(r'\{% icon "([a-z0-9-]+)"', text)}
    for module in SOURCE.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        drawn |= {(name, module.name) for name in re.findall(r'\bicon="([a-z0-9-]+)"', text)}
    known = set(listed.read_text(encoding="utf-8").split())
    assert {(name, where) for name, where in drawn if name not in known} == set()


def test_styles_use_only_what_old_office_browsers_know():
    """Windows 7 ends at Chrome 109, and offices are older still: UI.md §2 sets the line at Chrome 86."""
    newer = re.compile(
        r"oklch\(|light-dark\(|color-mix\(|:has\(|@container|\binset:|&\s*[.:{]|accent-color|:is\(|:where\("
    )
    for sheet in (SOURCE / "kernel/static/ui").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        assert newer.search(text) is None, sheet.name
        assert len(text.splitlines()) < 700


@pytest.mark.parametrize(
    ("htmx", "answer", "status", "body", "reswap"),
    [
        (True, HttpResponse(), 200, b"<!---->", None),
        (True, HttpResponse(headers={"HX-Redirect": "/"}), 200, b"<!---->", None),
        (True, HttpResponse(status=204), 200, b"<!---->", "none"),
        (True, HttpResponse("<li>"), 200, b"<li>", None),
        (True, HttpResponse(status=401), 401, b"", None),
        (False, HttpResponse(status=204), 204, b"", None),
    ],
)
def test_no_part_of_a_page_is_empty(htmx, answer, status, body, reswap):
    whole = WholeAnswers(lambda _: answer)(SimpleNamespace(htmx=htmx, headers={}))
    assert (whole.status_code, whole.content, whole.get("HX-Reswap")) == (status, body, reswap)


def test_a_form_sent_by_the_script_is_told_where_to_go_on():
    """And keeps what the redirect carried besides."""
    answer = HttpResponseRedirect("/plans/traces/7/#files")
    answer.set_cookie("u", "7")
    told = WholeAnswers(lambda _: answer)(SimpleNamespace(htmx=False, headers={"Zhijia-Form": "1"}))
    assert (told.status_code, told.content, told["Zhijia-Onward"]) == (
        200,
        b"<!---->",
        "/plans/traces/7/#files",
    )
    assert "Location" not in told
    assert told.cookies["u"].value == "7"
