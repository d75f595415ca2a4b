from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_lists")]
    operations = [guard("kernel_keptfilter"), guard("kernel_madefile")]
