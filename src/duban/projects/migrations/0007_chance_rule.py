import django.db.models.deletion
from django.db import migrations, models

import duban.core.fields


def forget(apps, schema_editor):
    """What trials found is computed again when it is asked for: it now says more than was kept."""
    apps.get_model("projects", "Trial").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_sample_day"), ("projects", "0006_planned_share_kept")]
    operations = [
        migrations.CreateModel(
            name="ChanceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("low", duban.core.fields.FigureField(verbose_name="最短倍数")),
                ("high", duban.core.fields.FigureField(verbose_name="最长倍数")),
                ("together", duban.core.fields.FigureField(verbose_name="同因相关")),
                ("least", models.PositiveIntegerField(verbose_name="历史样本至少几例")),
                ("starts", models.DateField(verbose_name="施行日")),
                ("set_by", models.CharField(max_length=64, verbose_name="制定")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.CharField(max_length=200, verbose_name="事由")),
            ],
            options={
                "verbose_name": "完工把握规则",
            },
        ),
        migrations.RemoveConstraint(
            model_name="trial",
            name="projects_trial_once",
        ),
        migrations.AddField(
            model_name="trial",
            name="rule",
            field=models.PositiveIntegerField(default=0, verbose_name="规则版次"),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(
                fields=("revision", "fingerprint", "rule", "seed", "trials"), name="projects_trial_once"
            ),
        ),
        migrations.AddField(
            model_name="chancerule",
            name="zone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="chancerule",
            constraint=models.UniqueConstraint(
                fields=("zone", "version"), name="projects_chancerule_version"
            ),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
