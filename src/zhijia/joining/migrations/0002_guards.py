from django.db import migrations

from zhijia.kernel.trail.guard import guard


SEALED = ("identity", "identity_index", "identity_tail", "phone", "phone_index", "phone_tail")


class Migration(migrations.Migration):
    dependencies = [("joining", "0001_doors_applications_transfers")]
    operations = [
        guard("joining_door", hidden=("ref",)),
        guard("joining_application", hidden=SEALED),
        guard("joining_transfer"),
    ]
