"""干部与登录: who holds which post, how far each has come in, and the ways to bring them in and see them out."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel import clock, trail
from zhijia.kernel.actions import NotAllowed, Refused, Unfit
from zhijia.kernel.actions.action import verb_named
from zhijia.kernel.scope import below
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.chips import chips
from zhijia.kernel.ui.toast import say
from zhijia.org.actions import end
from zhijia.org.founding import digest_of
from zhijia.org.lists import still_open
from zhijia.org.models import Post
from zhijia.org.policy import OFFICERS
from zhijia.org.tree import below as below_on
from zhijia.people import appointing
from zhijia.people.forms import EndForm, OfficerFilter, OfficerListForm
from zhijia.people.invitations import SLIP_DAYS, invite, let_in, lift_second_step, stop
from zhijia.people.models import Account, Invitation, SecondFactor
from zhijia.people.qr import qr

PER_PAGE = 50
MOST_SLIPS = 60
ONLY_HERE = ("127.0.0.1", "localhost", "[::1]")


def _for_officers(request: HttpRequest) -> None:
    if request.seat.office not in OFFICERS:
        raise NotAllowed("干部的职务和登录由主席、副主席和工会干事管。需要办理的，请告诉他们。")


def _in_reach(request: HttpRequest) -> QuerySet[Post]:
    rows = Post.objects.filter(union_id__in=below(request.seat.union_id))
    return rows.select_related("person", "union")


def _found(request: HttpRequest, pk: int) -> Post:
    _for_officers(request)
    post = _in_reach(request).filter(pk=pk).first()
    if post is None:
        raise NotAllowed("没有找到这个职务，可能不在您的管理范围里。可以从干部名单里再找。")
    return post


def _with_accounts(posts: list[Post]) -> None:
    """Put `account` (or None) and `entry` (kind and words of its state) on each post."""
    accounts: dict[int, Account] = {}
    rows = Account.objects.filter(person__in=[post.person_id for post in posts])
    for account in rows.select_related("invitation").order_by("-pk"):
        accounts[account.person_id] = account
    for post in posts:
        post.account = accounts.get(post.person_id)
        post.entry = _entry(post.account)


def _entry(account: Account | None) -> tuple[str, str]:
    """How far somebody has come in."""
    invitation: Invitation | None = getattr(account, "invitation", None)
    if account is None:
        return "todo", "未请"
    if not account.is_active:
        return "void", "已停用"
    if invitation and invitation.ends_at > timezone.now():
        return "doing", "已发邀请"
    if account.has_usable_password():
        return "done", "已登录" if account.last_login else "已开通"
    return ("fix", "邀请过期") if invitation else ("todo", "未请")


def _uninvited() -> Q:
    """Posts of persons who can't come in: no log-in, or none that ever opened and no slip that still would."""
    inside = Account.in_use() | Q(invitation__ends_at__gt=timezone.now())
    return ~Q(person_id__in=Account.objects.filter(inside).values("person_id"))


@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    _for_officers(request)
    form, place, today = OfficerFilter(request.GET), request.page_scope, clock.today()
    # Branches and groups are parts of their union: they come along also where those below are left out.
    inside = Q(union__home=place.union) | Q(union=place.union)
    rows = _in_reach(request).filter(Q(union_id__in=below_on(place.union.pk)) if place.subtree else inside)
    show = form.value("show")
    rows = rows.filter(held_to__lte=today) if show == "ended" else rows.filter(Post.on(today))
    if show == "uninvited":
        rows = rows.filter(_uninvited())
    if words := form.value("q").strip():
        rows = rows.filter(Q(person__name__contains=words) | Q(union__name__contains=words))
    page = Paginator(rows.order_by("union__code", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    posts = list(page)
    _with_accounts(posts)
    context = {
        "page": page,
        "rows": posts,
        "form": form,
        "chips": chips(form, skip=form.HIDDEN),
        "place": place,
    }
    context["only_here"] = _only_here(request)
    return render(request, "people/officers.html", context)


def _only_here(request: HttpRequest) -> bool:
    """Is the server looked at from its own machine, by a name that leads nowhere from a phone?"""
    return request.get_host().rsplit(":", 1)[0] in ONLY_HERE


@require_http_methods(["GET", "HEAD", "POST"])
def appoint_list(request: HttpRequest) -> HttpResponse:
    """Paste a list of officers, look at what each line would become, answer what is open, make them."""
    _for_officers(request)
    form = OfficerListForm(request.POST or None, initial={"since": clock.today()}, label_suffix="")
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/appoint_list.html", {"form": form}, status=422 if form.errors else 200)
    text, since = form.cleaned_data["text"], form.cleaned_data["since"]
    answers = {name: value for name, value in request.POST.items() if name.startswith(("union-", "person-"))}
    context: dict[str, Any] = {"form": form}
    lines, made = appointing.read(text, answers, by=request.seat), 0
    if "make" in request.POST:
        seen = request.POST["make"] if digest_of(lines) == request.POST["make"] else ""
        lines, made = appointing.make(text, answers, since=since, by=request.seat, seen=seen)
        context["changed"] = not made
    if made:
        left = still_open(lines)
        say(request, f"已登记 {made} 个职务。下一步：打印邀请单。")
        if not left:
            return redirect(f"{reverse('people:officers')}?show=uninvited")
        form = OfficerListForm(initial={"text": "\n".join(left), "since": since}, label_suffix="")
        return render(request, "people/appoint_list.html", {"form": form, "left": len(left)})
    context |= {"lines": lines, "seen": digest_of(lines), "open": len(still_open(lines))}
    context["new"] = sum(line.state == "new" for line in lines)
    context["asked"] = any(line.asks for line in lines)
    return render(request, "people/appoint_list.html", context)


@never_cache
@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """Make slips for the chosen posts and show them, once: the codes are nowhere else."""
    _for_officers(request)
    named = [whole(pk) for pk in request.POST.getlist("post")[: MOST_SLIPS + 1]]
    chosen = [pk for pk in named if pk is not None]
    if not chosen:
        raise Refused("还没有选人。请回到名单，在姓名前面打勾，再打印邀请单。")
    if len(chosen) > MOST_SLIPS:
        raise Refused(f"一次最多打印 {MOST_SLIPS} 张。请分几次选。")
    made, refused, persons = [], [], set()
    for post in _in_reach(request).filter(pk__in=chosen).order_by("union__code", "pk"):
        if post.person_id in persons:
            continue  # two posts of one person: one slip
        persons.add(post.person_id)
        try:
            made.append(invite(post, by=request.seat).slip)
        except Refused as refusal:
            if isinstance(refusal, NotAllowed):
                trail.note("denied", by=request.seat, subject=request.path, reason=refusal.sentence)
            refused.append((post, refusal.sentence))
    home = request.build_absolute_uri(reverse("people:join"))
    drawn = [(slip, qr(f"{home}{slip.ref}/")) for slip in made]
    context = {
        "slips": drawn,
        "refused": refused,
        "home": home,
        "days": SLIP_DAYS.value(request.seat.union_id, clock.today()),
    }
    context["only_here"] = _only_here(request)
    return render(request, "people/slips.html", context)


@require_safe
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk), EndForm(initial={"held_to": clock.today()}, label_suffix=""))


def _page(request: HttpRequest, post: Post, form: EndForm) -> HttpResponse:
    _with_accounts([post])
    seat = request.seat
    context = {
        "post": post, "form": form, "ended": bool(post.held_to and post.held_to <= clock.today()),
        "second_step": SecondFactor.objects.filter(account=post.account, on_since__isnull=False).exists(),
        "no_end": end.why_not(post, seat), "no_invite": invite.why_not(post, seat),
        "trail": [_line(change) for change in trail.history(post)],
    }  # fmt: skip
    return render(request, "people/officer.html", context, status=422 if form.errors else 200)


def _line(change: Any) -> dict[str, Any]:
    """A line for ui/parts/trail.html."""
    verb = verb_named(change.event.verb)
    did = "登记任职" if change.op == "I" else (verb.label if verb else "改了这一条")
    return {"who": change.event.name, "did": did, "at": change.event.at, "reason": change.event.reason}


@require_POST
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    post, form = _found(request, pk), EndForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, post, form)
    try:
        post = end(post.pk, by=request.seat, key=request.POST.get("key"), version=request.POST.get("version"),
                   reason=form.cleaned_data["reason"], held_to=form.cleaned_data["held_to"])  # fmt: skip
    except Unfit as unfit:
        form.add_error("held_to", unfit.sentence)
        return _page(request, post, form)
    say(request, f"已登记：{post.held_to:%Y-%m-%d} 起不再任{post}，那天起不能再以这个职务办事。")
    return redirect("people:officer", pk=pk)


@require_POST
def sign_in_of(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Stop somebody's signing in, let her in again, or take her second step away."""
    post = _found(request, pk)
    reason = request.POST.get("reason", "")[:200]
    if verb == "stop":
        stop(post, by=request.seat, key=request.POST.get("key"), reason=reason)
        say(request, f"{post.person.name}现在不能登录了。职务还在，要恢复随时可以。")
    elif verb == "lift-second-step":
        lift_second_step(post, by=request.seat, key=request.POST.get("key"), reason=reason)
        say(request, f"{post.person.name}的两步验证已关掉，下次登录只用密码。")
    else:
        let_in(post, by=request.seat, key=request.POST.get("key"))
        say(request, f"{post.person.name}可以登录了。")
    return redirect("people:officer", pk=pk)
