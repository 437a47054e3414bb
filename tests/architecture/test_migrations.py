"""Migrations form one line per room, each step of which can be taken back."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader


def own():
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("duban.")}
    loader = MigrationLoader(None)
    return {key: step for key, step in loader.disk_migrations.items() if key[0] in labels}


def test_each_room_has_one_line():
    steps = own()
    assert steps
    before = {key: [d for d in step.dependencies if d[0] == key[0]] for key, step in steps.items()}
    assert [key for key, earlier in before.items() if len(earlier) > 1] == []
    assert len({d for earlier in before.values() for d in earlier}) == sum(map(len, before.values()))
    roots = [key[0] for key, earlier in before.items() if not earlier]
    assert len(roots) == len(set(roots))


def test_each_step_can_be_taken_back():
    stuck = [
        f"{key}: {op.describe()}"
        for key, step in own().items()
        for op in step.operations
        if not op.reversible
    ]
    assert stuck == []
