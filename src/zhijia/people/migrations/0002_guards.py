from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0001_persons_and_members")]
    operations = [
        guard("people_person"),
        guard("people_membership"),
    ]
