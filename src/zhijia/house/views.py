"""The first run with the sheet it prints, and the page on which the house is kept."""

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.house import actions
from zhijia.house.folder import data_folder
from zhijia.house.forms import FirstRunForm, PlaceForm, WordsForm
from zhijia.house.health import NOT_YOURS, Health, health, may_keep, program_version
from zhijia.kernel import clock, trail
from zhijia.kernel.actions import NotAllowed
from zhijia.kernel.ui.toast import say
from zhijia.org.models import Union
from zhijia.server import keeper, keeping, keys, serve


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Who we are, who begins, and the words for backups; afterwards the recovery sheet, shown this once."""
    folder = data_folder()
    if folder is None or not (folder / serve.TOKEN_FILE).exists():
        return redirect("account_login")
    form = FirstRunForm(request.POST or None, initial={"kind": "town", "office": "officer"})
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "house/first_run.html", {"form": form}, status=status)
    values = form.cleaned_data
    if not serve.token_matches(folder, values["token"]):
        form.add_error("token", "启动码不对。请照启动职家的那个窗口里的再输一遍。")
        return render(request, "house/first_run.html", {"form": form}, status=422)
    try:
        union = actions.begin(values)
    except IntegrityError:
        form.add_error(None, "这些内容没有存上，请核对后再按一次。")
        return render(request, "house/first_run.html", {"form": form}, status=422)
    code = _new_words(folder, keys.held_key(folder), values["passphrase"])
    keeping.set_house(folder, union=union.pk)
    (folder / serve.TOKEN_FILE).unlink(missing_ok=True)
    return _sheet(request, union, code, login=values["login"])


def _new_words(folder, key: bytes, passphrase: str) -> str:
    """Wrap the key anew; the recovery code that goes with it."""
    code = keys.new_recovery_code()
    keys.keep_wrapped(folder, keys.wrapped(key, passphrase=passphrase, recovery=code))
    return code


def _sheet(request: HttpRequest, union: Union, code: str, **more: str) -> HttpResponse:
    context = {"union": union, "code": code, "folder": data_folder(), "today": clock.today(), **more}
    return render(request, "house/recovery_sheet.html", context)


# --- for everybody ---------------------------------------------------------------------------------------


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Which version this is, and what to say when something is broken."""
    context = {"version": program_version(), "keeps": may_keep(request.seat), "now": clock.now()}
    return render(request, "house/about.html", context)


@login_not_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """What works on plain HTTP in the office network, and what a certificate adds. Read before the first run too."""
    folder = data_folder()
    begun = folder is None or not (folder / serve.TOKEN_FILE).exists()
    return render(request, "house/network.html", {"secure": request.is_secure(), "begun": begun})


# --- keeping the house -----------------------------------------------------------------------------------


def _kept(request: HttpRequest) -> Health:
    found = health()
    if found is None or not may_keep(request.seat):
        raise NotAllowed(NOT_YOURS)
    return found


@never_cache
@require_safe
def house(request: HttpRequest) -> HttpResponse:
    """Backups, health, version."""
    return _page(request, _kept(request))


def _page(
    request: HttpRequest, found: Health, *, place: PlaceForm | None = None, words: WordsForm | None = None
) -> HttpResponse:
    others = [str(folder) for folder in found.folders[1:]]
    context = {
        "health": found,
        "version": program_version(),
        "wanted": (found.folder / keeper.WANTED).exists(),
        "place": place or PlaceForm(initial={"folder": others[0] if others else ""}),
        "words": words or WordsForm(),
    }
    status = 422 if (place and place.errors) or (words and words.errors) else 200
    return render(request, "house/house.html", context, status=status)


@require_POST
def back_up(request: HttpRequest) -> HttpResponse:
    """Ask the keeper for a backup now."""
    found = _kept(request)
    if not found.has_words:
        raise NotAllowed("还没有设备份口令，备份做不了。请先设口令。")
    keeper.ask_for_backup(found.folder)
    trail.note("house.backup_asked", by=request.seat)
    say(request, "已经开始备份，一般不到一分钟。过一会儿刷新这一页看结果。")
    return redirect("house:house")


@require_POST
def set_place(request: HttpRequest) -> HttpResponse:
    """A second folder for backups."""
    found = _kept(request)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, place=form)
    named = form.cleaned_data["folder"]
    keeping.set_house(found.folder, backup_folders=[named] if named else [])
    trail.note("house.backup_place", by=request.seat, subject=named)
    say(request, "备份文件夹已改好，下一次备份起用。")
    return redirect("house:house")


@never_cache
@sensitive_post_parameters()
@require_POST
def set_words(request: HttpRequest) -> HttpResponse:
    """A new passphrase and a new recovery sheet, for whoever knows the old words."""
    found = _kept(request)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, words=form)
    try:
        key = keys.unwrapped(keys.wrapped_of(found.folder) or {}, form.cleaned_data["old"])
    except keys.WrongWords as wrong:
        form.add_error("old", str(wrong))
        return _page(request, found, words=form)
    code = _new_words(found.folder, key, form.cleaned_data["passphrase"])
    trail.note("house.new_words", by=request.seat)
    return _sheet(request, Union.objects.get(pk=request.seat.union_id), code)


urlpatterns = [
    path("first-run/", first_run, name="first-run"),
    path("about/", about, name="about"),
    path("network/", network, name="network"),
    path("house/", house, name="house"),
    path("house/backup/", back_up, name="back-up"),
    path("house/place/", set_place, name="set-place"),
    path("house/words/", set_words, name="set-words"),
]
