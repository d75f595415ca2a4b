from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("org", "0007_registers_and_cases")]
    operations = [
        guard("org_buildtarget"),
        guard("org_canvass"),
        guard("org_founding"),
        guard("org_reelection"),
        guard("org_setup"),
    ]
