"""
Carry the ledger's list of causes over into the one the blockers keep, and point the plans at it.

Both lists began with the same ordinary causes, two of them under other codes and some in other words. A wording the
zone changed for itself is kept: where the list below still has the ordinary one, as what the code is called; where that
was changed as well, as an ended line before it, which the plans go on naming.
"""

from datetime import date, timedelta

from django.db import migrations

EVER = date(2000, 1, 1)
"""Since when a cause could be chosen, where nobody wrote it down."""
SAME = {"planning": "replanning", "money": "funds"}
ORDINARY = [
    ("land", "用地/林地指标", "Land or forest-land quota"),
    ("demolition", "征拆", "Requisition and demolition"),
    ("replanning", "规划调整", "Change of plan"),
    ("permits", "审批手续", "Permits"),
    ("environment", "环评", "Environmental assessment"),
    ("energy", "能评", "Energy assessment"),
    ("funds", "资金", "Funds"),
    ("intent", "投资意愿", "Investor's intent"),
    ("equipment", "设备", "Equipment"),
    ("utilities", "配套（水电气路）", "Utilities and roads"),
    ("organisation", "施工组织", "Site organisation"),
    ("weather", "天气", "Weather"),
    ("policy", "政策", "Policy"),
    ("other", "其他", "Other"),
]
ORDINARY_NAMES = {code: name for code, name, _english in ORDINARY}
LEDGERS_OWN = {
    "land": "用地、林地指标",
    "demolition": "征地拆迁",
    "planning": "规划调整",
    "permits": "审批手续",
    "environment": "环评",
    "energy": "能评",
    "money": "资金",
    "intent": "投资意愿",
    "equipment": "设备",
    "utilities": "配套（水电气路）",
    "organisation": "施工组织",
    "weather": "天气",
    "policy": "政策",
    "other": "其他",
}


def carry_over(apps, schema_editor):
    """Give every zone one list, and every plan's cause its line of it."""
    listed, code_of = apps.get_model("blockers", "Cause"), apps.get_model("ledger", "CauseCode")
    unit, named = apps.get_model("orgs", "Unit"), apps.get_model("ledger", "Cause")
    for zone in unit.objects.filter(kind="zone").values_list("id", flat=True):
        if not listed.objects.filter(zone_id=zone).exists():
            listed.objects.bulk_create(
                listed(zone_id=zone, code=code, name=name, name_en=english, order=place * 10, starts=EVER)
                for place, (code, name, english) in enumerate(ORDINARY, start=1)
            )
    for code in code_of.objects.order_by("id"):
        named.objects.filter(code=code).update(coded=_line(listed, code))


def _line(listed, code):
    """Return the line a code of the ledger stands for from now on, made or reworded where there is need."""
    wanted = SAME.get(code.code, code.code)
    line = listed.objects.filter(zone_id=code.zone_id, code=wanted).order_by("starts").last()
    words = {"name": code.name, "name_en": code.name_en}
    if line is None:
        ends = EVER if code.retired else None
        return listed.objects.create(
            zone_id=code.zone_id, code=wanted, **words, order=code.order, starts=EVER, ends=ends
        )
    if code.name in {line.name, LEDGERS_OWN.get(code.code)}:
        return line
    if line.name == ORDINARY_NAMES.get(wanted):
        listed.objects.filter(pk=line.pk).update(**words)
        return line
    before = listed.objects.filter(zone_id=code.zone_id, code=wanted).order_by("starts").first().starts
    ended = before - timedelta(days=1)
    return listed.objects.create(
        zone_id=code.zone_id, code=wanted, **words, order=code.order, starts=ended, ends=ended
    )


def carry_back(apps, schema_editor):
    """Give the ledger a list of its own again: every code the plans' zones have, under what it is called last."""
    listed, code_of = apps.get_model("blockers", "Cause"), apps.get_model("ledger", "CauseCode")
    named = apps.get_model("ledger", "Cause")
    for line in listed.objects.order_by("starts"):
        words = {"name": line.name[:48], "name_en": line.name_en[:96], "order": line.order}
        code_of.objects.update_or_create(
            zone_id=line.zone_id, code=line.code, defaults=words | {"retired": line.ends is not None}
        )
    ids = {(c.zone_id, c.code): c.pk for c in code_of.objects.all()}
    for line in listed.objects.all():
        named.objects.filter(coded=line).update(code=ids[line.zone_id, line.code])


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
        ("ledger", "0004_causes_named_below"),
    ]

    operations = [migrations.RunPython(carry_over, carry_back)]
