from django.db import migrations, models

from zhijia.people.codes import Began, Ended


class Migration(migrations.Migration):
    dependencies = [("people", "0012_indexes_where_they_lead")]
    operations = [
        migrations.AlterField(
            "membership", "began",
            models.CharField("怎样开始", max_length=12, choices=Began.choices, default="joined"),
        ),
        migrations.AlterField(
            "membership", "ended", models.CharField("怎样结束", max_length=12, choices=Ended.choices, blank=True)
        ),
    ]  # fmt: skip
