from django.db import migrations


class Migration(migrations.Migration):
    """The foreign key has an index of its own."""

    dependencies = [("org", "0011_places_of_a_union")]

    operations = [migrations.RemoveIndex("post", "org_post_of_person")]
