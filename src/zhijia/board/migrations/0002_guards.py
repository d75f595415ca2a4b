from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("board", "0001_targets")]
    operations = [guard("board_target")]
