from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0008_service_card")]
    operations = [guard("people_cardtarget")]
