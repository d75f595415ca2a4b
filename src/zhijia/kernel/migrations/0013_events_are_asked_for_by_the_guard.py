import django.db.models.deletion
from django.db import migrations, models

from zhijia.kernel.trail.guard import renew_guard


class Migration(migrations.Migration):
    dependencies = [("kernel", "0012_cell_fixes")]

    operations = [
        *renew_guard(),
        migrations.AlterField(
            model_name="eventrow",
            name="event",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="rows",
                to="kernel.event", verbose_name="事件",
            ),
        ),
    ]  # fmt: skip
