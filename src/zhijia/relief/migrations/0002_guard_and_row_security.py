from django.db import migrations

from zhijia.kernel.scope.row_security import restrict
from zhijia.kernel.trail.guard import guard

# policy.may_see in SQL: the own union's cadres, and a group leader's own reports.
MAY_SEE = """
union_id = (seat ->> 'union')::bigint AND (
  seat ->> 'office' IN ('chair', 'vice', 'officer', 'accountant', 'auditor', 'women', 'committee')
  OR seat ->> 'office' = 'leader' AND reported_by_id = (seat ->> 'person')::bigint
)
"""


class Migration(migrations.Migration):
    dependencies = [("relief", "0001_visits"), ("kernel", "0003_seat_and_reveals")]
    operations = [
        guard("relief_visit", hidden=("note",)),
        restrict("relief_visit", MAY_SEE),
    ]
