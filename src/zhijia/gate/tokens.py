"""The page of one's tokens: make one, see it once, take it back."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhijia.gate.actions import make, revoke
from zhijia.gate.models import Token
from zhijia.kernel import clock
from zhijia.kernel.actions import NotAllowed, Unfit
from zhijia.kernel.forms import Fields, refuse
from zhijia.kernel.scope.middleware import PageRequest
from zhijia.kernel.ui.toast import say
from zhijia.org.policy import CADRES

MAKE = Fields(
    "name",
    "ends_on",
    may_act=forms.BooleanField(
        label="可以办事", required=False, help_text="不勾只能读。能看到什么、能办什么，和您自己一样。"
    ),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PageRequest) -> HttpResponse:
    """Tokens of one's own; after making one, the token itself, this once."""
    if request.seat.office not in CADRES:
        raise NotAllowed("接口令牌由工会干部发。")
    form, made, status = MAKE(Token, request.POST or None), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = make(Token(), by=request.seat, key=request.POST.get("key"), **form.cleaned_data)
                form, status = MAKE(Token), 200
            except Unfit as unfit:
                refuse(form, unfit.fields)
    tokens = Token.objects.filter(state=Token.State.IN_USE).select_related("person").order_by("-pk")
    context = {
        "form": form, "made": made, "plain": getattr(made, "plain", ""), "tokens": tokens, "today": clock.today(),
        "address": request.build_absolute_uri(reverse("api-1:openapi-json")),
    }  # fmt: skip
    return render(request, "gate/tokens.html", context, status=status)


@require_POST
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    token = revoke(pk, by=request.seat, key=request.POST.get("key"))
    say(request, f"已收回：{token.name}。用它的程序进不来了。")
    return redirect("gate:tokens")
