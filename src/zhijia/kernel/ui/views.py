"""The frame's own pages: choosing the union, all functions on a phone, the component gallery."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from zhijia.kernel.ui import help as help_pages
from zhijia.kernel.ui.sample import gallery as samples

LATELY, REMEMBERED = "unions_lately", 6


@require_safe
def choose_union(request: HttpRequest) -> HttpResponse:
    """Unions one may look at, near ones or those called so; each leads back to the page one came from, looking at it.

    Where the list was opened from is remembered: the way back from there is one of the lines.
    """
    page_scope = getattr(request, "page_scope", None)
    if page_scope is None:
        raise Http404
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    path, _, query = back.partition("?")
    kept = QueryDict(query, mutable=True)
    current = kept.get("u") or page_scope.union.code
    for name in ("u", "page"):
        kept.pop(name, None)
    lately = [code for code in request.session.get(LATELY, []) if code != current]
    request.session[LATELY] = [current, *lately][:REMEMBERED]
    words = request.GET.get("q", "").strip()[:60]
    context = {
        "path": path, "kept": kept.urlencode(), "current": current, "back": back, "words": words,
        "unions": page_scope.choices(words, current, lately),
    }  # fmt: skip
    template = "ui/parts/unions.html" if request.headers.get("HX-Request") else "ui/unions.html"
    return render(request, template, context)


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All functions: what the side bar holds, for a screen that has none."""
    return render(request, "ui/everything.html")


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """All help pages."""
    return render(request, "ui/help_index.html", {"chapters": help_pages.in_order()})


@require_safe
def help_chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """The help page of one group of the menu."""
    chapter = next((one for one in help_pages.chapters if one.slug == slug), None)
    if chapter is None:
        raise Http404
    return render(request, chapter.template, {"chapter": chapter, "chapters": help_pages.in_order()})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state. For those who build pages, so only where nothing real is at stake."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "ui/gallery.html", samples())
