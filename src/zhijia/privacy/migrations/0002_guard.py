from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_consent")]
    operations = [guard("privacy_consent")]
