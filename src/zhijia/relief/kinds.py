"""The kinds of visit: read from kinds.toml, checked, frozen. Pure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GIFTS = {"none": "没有带", "goods": "慰问品", "money": "慰问金"}
FUNDS = {
    "union": "工会经费",
    "administration": "行政经费",
    "upper": "上级专项资金",
    "mutual": "互助互济资金",
    "donation": "社会捐赠",
}


@dataclass(frozen=True, slots=True)
class VisitKind:
    """One occasion that obliges a visit; kinds.toml explains the fields."""

    code: str
    name: str
    gift: str
    days: int | None = None
    fund: str = "union"
    trace: str = "visit"

    def __post_init__(self) -> None:
        if self.gift not in GIFTS or self.fund not in FUNDS:
            raise ValueError(f"{self.code}: gift is one of {[*GIFTS]}, fund one of {[*FUNDS]}.")


@cache
def kinds() -> tuple[VisitKind, ...]:
    text = Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8")
    return tuple(VisitKind(**row) for row in tomllib.loads(text)["kind"])


@cache
def by_code() -> dict[str, VisitKind]:
    return {kind.code: kind for kind in kinds()}


def choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.name) for kind in kinds()]
