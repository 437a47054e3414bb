"""
Reports tell the plan how far its activities are, and pictures name the activity of the plan they show.

A picture had words for its activity. Where they are exactly the name, the code or the number of one activity of the newest
plan, the picture is of that activity from now on; the words stay beside it, and where they are nothing of the plan they
are all there is.
"""

import json
import zlib

import django.db.models.deletion
from django.db import migrations, models


def activities(apps, project_id):
    """Return the activities of a project's newest plan that pictures can be of: id, name, code, number."""
    revisions = apps.get_model("projects", "Revision").objects.filter(project_id=project_id)
    newest = revisions.order_by("-number").first()
    if newest is None:
        return []
    numbers, below, found = {}, {}, []
    for told in json.loads(zlib.decompress(bytes(newest.body)))["activities"]:
        above = numbers.get(told.get("parent") or "", "")
        below[above] = below.get(above, 0) + 1
        numbers[told["id"]] = number = f"{above}.{below[above]}" if above else str(below[above])
        if "heading" not in told and len(told["id"]) <= 40:
            found.append((told["id"], told["name"], told.get("code", ""), number))
    return found


def named(said, known):
    """Return the id of the one activity that has these words for its name, else its code, else its number."""
    for place in (1, 2, 3):
        same = [one[0] for one in known if one[place] == said]
        if same:
            return same[0] if len(same) == 1 else ""
    return ""


def link(apps, schema_editor):
    pictures = apps.get_model("projects", "Picture").objects.exclude(activity="")
    for project_id in list(pictures.order_by().values_list("project_id", flat=True).distinct()):
        known = activities(apps, project_id)
        for pk, said in list(pictures.filter(project_id=project_id).values_list("pk", "activity")):
            pictures.filter(pk=pk).update(activity_said=said, activity=named(said.strip(), known))


def unlink(apps, schema_editor):
    pictures = apps.get_model("projects", "Picture").objects.exclude(activity_said="")
    for pk, said in list(pictures.values_list("pk", "activity_said")):
        pictures.filter(pk=pk).update(activity=said[:40])


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_english_words_of_steps")]
    operations = [
        migrations.AddField(
            "report", "by_plan", models.BooleanField(default=False, verbose_name="按计划任务推算")
        ),
        migrations.AddField(
            "report",
            "remark",
            models.TextField(blank=True, default="", verbose_name="更正说明"),
            preserve_default=False,
        ),
        migrations.AddField("revision", "report", models.BigIntegerField(null=True)),
        migrations.AlterField(
            "revision",
            "kind",
            models.CharField(
                choices=[
                    ("drawn", "新排"),
                    ("edit", "调整"),
                    ("progress", "进展"),
                    ("file", "文件导入"),
                    ("template", "套用模板"),
                    ("restored", "恢复旧版"),
                    ("report", "进度报告"),
                ],
                max_length=12,
                verbose_name="来由",
            ),
        ),
        migrations.AlterField(
            "picture", "activity", models.CharField(blank=True, max_length=40, verbose_name="计划任务")
        ),
        migrations.AddField(
            "picture",
            "activity_said",
            models.CharField(blank=True, default="", max_length=200, verbose_name="任务（文字）"),
            preserve_default=False,
        ),
        migrations.RunPython(link, unlink),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("activity", models.CharField(max_length=40, verbose_name="计划任务")),
                ("name", models.CharField(max_length=200, verbose_name="任务名称")),
                ("percent", models.PositiveSmallIntegerField(null=True, verbose_name="完成（%）")),
                ("started", models.DateField(null=True, verbose_name="实际开始")),
                ("finished", models.DateField(null=True, verbose_name="实际完成")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="projects.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务进展",
                "constraints": [
                    models.UniqueConstraint(fields=("report", "activity"), name="projects_telling_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="projects_telling_percent"
                    ),
                ],
            },
        ),
    ]
