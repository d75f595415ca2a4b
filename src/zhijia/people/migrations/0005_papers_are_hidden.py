from django.db import migrations

from zhijia.kernel.trail.guard import guard

SEALED = tuple(f"{name}{part}" for name in ("identity", "phone", "card") for part in ("", "_index", "_tail"))
GUARD = guard("people_person")


class Migration(migrations.Migration):
    """Numbers of papers stand in the trail as "changed" only."""

    dependencies = [("people", "0004_members_in_full")]
    operations = [
        migrations.RunSQL(GUARD.reverse_sql, GUARD.sql),
        guard("people_person", hidden=SEALED),
    ]
