from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("org", "0002_tree_and_posts")]
    operations = [
        guard("org_union"),
        guard("org_parentedge"),
        guard("org_employer"),
        guard("org_employeralias"),
        guard("org_coverage"),
        guard("org_headcount"),
        guard("org_body"),
        guard("org_post"),
    ]
