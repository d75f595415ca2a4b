"""How the union signs its papers, and its own Word templates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.actions import NotAllowed, Stale, Unfit
from zhijia.kernel.files import actions as files
from zhijia.kernel.typed import whole
from zhijia.kernel.ui.toast import say
from zhijia.letters import actions, kinds, printing, queries
from zhijia.letters.forms import HouseForm, TemplateForm
from zhijia.letters.models import HouseStyle, Template
from zhijia.letters.paper import NAMES
from zhijia.letters.sample import sample_template
from zhijia.letters.views.letters import file_response, own_union, writer_only


@require_http_methods(["GET", "HEAD", "POST"])
def house(request: HttpRequest) -> HttpResponse:
    """The prefix of the numbers and the name in the red mark."""
    writer_only(request)
    union = own_union(request)
    style = queries.style_of(union)
    row = HouseStyle.objects.filter(union=union).first()
    start = {"prefix": style.prefix, "issuer": style.issuer}
    form = HouseForm(request.POST if request.method == "POST" else None, initial=start)
    status, conflict = (422 if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        try:
            drawn = whole(request.POST.get("version")) if row else None
            actions.settle(
                row or HouseStyle(),
                by=request.seat,
                key=request.POST.get("key"),
                version=drawn,
                **form.cleaned_data,
            )
        except Stale as stale:
            row, status = stale.row, 409
            conflict = {
                "rows": [
                    {
                        "label": form.fields[name].label,
                        "theirs": getattr(row, name),
                        "mine": form.cleaned_data[name],
                    }
                    for name in start
                ]
            }
        else:
            say(request, f"已存好，往后的文号是 {form.cleaned_data['prefix']}〔年份〕序号。")
            return redirect("letters:index")
    context = {"form": form, "house": row, "conflict": conflict, "style": style}
    return render(request, "letters/house.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The union's own Word templates, one kind each; uploading one tries it at once."""
    writer_only(request)
    form = TemplateForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        try:
            name, content_type, content, _ = files.prepared(form.cleaned_data["file"])
            if content_type != printing.DOCX:
                raise Unfit(file="模板要用 Word 文档(.docx)。请在 Word 或 WPS 里另存为 .docx，再传。")
            row = Template(kind=form.cleaned_data["kind"], name=name)
            actions.bring(row, by=request.seat, key=request.POST.get("key"), content=content)
        except Unfit as unfit:
            form.add_error("file", unfit.sentence)
        else:
            say(request, f"模板已试印过，没有问题。往后的{row.kind_of.name}可以用它写。")
            return redirect("letters:templates")
    rows = Template.objects.filter(union_id=request.seat.union_id).select_related("brought_by")
    context = {"form": form, "rows": rows.order_by("state", "-brought_at")[:60], "names": NAMES}
    return render(request, "letters/templates.html", context, status=422 if form.is_bound else 200)


def _template(request: HttpRequest, pk: int) -> Template:
    row = Template.objects.filter(pk=pk).first()
    if row is None:
        raise NotAllowed("没有找到这个模板，可能是别的工会的。")
    return row


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A template to begin from."""
    writer_only(request)
    return file_response(sample_template(), "公文模板样例.docx")


@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """The template filled with invented values."""
    writer_only(request)
    row = _template(request, pk)
    return file_response(actions.check(printing.bytes_of(row), row.kind), f"试印：{row.name}")


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a template again, or no longer."""
    row = _template(request, pk)
    values = {"by": request.seat, "key": request.POST.get("key")}
    name = kinds.BY_CODE[row.kind].name
    if request.POST.get("do") == "on":
        actions.switch_on(row, **values)
        say(request, f"已启用，往后的{name}可以用它写。")
    else:
        actions.switch_off(row, **values)
        say(request, f"已停用，往后的{name}用职家的版式写。")
    return redirect("letters:templates")


urlpatterns = [
    path("house/", house, name="house"),
    path("templates/", templates, name="templates"),
    path("templates/sample/", sample, name="sample"),
    path("templates/<int:pk>/trial/", trial, name="trial"),
    path("templates/<int:pk>/switch/", switch, name="switch"),
]
