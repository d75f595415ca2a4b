from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from zhijia.kernel.trail.guard import guard, install_guard


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_trail_and_files")]
    operations = [
        BtreeGistExtension(),  # two parents at a time are refused by an exclusion constraint
        install_guard(),
        guard("kernel_attachment"),
    ]
