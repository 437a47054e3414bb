import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_one_list_of_causes")]

    operations = [
        migrations.RemoveField(model_name="cause", name="code"),
        migrations.AlterField(
            model_name="cause",
            name="coded",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="blockers.cause"
            ),
        ),
        migrations.DeleteModel(name="CauseCode"),
    ]
