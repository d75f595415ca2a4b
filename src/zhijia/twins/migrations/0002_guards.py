from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("twins", "0001_layouts_numbers_sendings")]
    operations = [
        guard("twins_layout"),
        guard("twins_membernumber"),
        guard("twins_unionnumber"),
        guard("twins_sending"),
    ]
