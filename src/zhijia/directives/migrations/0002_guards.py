from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_directives")]
    operations = [guard("directives_directive"), guard("directives_edition"), guard("directives_demand")]
