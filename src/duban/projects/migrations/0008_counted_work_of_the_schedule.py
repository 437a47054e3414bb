"""
Counted work names the activity of the schedule it is, by id; before, it had a number somebody typed.

Linked are those whose typed number is the code or the outline number of an activity with a quantity, and those without a
number that have an activity's name and unit. A number that is none of these stays as it was typed and links to nothing.
"""

import json
import zlib

from django.db import migrations, models


def counted(apps, project_id):
    """Return the activities with a quantity of a project's newest revision: id, code, number, name, unit."""
    revisions = apps.get_model("projects", "Revision").objects.filter(project_id=project_id)
    newest = revisions.order_by("-number").first()
    if newest is None:
        return []
    numbers, below, found = {}, {}, []
    for told in json.loads(zlib.decompress(bytes(newest.body)))["activities"]:
        above = numbers.get(told.get("parent") or "", "")
        below[above] = below.get(above, 0) + 1
        numbers[told["id"]] = number = f"{above}.{below[above]}" if above else str(below[above])
        if "quantity" in told and len(told["id"]) <= 40:
            found.append((told["id"], told.get("code", ""), number, told["name"], told["quantity"][2]))
    return found


def activity_of(work, activities):
    typed = work.activity.strip()
    if typed:
        for place in (1, 2):
            for one in activities:
                if one[place] == typed:
                    return one
        return None
    same = [one for one in activities if one[3] == work.name and one[4] in {"", work.unit}]
    return same[0] if len(same) == 1 else None


def link(apps, schema_editor):
    works = apps.get_model("projects", "CountedWork")
    for project_id in works.objects.order_by().values_list("project_id", flat=True).distinct():
        activities, taken = counted(apps, project_id), set()
        for work in works.objects.filter(project_id=project_id).order_by("id"):
            one = activity_of(work, activities)
            key = work.activity if one is None else one[0]
            # Two of one activity: the first is it, the other stands on its own.
            key = "" if key in taken else key
            taken.add(key)
            if key != work.activity:
                works.objects.filter(pk=work.pk).update(activity=key)


def unlink(apps, schema_editor):
    works = apps.get_model("projects", "CountedWork")
    for project_id in works.objects.order_by().values_list("project_id", flat=True).distinct():
        codes = {one[0]: one[1] or one[2] for one in counted(apps, project_id)}
        names = set()
        for work in works.objects.filter(project_id=project_id).order_by("id"):
            name, more = work.name[:60], 2
            while name in names:
                name, more = f"{work.name[:54]}（{more}）", more + 1
            names.add(name)
            code = codes.get(work.activity, work.activity)
            works.objects.filter(pk=work.pk).update(name=name, unit=work.unit[:12], activity=code[:40])


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_chance_rule")]
    operations = [
        migrations.AlterField("countedwork", "name", models.CharField(max_length=200, verbose_name="工程量")),
        migrations.AlterField(
            "countedwork", "unit", models.CharField(blank=True, max_length=16, verbose_name="单位")
        ),
        migrations.AlterField(
            "countedwork", "activity", models.CharField(blank=True, max_length=40, verbose_name="计划任务")
        ),
        migrations.RemoveConstraint("countedwork", "projects_work_name"),
        migrations.RunPython(link, unlink),
        migrations.AddConstraint(
            "countedwork",
            models.UniqueConstraint(
                fields=["project", "name"], condition=models.Q(activity=""), name="projects_work_name"
            ),
        ),
        migrations.AddConstraint(
            "countedwork",
            models.UniqueConstraint(
                fields=["project", "activity"],
                condition=~models.Q(activity=""),
                name="projects_work_activity",
            ),
        ),
    ]
