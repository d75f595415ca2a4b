from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_imports")]
    operations = [guard("kernel_batch")]
