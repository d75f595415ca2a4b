from django.db import migrations, models

from zhijia.people.tally import install_tally


class Migration(migrations.Migration):
    dependencies = [("people", "0013_how_a_span_ends_in_words")]

    operations = [
        migrations.AddField("tally", "collected", models.IntegerField(default=0)),
        *install_tally(
            (
                "members", "women", "migrant", "agency", "temporary", "moving", "incomplete", "carded", "men",
                "women_migrant", "contract", "public", "flexible", "other", "collected",
            )
        ),
        migrations.AddIndex(
            "person",
            models.Index(
                condition=models.Q(("collected_on__isnull", False)), fields=["collected_on"],
                include=("id", "card_state"), name="people_person_collected",
            ),
        ),
    ]  # fmt: skip
