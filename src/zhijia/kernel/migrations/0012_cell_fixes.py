import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0011_mail_server")]

    operations = [
        migrations.AddField(
            model_name="batchline", name="offer", field=models.JSONField(default=dict)
        ),
        migrations.CreateModel(
            name="CellFix",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=60)),
                ("row", models.PositiveIntegerField()),
                ("column", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=60)),
                ("kept", models.BinaryField()),
                ("batch", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="fixes", to="kernel.batch")),
            ],
        ),
        migrations.AddConstraint(
            model_name="cellfix",
            constraint=models.UniqueConstraint(
                fields=("batch", "sheet", "row", "column"), name="kernel_cellfix_one_a_cell"
            ),
        ),
    ]  # fmt: skip
