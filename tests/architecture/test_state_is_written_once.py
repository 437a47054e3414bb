"""A state is moved by one function, which checks the edge and leaves a trace; nobody writes round it."""

import ast

from tests.architecture.tree import sources

# The one mover of each machine.
MOVERS = {
    "indicators/services/filings.py",
    "ledger/services/extensions.py",
    "ledger/services/moves.py",
    "blockers/services/moves.py",
    "notices/services/delivery.py",
    "ledger/services/plans_moving.py",
    "projects/services/baselines.py",
    "projects/services/reviewing.py",
    "projects/services/moves.py",
}


def writes_state(node):
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "setattr" and any(ast.unparse(part) == "'state'" for part in node.args)
    return getattr(node.func, "attr", "") == "update" and any(
        keyword.arg == "state" for keyword in node.keywords
    )


def writers(name, tree):
    return {name for node in ast.walk(tree) if writes_state(node)}


def test_only_the_movers_write_state():
    assert {found for name, tree in sources() for found in writers(name, tree)} == MOVERS


def test_the_look_out_sees_each_way_of_writing():
    for line in ("filing.state = 'x'", "setattr(filing, 'state', 'x')", "Filing.objects.update(state='x')"):
        assert writers("bad.py", ast.parse(line)) == {"bad.py"}
