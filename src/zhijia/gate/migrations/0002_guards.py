from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("gate", "0001_tokens")]
    operations = [guard("gate_token", hidden=("code",))]
