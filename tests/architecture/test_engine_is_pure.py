"""The engine computes: same in, same out. No Django, no clock, no chance, no files."""

import ast
import sys

import grimp

from tests.architecture.tree import sources

# Of the standard library, what reads or changes the world outside the arguments.
WORLDLY = {
    "asyncio", "builtins", "ctypes", "fileinput", "glob", "http", "importlib", "io", "logging", "multiprocessing",
    "os", "pathlib", "platform", "random", "secrets", "shutil", "signal", "socket", "sqlite3", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint"}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


# Where a loop is the product: the passes over plans, compiled.
NUMBERS = {"duban.engine.schedule": {"numba", "numpy"}}


def test_it_imports_the_standard_library_alone_and_nothing_worldly():
    graph = grimp.build_graph("duban", include_external_packages=True, cache_dir=None)
    imported = {
        target.split(".")[0]
        for module in {"duban.engine", *graph.find_descendants("duban.engine")}
        for target in graph.find_modules_directly_imported_by(module)
        if target.split(".")[0] not in allowed(module)
    }
    assert imported - set(sys.stdlib_module_names) - {"duban"} == set()
    assert imported & WORLDLY == set()


def allowed(module):
    return {name for room, names in NUMBERS.items() if module.startswith(f"{room}.") for name in names}


def test_it_calls_no_clock_and_no_files():
    assert [found for name, tree in sources("engine") for found in worldly_calls(name, tree)] == []


def worldly_calls(name, tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in CALLS:
                yield f"{name}:{node.lineno} {called.id}()"
            elif isinstance(called, ast.Attribute) and called.attr in CLOCKS:
                yield f"{name}:{node.lineno} .{called.attr}()"


def test_the_look_out_sees():
    bad = ast.parse("from datetime import date\nx = date.today()\nopen('x')\n")
    assert list(worldly_calls("bad.py", bad)) == ["bad.py:2 .today()", "bad.py:3 open()"]
