"""The registers of unions and employers as lists; every count of them on other pages opens here."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Refused
from zhijia.kernel.figures import Ask, Period, read
from zhijia.kernel.ui.toast import say
from zhijia.org import founding, setting_up
from zhijia.org.forms import UnionListForm
from zhijia.org.lists import still_open
from zhijia.org.models import Union
from zhijia.org.policy import CADRES, OFFICERS
from zhijia.org.tally import address


@require_http_methods(["GET", "HEAD", "POST"])
def found_list(request: HttpRequest) -> HttpResponse:
    """Paste a list of unions, look at what each line would become, make them."""
    if request.seat.office not in OFFICERS:
        raise NotAllowed("建工会由主席、副主席和工会干事办。需要建的，请告诉他们。")
    own = Union.objects.get(pk=request.seat.union_id)
    form = UnionListForm(request.POST or None, initial={"since": own.founded_on}, label_suffix="")
    context = {"form": form, "own": own}
    if request.method != "POST" or not form.is_valid():
        return render(request, "org/found_list.html", context, status=422 if form.errors else 200)
    text, since = form.cleaned_data["text"], form.cleaned_data["since"]
    lines, made = founding.read(text, since=since, by=request.seat), 0
    if "make" in request.POST:
        try:
            lines, made = founding.make(text, since=since, by=request.seat, seen=request.POST["make"])
        except IntegrityError:
            raise Refused("另一位同志刚好也在建工会，这一次没有存上。请回到上一页再按一次。") from None
        context["changed"] = not made
    if made:
        say(request, f"已建 {made} 个工会，名单里还没弄清的 {len(still_open(lines))} 行留在下面。"
            if still_open(lines) else f"已建 {made} 个工会。下一步：请干部。")  # fmt: skip
        if not still_open(lines):
            return redirect("people:officers")
        form = UnionListForm(initial={"text": "\n".join(still_open(lines)), "since": since}, label_suffix="")
        return render(request, "org/found_list.html", {"form": form, "own": own})
    context |= {"lines": lines, "seen": founding.digest_of(lines), "today": clock.today()}
    context["new"] = sum(line.state == "new" for line in lines)
    context["open"] = len(still_open(lines))
    return render(request, "org/found_list.html", context)


@require_safe
def setups(request: HttpRequest) -> HttpResponse:
    """The founding list as it holds for one's own union today: what ships, and what was corrected by whom."""
    if request.seat.office not in CADRES:
        raise NotAllowed("建会清单由工会干部查看。")
    own = Union.objects.get(pk=request.seat.union_id)
    listed = setting_up.rules_for(own.pk, clock.today())
    context = {"own": own, "rules": listed, "may": request.seat.office in OFFICERS}
    if own.kind in Union.UPPER:
        today = Ask(own.pk, True, Period(f"{clock.today()}..{clock.today()}"), own.code)
        context["rate"] = read(["org.set_up_rate"], today)["org.set_up_rate"]
        context["open_url"] = address("org:unions", today, set_up="open")
    return render(request, "org/setups.html", context)
