import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Plans get room to name a line of the list of causes the blockers keep, beside the code of the ledger's own."""

    dependencies = [
        ("blockers", "0002_longer_cause_codes"),
        ("ledger", "0003_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="cause",
            name="coded",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blockers.cause"
            ),
        ),
        migrations.AlterField(
            model_name="cause",
            name="code",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.causecode",
            ),
        ),
    ]
