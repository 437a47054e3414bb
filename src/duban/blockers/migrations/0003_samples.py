from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blockers", "0002_longer_cause_codes")]

    operations = [
        migrations.AddField(
            model_name="blocker",
            name="is_sample",
            field=models.BooleanField(default=False, verbose_name="示例"),
        ),
    ]
