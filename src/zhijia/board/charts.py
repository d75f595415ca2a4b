"""Charts, each with a title that says what it shows, and the table behind it. The drawing is board.js."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhijia.board import reading
from zhijia.kernel.figures import Ask

MOST_AREAS = 6


@dataclass(frozen=True)
class Chart:
    """`kind` names the drawing in board.js; `data` is what it draws; `heads` and `rows` say the same as a table."""

    code: str
    kind: str
    title: str
    told: str  # for whoever cannot see the drawing
    data: dict[str, Any]
    heads: list[str]
    rows: list[list[Any]]

    @property
    def data_id(self) -> str:
        return f"data-{self.code}"


def of(ask: Ask, aimed: Decimal | None, *, upper: bool) -> list[Chart]:
    """The charts of one question; those that would be empty are left out. `upper`: with the unions below."""
    months = reading.months(ask)
    found = [_rate(months, aimed), _flows(months)] if len(months) > 1 else []
    work = reading.work(ask)
    if work and len(months) > 1:
        found.append(_work(work, [month.period.start.month for month in months]))
    if upper and aimed is not None:
        found.append(_reached(reading.places(ask, ("members", "employees")), aimed))
    return found


def _rate(months: list[reading.Month], aimed: Decimal | None) -> Chart:
    known = [(month, month.rate) for month in months if month.rate is not None]
    labels = [month.label for month in months]
    if not known:
        title = told = "入会率：还没有登记职工人数，算不出来"
    else:
        (_, first), (last_month, last) = known[0], known[-1]
        title = f"入会率{last_month.label} {last}%，{_moved(last - first)}"
        told = f"{known[0][0].label} {first}%，{last_month.label} {last}%"
    if aimed is not None:
        told += f"，目标 {aimed.normalize():f}%"
        over = next((month for month, rate in known if rate >= aimed), None)
        if over and known[-1][1] >= aimed:
            title = f"入会率 {known[-1][1]}%，{over.label}起过线"
    data = {
        "months": labels, "name": "入会率", "values": [_float(m.rate) for m in months], "target": _float(aimed),
    }  # fmt: skip
    rows = [[month.label, f"{month.members:,}", _percent(month.rate)] for month in months]
    return Chart("rate", "trend", title, told, data, ["月份", "会员", "入会率"], rows)


def _moved(points: Decimal) -> str:
    if points == 0:
        return "年内持平"
    return f"比年初{'升' if points > 0 else '降'} {abs(points)}"


def _flows(months: list[reading.Month]) -> Chart:
    added, removed = sum(m.added for m in months), sum(m.removed for m in months)
    net = added - removed
    title = f"会员增加 {added:,} 人，减少 {removed:,} 人，净{'增' if net >= 0 else '减'} {abs(net):,} 人"
    data = {
        "months": [m.label for m in months], "unit": "人",
        "series": [
            {"name": "增加", "values": [m.added for m in months]},
            {"name": "减少", "values": [m.removed for m in months]},
        ],
    }  # fmt: skip
    rows = [[m.label, f"{m.added:,}", f"{m.removed:,}", f"{m.members:,}"] for m in months]
    return Chart("flows", "bars", title, title, data, ["月份", "增加", "减少", "月末会员"], rows)


def _work(work: dict[str, dict[int, int]], months: list[int]) -> Chart:
    total = sum(sum(by_month.values()) for by_month in work.values())
    shown = list(work.items())[:MOST_AREAS]
    busiest, of_busiest = shown[0][0], sum(shown[0][1].values())
    title = f"台账 {total:,} 条，{busiest}最多，{of_busiest:,} 条"
    data = {
        "months": [f"{n}月" for n in months],
        "names": [f"{name} {sum(by_month.values())}" for name, by_month in shown],
        "values": [[by_month.get(n, 0) for n in months] for _, by_month in shown],
        "unit": "条",
    }
    rows = [
        [name, *(by_month.get(n, 0) for n in months), sum(by_month.values())]
        for name, by_month in work.items()
    ]
    heads = ["领域", *(f"{n}月" for n in months), "合计"]
    return Chart("work", "heat", title, title, data, heads, rows)


def _reached(places: list[reading.Place], aimed: Decimal) -> Chart:
    """How many unions of each sort are above the target, below it, or cannot be judged."""
    sorts = ("单独建会", "联合工会", "其他单位")
    table = {sort: [0, 0, 0] for sort in sorts}
    for one in places:
        sort = (
            "联合工会"
            if one.union.kind == "joint"
            else "单独建会"
            if one.union.nature == "enterprise"
            else "其他单位"
        )
        table[sort][2 if one.rate is None else 0 if one.rate >= aimed else 1] += 1
    below, unknown = (sum(row[n] for row in table.values()) for n in (1, 2))
    title = f"还有 {below} 个工会入会率没到 {aimed.normalize():f}%" if below else "算得出入会率的工会都已达标"
    told = title + (f"，{unknown} 个没有职工人数" if unknown else "")
    names = ("达标", "没到", "没有职工人数")
    series = [{"name": name, "values": [table[sort][n] for sort in sorts]} for n, name in enumerate(names)]
    data = {"names": list(sorts), "unit": "个", "series": series}
    return Chart(
        "reached", "stacks", title, told, data, ["类别", *names], [[sort, *table[sort]] for sort in sorts]
    )


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _percent(number: Decimal | None) -> str:
    return "没有职工人数" if number is None else f"{number}%"
