"""A foreign key is an import that import-linter cannot see: it obeys the same stack."""

import tomllib

from django.apps import apps

from tests.architecture.tree import ROOT


def ranks():
    """Map each room to its line in the stack of pyproject.toml, counted from the top."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return {room.strip(" ()"): line for line, rooms in enumerate(layers) for room in rooms.split("|")}


def rooms_of(model):
    name = model._meta.app_config.name
    return name.split(".")[1] if name.startswith("duban.") else None


def relations():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                yield field, rooms_of(model), rooms_of(field.related_model)


def test_foreign_keys_point_down():
    line = ranks()
    upward = [
        f"{field} → {there}"
        for field, here, there in relations()
        if here and there and here != there and line[there] <= line[here]
    ]
    assert upward == []


def test_there_are_foreign_keys_between_rooms_to_look_at():
    assert any(here and there and here != there for _field, here, there in relations())


def test_every_room_with_models_stands_in_the_stack():
    rooms = {rooms_of(model) for model in apps.get_models()} - {None}
    assert rooms <= ranks().keys()
