"""Help that cannot rot: each group of the menu has its page, and what a page quotes stands on some page."""

import html
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import zhijia
from zhijia.kernel.ui import help as help_pages
from zhijia.kernel.ui import menu

ROOT = Path(zhijia.__file__).parent
APART = re.compile(r"/(tests|demo|planreader|numberreader|migrations)/|/help[^/]*\.(html|py)$")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>", re.DOTALL)


def words_of_the_pages() -> str:
    """All that templates and declarations say."""
    texts = [
        TAG.sub("", path.read_text(encoding="utf-8")) if path.suffix == ".html" else path.read_text("utf-8")
        for path in [*ROOT.rglob("*.html"), *ROOT.rglob("*.py")]
        if not APART.search(path.as_posix())
    ]
    return html.unescape("\n".join(texts)) + Path(ROOT / "kernel/static/ui/zhijia.js").read_text("utf-8")


def test_every_group_of_the_menu_has_its_help_page():
    told = {chapter.group for chapter in help_pages.chapters}
    assert {place.group for place in menu.places} <= told, (
        "write <app>/help.html and call help.add() beside menu.add()"
    )


def test_what_help_quotes_can_be_found_on_the_pages():
    pages = words_of_the_pages()
    for chapter in help_pages.chapters:
        source = Path(get_template(chapter.template).origin.name).read_text(encoding="utf-8")
        quoted = re.findall(r"[“「]([^”」]+)[”」]", TAG.sub("", source))
        assert len(quoted) >= 5, chapter.slug
        missing = [words for words in quoted if words not in pages]
        assert not missing, f"{chapter.template} names what no page has any more: {missing}"
        questions = source.count("<dt>")
        assert 3 <= questions <= 6, chapter.slug


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("login", "address", "leads_to"),
    [
        ("officer", "/", "/help/desk/"),
        ("officer", "/plans/traces/", "/help/traces/"),
        ("officer", "/letters/", "/help/plans/"),
        ("leader", "/relief/visits/", "/help/relief/"),
        ("officer", "/members/", "/help/members/"),
        ("officer", "/org/bodies/", "/help/cadres/"),
        ("officer", "/org/days/", "/help/settings/"),
        ("officer", "/account/", "/help/house/"),
        ("member", "/password/", "/help/house/"),
        ("member", "/all/", "/help/"),
    ],
)
def test_help_on_a_page_leads_to_that_pages_group(client_as, login, address, leads_to):
    client = client_as(login)
    assert f'class="zj-help-way" href="{leads_to}"' in client.get(address).content.decode()
    page = client.get(leads_to)
    assert page.status_code == 200
    assert "帮助" in page.content.decode()


@pytest.mark.django_db
def test_a_help_page_that_nobody_wrote_is_not_there(client_as):
    assert client_as("member").get("/help/nothing/").status_code == 404
