from django.db import migrations, models


def unmark(apps, schema_editor):
    """What is kept of a schedule under no calendar is computed again: the new part of it is not there yet."""
    apps.get_model("projects", "Outlook").objects.update(fingerprint="")


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_site_progress")]
    operations = [
        migrations.AddField("outlook", "planned", models.JSONField(default=dict)),
        migrations.RunPython(unmark, migrations.RunPython.noop),
    ]
