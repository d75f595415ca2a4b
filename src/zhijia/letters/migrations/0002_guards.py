from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("letters", "0001_letters_and_templates")]
    operations = [guard("letters_letter"), guard("letters_housestyle"), guard("letters_template")]
