import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0010_guard_founding_list")]
    operations = [
        migrations.AlterField(
            "closure",
            "descendant",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="org.union"
            ),
        ),
    ]
