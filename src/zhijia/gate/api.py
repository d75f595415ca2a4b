"""API v1: every register read and acted on, through the scope, masks and verbs of its pages.

Each register gives four kinds of address: its list, a row with the verbs open to the seat, the verbs that make a
row, the verbs of a row. `docs/how-to/use-the-api.md` shows them; `/api/v1/openapi.json` describes them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from zhijia.gate import shapes
from zhijia.gate.actions import seat_of
from zhijia.kernel import trail
from zhijia.kernel.actions import Action, NotAllowed, Refused, Unfit, offered
from zhijia.kernel.figures import Period
from zhijia.kernel.ledger import Ledger, ledgers
from zhijia.kernel.ledger.look import SIZES, Look, Uncounted
from zhijia.kernel.ledger.record import PAST, filled
from zhijia.kernel.scope import Seat, scope
from zhijia.kernel.scope.middleware import reading
from zhijia.org.page_scope import place_of

WRONG_TOKEN = "令牌不对、过期了、收回了，或者发令牌的人已经不在这个职务上。请在职家“接口令牌”里另发一个。"
READ_ONLY = "这个令牌只能读。要办事，请另发一个可以办事的令牌。"
REFUSALS = dict.fromkeys((401, 403, 409, 422), shapes.Refusal)


class Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Seat | None:
        found = seat_of(token) if "\0" not in token else None
        if found is None:
            return None
        request.seat, request.token = found
        return found[0]


class Api(NinjaAPI):
    """Puts its description together once in a process: the hundreds of shapes take most of a second."""

    @cached_property
    def _described(self) -> dict[str, Any]:
        return super().get_openapi_schema()

    def get_openapi_schema(self, **_: Any) -> Any:
        return self._described


api = Api(title="职家 API", version="1", auth=Bearer(), docs_url=None, urls_namespace="api-1")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if isinstance(refusal, NotAllowed):
        trail.note("denied", by=request.seat, subject=request.path, reason=refusal.sentence)
    fields = refusal.fields if isinstance(refusal, Unfit) else {}
    return api.create_response(
        request, {"sentence": refusal.sentence, "fields": fields}, status=refusal.status
    )


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {str(one["loc"][-1]): "这个值读不懂。请按接口说明里的写法填。" for one in error.errors}
    return api.create_response(
        request, {"sentence": "有的值读不懂，什么都没有改动。", "fields": fields}, status=422
    )


@api.exception_handler(HttpError)
def not_json(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The one that ninja raises itself: a body that is no JSON."""
    sentence = "送来的内容不是 JSON，什么都没有改动。请按接口说明里的写法送。"
    return api.create_response(request, {"sentence": sentence, "fields": {}}, status=error.status_code)


@api.exception_handler(AuthenticationError)
def no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    # No limit on tries: a token is 256 random bits.
    return api.create_response(request, {"sentence": WRONG_TOKEN, "fields": {}}, status=401)


@contextmanager
def seated(request: HttpRequest, ledger: Ledger) -> Iterator[Seat]:
    """Look as the token's seat; what only reads, reads in a transaction that cannot write."""
    seat: Seat = request.seat
    with scope(seat):
        ledger.admit(seat)
        with reading() if request.method == "GET" else nullcontext():
            yield seat


def may_act(request: HttpRequest) -> None:
    if not request.token.may_act:
        raise NotAllowed(READ_ONLY)


def doors(ledger: Ledger) -> None:
    """Add the addresses of one register."""
    name = "".join(part.title() for part in ledger.key.replace("_", ".").split("."))
    place, code = f"/{ledger.app}/{ledger.name}/", ledger.key.replace(".", "_")
    row = shapes.row_of(ledger, name)

    def add(method: str, path: str, view: Callable[..., Any], answer: Any, called: str, told: str) -> None:
        known = {"operation_id": called, "url_name": called, "summary": told, "tags": [ledger.app]}
        api.api_operation([method], path, response={200: answer, **REFUSALS}, **known)(view)

    add(
        "GET",
        place,
        listing(ledger, name),
        shapes.page_of(name, row),
        f"list_{code}",
        f"{ledger.title}：列表",
    )
    if ledger.has_rows_pages:
        detail = shapes.detail_of(name, row)
        add("GET", f"{place}{{int:pk}}/", one(ledger), detail, f"get_{code}", f"{ledger.title}：一条")
    for verb in ledger.new:
        view = acting(ledger, verb, shapes.body_of(ledger, verb, name, changing=False))
        add("POST", f"{place}{verb.name}/", view, row, f"{verb.name}_{code}", verb.label)
    for verb in ledger.verbs if ledger.has_rows_pages else ():
        view = changing(ledger, verb, shapes.body_of(ledger, verb, name, changing=True))
        add("POST", f"{place}{{int:pk}}/{verb.name}/", view, row, f"{verb.name}_{code}", verb.label)


def listing(ledger: Ledger, name: str) -> Callable[..., Any]:
    asked_shape = shapes.asked_of(ledger, name)

    def view(request: HttpRequest, asked: Query[asked_shape]) -> Any:  # type: ignore[valid-type]
        with seated(request, ledger) as seat:
            look = Look(ledger, request.GET, place_of(request.GET, seat), seat)
            _understood(look, asked.period)
            look.columns = ledger.all_columns
            # Where a register has a condition called size, that is what the word means.
            size = asked.size if isinstance(asked.size, int) else SIZES[1]
            page = Uncounted(look.rows, size).at(asked.page)
            # Behind the last page a person is shown the first one; a program would read it for ever.
            rows = page if page.number == asked.page else []
            total = look.counts()[0] if asked.count else None
            return {
                "rows": [shapes.told(ledger, row) for row in rows],
                "more": page.more and rows is page,
                "total": total,
            }

    return view


def _understood(look: Look, period: str) -> None:
    """A page leaves aside what it cannot read in an address; a program would take other rows for those it asked for."""
    wrong = {name: " ".join(said) for name, said in look.form.errors.items()}
    if look.form.value("tab") and look.tab is None:
        wrong["tab"] = "没有这个页签。请看接口说明。"
    if look.form.value("sort") and not look.sort:
        wrong["sort"] = "不能按它排序。请填列名，倒序在前面加“-”。"
    try:
        Period.parse(period or "2026")
    except ValueError:
        wrong["period"] = "期间读不懂。请写成 2026、2026H1、2026Q2、2026-03 或者 2026-01-01..2026-03-31。"
    if wrong:
        raise Unfit("有的条件读不懂。", **wrong)


def one(ledger: Ledger) -> Callable[..., Any]:
    def view(request: HttpRequest, pk: int) -> Any:
        with seated(request, ledger) as seat:
            row = ledger.found(pk)
            verbs = offered(row, ledger.verbs, seat).items()
            told = [{"name": verb.name, "label": verb.label, "why_not": why_not} for verb, why_not in verbs]
            return shapes.told(ledger, row) | {"verbs": told}

    return view


def acting(ledger: Ledger, verb: Action, shape: Any) -> Callable[..., Any]:
    """The door of a verb that makes a row. The header Idempotency-Key makes a repeat give the first result."""

    def view(request: HttpRequest, asked: Body[shape]) -> Any:  # type: ignore[valid-type]
        with seated(request, ledger) as seat:
            may_act(request)
            given = ledger.first_values(verb, None, seat) | _sent(asked)
            return _run(request, ledger, verb, ledger.model(), given, asked)

    return view


def changing(ledger: Ledger, verb: Action, shape: Any) -> Callable[..., Any]:
    def view(request: HttpRequest, pk: int, asked: Body[shape]) -> Any:  # type: ignore[valid-type]
        with seated(request, ledger) as seat:
            may_act(request)
            row = ledger.found(pk)
            if why_not := offered(row, [verb], seat).get(verb, PAST):
                raise NotAllowed(why_not)
            return _run(
                request, ledger, verb, row, ledger.first_values(verb, row, seat) | _sent(asked), asked
            )

    return view


def _sent(asked: Any) -> dict[str, Any]:
    return asked.model_dump(exclude_unset=True, exclude={"version"})


def _run(
    request: HttpRequest, ledger: Ledger, verb: Action, row: Any, given: dict[str, Any], asked: Any
) -> Any:
    values: dict[str, Any] = {"reason": asked.reason}
    if verb.form:
        form = verb.form(ledger.model, given)
        if not form.is_valid():
            raise Unfit(
                "有的值不合适，什么都没有改动。",
                **{name: " ".join(said) for name, said in form.errors.items()},
            )
        values = {"reason": asked.reason, **filled(ledger, form)}
    done = verb(
        row, by=request.seat, key=request.headers.get("Idempotency-Key"), version=asked.version, **values
    )
    return shapes.told(ledger, ledger.found(done.pk))


for _ledger in ledgers().values():
    doors(_ledger)
