from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("org", "0009_founding_list")]
    operations = [guard("org_setuprule")]
