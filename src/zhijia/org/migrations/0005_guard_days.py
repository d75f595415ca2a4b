from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("org", "0004_days")]
    operations = [guard("org_daycorrection")]
