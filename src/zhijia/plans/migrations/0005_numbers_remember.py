import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_guards"), ("plans", "0004_continued_tasks")]
    operations = [
        migrations.AddField(
            "summarynumber",
            "was",
            models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name="改之前的数"),
        ),
        migrations.AddField(
            "summarynumber",
            "set_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="谁定的",
            ),
        ),
        migrations.AddField(
            "summarynumber", "set_at", models.DateTimeField(null=True, verbose_name="什么时候定的")
        ),
        migrations.AddField(
            "summarynumber", "of_unions", models.PositiveIntegerField(null=True, verbose_name="应有几个基层工会")
        ),
        migrations.AddField(
            "summarynumber",
            "silent",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None, verbose_name="那时没有数的工会"
            ),
        ),
    ]
