"""A plan is changed whole or not at all: killed (-9) after anything it writes, what was kept before is what there is."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.races import OwnDatabase

CHILD = Path(__file__).with_name("killed.py")


@pytest.mark.slow
def test_killed_at_any_step_of_a_change_then_in_full(tmp_path):
    with OwnDatabase(tmp_path) as environment:

        def run(*part):
            return subprocess.run(
                [sys.executable, str(CHILD), *part],
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                check=False,
                timeout=300,
            )

        assert run("lay out").returncode == 0
        for nth in range(1, 50):
            killed = run("keep", str(nth))
            if killed.stdout == "done\n":
                break
            assert killed.returncode == -signal.SIGKILL
            assert run("look").stdout.split() == ["revisions:1", "outlook:1", "record:whole"]
        assert nth > 3
        assert run("look").stdout.split() == ["revisions:2", "outlook:2", "record:whole"]
