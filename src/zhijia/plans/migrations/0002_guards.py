from django.db import migrations

from zhijia.kernel.trail.guard import guard


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_plans_traces_summaries")]
    operations = [
        guard("plans_plan"),
        guard("plans_section"),
        guard("plans_task"),
        guard("plans_occurrence"),
        guard("plans_trace"),
        guard("plans_traceunit"),
        guard("plans_summary"),
        guard("plans_summarysection"),
        guard("plans_summarynumber"),
    ]
