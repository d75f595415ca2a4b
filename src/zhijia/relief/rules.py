"""Rules of visiting: what a visit must say, and when it is late. Pure."""

import datetime as dt
from decimal import Decimal
from typing import Any

EARLIEST = dt.date(2000, 1, 1)
MOST = Decimal(20_000)  # far above any union's own limit: catches a slip of the finger, sets no rule


def is_late(state: str, due_on: dt.date, today: dt.date) -> bool:
    return state == "due" and due_on < today


def unfit(visit: Any, today: dt.date) -> dict[str, str]:
    """What is wrong with a visit that was made: field → sentence. Two visitors, form of gift, fund (field notes)."""
    wrong = {}
    if not visit.visited_on:
        wrong["visited_on"] = "请填走访日期。"
    elif visit.visited_on > today:
        wrong["visited_on"] = "日期在今天之后。请填实际走访那天。"
    elif visit.visited_on < EARLIEST:
        wrong["visited_on"] = "日期太早了。是不是年份打错了？"
    first, second = "".join(visit.visitor.split()), "".join(visit.second_visitor.split())
    if not first:
        wrong["visitor"] = "请填走访人。"
    if not second:
        wrong["second_visitor"] = "走访要两个人去。请填同行人的姓名。"
    elif first == second:
        wrong["second_visitor"] = "两个人写成了同一位。请填另一位的姓名。"
    return wrong | _gift(visit)


def _gift(visit: Any) -> dict[str, str]:
    if not visit.gift:
        return {"gift": "请选慰问形式，没有带就选“没有带”。"}
    if visit.gift == "none":
        return {"amount": "选了“没有带”，金额要空着。"} if visit.amount else {}
    wrong = {}
    if not visit.amount:
        wrong["amount"] = "请填金额。慰问品填买来的价钱。"
    elif visit.amount > MOST:
        wrong["amount"] = f"超过 {MOST:,} 元。是不是多打了一个 0？"
    if visit.gift == "goods" and not visit.goods.strip():
        wrong["goods"] = "请写带了什么，如：牛奶、水果。"
    if not visit.fund:
        wrong["fund"] = "请选资金来源。"
    return wrong
