"""The front-door contract sees who comes in through a window."""

import grimp

import contracts


def broken(importer, imported, keyholders=()):
    graph = grimp.ImportGraph()
    for module in ("d.room", "d.room.services", "d.room.models", "d.web", "d.config"):
        graph.add_module(module)
    graph.add_import(
        importer=importer, imported=imported, line_number=3, line_contents=f"from {imported} import x"
    )
    contract = contracts.FrontDoorContract(
        name="doors",
        session_options={},
        contract_options={"rooms": ["d.room"], "doors": ["services"], "keyholders": list(keyholders)},
    )
    return contract.check(graph, verbose=False).metadata["entries"]


def test_a_door_is_open():
    assert broken("d.web", "d.room.services") == []


def test_a_window_is_not():
    assert broken("d.web", "d.room.models") == [("d.web", "d.room.models", 3)]


def test_the_room_itself_goes_where_it_likes():
    assert broken("d.room.services", "d.room.models") == []


def test_a_keyholder_enters():
    assert broken("d.config", "d.room.models", keyholders=["d.config"]) == []
