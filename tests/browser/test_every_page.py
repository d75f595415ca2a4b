"""Every page at a desk and in the hand: nothing to scroll sideways, everything named, one title, Chinese."""

import re

import pytest

from zhijia.kernel.scope import scope
from zhijia.letters.models import Letter
from zhijia.plans.models import Occurrence, Plan, Task, Trace

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "town": [
        "/", "/?whose=all", "/plans/", "/plans/?view=list", "/plans/?state=late", "/plans/tasks/",
        "/plans/tasks/?state=done", "/plans/read/", "/plans/traces/", "/plans/traces/?q=没有这样的",
        "/plans/traces/new/", "/plans/traces/new/?more=1", "/plans/summaries/", "/plans/summaries/new/",
        "/letters/", "/letters/?tab=draft", "/letters/new/", "/letters/new/request/", "/letters/new/reply/",
        "/letters/new/minutes/", "/letters/house/", "/letters/templates/",
        "/directives/", "/directives/receive/", "/directives/by-hand/",
        "/org/settings/", "/org/settings/names/", "/org/settings/union.term_years/",
        "/org/unions/", "/org/employers/", "/members/", "/all/", "/scope/", "/seat/", "/password/",
        "/account/", "/account/second-step/", "/account/mail/", "/forgotten/", "/reset/", "/nowhere/",
        "/officers/", "/officers/?show=uninvited", "/officers/new/", "/org/unions/new/", "/join/",
        "/plans/read/last-year/", "/plans/read/lessons/", "/reports/",
        "/help/", "/help/plans/", "/privacy/", "/privacy/log/", "/year/", "/handover/", "/about/", "/network/",
    ],
    "officer": ["/", "/plans/", "/plans/tasks/", "/plans/traces/", "/plans/summaries/", "/plans/read/last-year/"],
    "member": ["/", "/plans/", "/plans/traces/", "/plans/traces/new/", "/members/"],
    "accountant": ["/", "/plans/", "/plans/read/"],
}  # fmt: skip

# What a screen reader, a keyboard and a browser need; each rule names the elements that break it.
FAULTS = """() => {
  const shown = (e) => e.checkVisibility ? e.checkVisibility({visibilityProperty: true}) : e.offsetParent !== null;
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter(shown);
  const html = (e) => e.outerHTML.replace(/\\s+/g, ' ').slice(0, 160);
  const text = (e) => (e.getAttribute('aria-label') || e.title || e.innerText || '').trim()
    || Array.from(e.querySelectorAll('img[alt]')).map((i) => i.alt).join('');
  const named = (e) => e.getAttribute('aria-label') || (e.labels && e.labels.length)
    || (e.getAttribute('aria-labelledby') || '').split(' ').some((id) => id && document.getElementById(id));
  const faults = [];
  const report = (rule, elements) => elements.forEach((e) => faults.push(rule + ': ' + html(e)));
  if (document.documentElement.lang !== 'zh-CN') faults.push('lang is ' + document.documentElement.lang);
  if (!document.title.trim()) faults.push('no title');
  const titles = all('h1').filter((e) => !e.closest('article')); // a paper on the page has its own
  if (titles.length !== 1) faults.push(titles.length + ' h1');
  if (all('main').length !== 1) faults.push('not one main');
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) faults.push('scrolls sideways by ' + wide);
  report('button without a name', all('button, a[href], summary').filter((e) => !text(e)));
  report('input without a label', all('input:not([type=hidden]), select, textarea').filter((e) => !named(e)));
  report('image without alt', Array.from(document.querySelectorAll('img:not([alt])')));
  report('form without a request key', Array.from(document.querySelectorAll('form[method=post]'))
    .filter((f) => !f.querySelector('[name=csrfmiddlewaretoken]')));
  const ids = Array.from(document.querySelectorAll('[id]')).map((e) => e.id);
  ids.filter((id, n) => ids.indexOf(id) !== n).forEach((id) => faults.push('id twice: ' + id));
  report('described by nothing', Array.from(document.querySelectorAll('[aria-describedby]'))
    .filter((e) => !e.getAttribute('aria-describedby').split(' ').every((id) => document.getElementById(id))));
  report('scrolls but no keyboard reaches it', all('.table-scroll:not([tabindex="0"])'));
  if (innerWidth < 500) report('too small for a thumb', all('.btn, .tab, .zj-chip').filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.height < 43.5 || box.width < 43.5);
  }));
  return faults;
}"""


def rows_of(seat):
    """Addresses of single rows."""
    with scope(seat):
        plan = Plan.objects.filter(union_id=seat.union_id).first()
        task = Task.objects.filter(plan=plan, state="active").order_by("order").last() if plan else None
        due = Occurrence.objects.filter(task__plan=plan).last() if plan else None
        trace = Trace.objects.filter(union_id=seat.union_id, state="recorded").order_by("pk").last()
        letters = {row.state: row.pk for row in Letter.objects.order_by("pk")}
    found = [f"/plans/traces/{trace.pk}/", f"/plans/traces/{trace.pk}/correct/"] if trace else []
    found += [f"/letters/{pk}/" for pk in letters.values()]
    found += [f"/letters/{letters['draft']}/edit/"] if "draft" in letters else []
    if task:
        found += [f"/plans/?task={task.pk}", f"/plans/tasks/{task.pk}/", f"/plans/tasks/{task.pk}/edit/"]
        found += [f"/plans/{plan.pk}/add/", f"/plans/times/{due.pk}/shift/"]
    return found


def made_by_the_way(page):
    """A reading under correction, a drafted summary and a superior's paper, whose addresses only the making tells."""
    page.goto("/plans/read/")
    page.get_by_label("粘贴").fill("2027年工作计划\n一、组织建设\n1．3月召开换届大会。\n2．加强小组建设。\n")
    page.get_by_role("button", name="读出来看看").click()
    page.wait_for_url("**/plans/read/*/")
    reading = page.url
    page.goto("/plans/summaries/new/")
    page.get_by_role("button", name="写出初稿").click()
    page.wait_for_url("**/plans/summary/*/")
    summary = page.url
    number = page.locator(".zj-live").first.evaluate("(link) => link.href")
    section = page.locator("a[href*='/plans/summary/section/']").first.evaluate("(link) => link.href")
    page.goto("/reports/")
    page.get_by_role("button", name="用示例试一试").click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    report = page.url
    page.goto("/directives/receive/")
    page.get_by_label("粘贴").fill(
        "关于上报名册的通知\n请于11月30日前将名册报县总工会。\n1.12月底前走访职工不少于9户。\n"
    )
    page.get_by_role("button", name="读出来看看").click()
    page.wait_for_url("**/directives/*/check/")
    check = page.url
    directive = check.removesuffix("check/")
    return [
        reading, f"{reading}add/", summary, number, section, check, directive, f"{directive}answer/", f"{directive}facts/",
        f"{directive}add/", report, f"{report}?n=1&q=慰问",
    ]  # fmt: skip


@pytest.mark.parametrize("login", PAGES)
@pytest.mark.parametrize("size", ["page", "phone"])
def test_every_page_of(request, enter, seat_of, login, size):
    page = enter(request.getfixturevalue(size), login)
    page.expected_complaints += ["403", "404", "410", "net::ERR_ABORTED"]
    addresses = PAGES[login] + rows_of(seat_of(login))
    if login == "town" and size == "page":  # on a telephone the buttons that make them are not drawn
        addresses += made_by_the_way(page)
    faults = {}
    for address in addresses:
        page.goto(address)
        if found := page.evaluate(FAULTS):
            faults[address] = found
    assert not faults, "\n".join(f"{address}\n   " + "\n   ".join(found) for address, found in faults.items())


def test_the_page_that_signs_in(page, phone):
    for one in (page, phone):
        one.goto("/sign-in/")
        assert one.evaluate(FAULTS) == []


PORTRAIT, LANDSCAPE = 680, 1030  # the width of A4 within its margins, in a browser's pixels


@pytest.mark.parametrize(
    ("address", "width"),
    [
        ("/plans/?u=QXZ", LANDSCAPE),
        ("/plans/tasks/", LANDSCAPE),
        ("/plans/traces/", LANDSCAPE),
        ("/org/unions/", PORTRAIT),
        ("/members/", PORTRAIT),
    ],
)
def test_print(page, enter, address, width):
    """On paper there is the whole table, and nothing to press."""
    enter(page, "town").goto(address)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": 1000})
    shown = "(all) => all.filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 90))"
    assert (
        page.locator(".btn, .zj-top, .zj-side, .zj-tabbar, .zj-filter, .zj-toasts").evaluate_all(shown) == []
    )
    assert page.locator(".zj-t, .zj-plan").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
