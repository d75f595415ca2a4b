"""What a chapter gets tested for free: every address × the cast, queries at two sizes, the commit guard.

The kernel knows no union and no officer, so the cast itself comes from fixtures: `logins`, `client_as`, `seat_of`.
"""

from zhijia.kernel.testing.doors import Door, Table, doors, knock, taken_back
from zhijia.kernel.testing.guards import guarded_tables, row_tables, scoped_models
from zhijia.kernel.testing.jobs import work_off
from zhijia.kernel.testing.queries import page_queries, settled_queries

__all__ = [
    "Door", "Table", "doors", "guarded_tables", "knock", "page_queries", "row_tables", "scoped_models",
    "settled_queries", "taken_back", "work_off",
]  # fmt: skip
