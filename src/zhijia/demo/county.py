"""云川县 at ten times the large town: nine more towns of 3,021 unions and 79,801 members beside it, to measure with."""

from collections.abc import Callable
from datetime import date

from zhijia.demo import cast, large, shape
from zhijia.demo.ground import Ground

PASSWORD, LOGINS = large.PASSWORD, large.LOGINS
TOWNS = ["白云", "竹溪", "龙口", "清水", "新桥", "石塘", "沙河", "梅林", "双溪"]


def build(report: Callable[[str], None] = print) -> None:
    """Build town after town, each in a transaction of its own."""
    county = large.build(report).unions[cast.COUNTY]
    for n, name in enumerate(TOWNS, 1):
        code = f"YC{n}"
        more = large.Addition(code, name, first=large.FIRST * (n + 1))
        more.shape.unions[code] = shape.Union(
            code, f"{name}镇总工会", f"{name}镇总", "town", "", cast.COUNTY, date(2005, 9, 16)
        )
        more.draw(large.UNIONS, large.MEMBERS)
        more.lay(Ground(unions={cast.COUNTY: county}), report)
