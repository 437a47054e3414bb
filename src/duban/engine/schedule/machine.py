"""
Machine code that is kept on disk, and made anew when any of the rules it was made from changes.

numba looks at the file of the function it compiles and not at what that function calls: a rule changed in another file
would go on being computed as it was.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from types import ModuleType
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache
from numba.extending import register_jitable

from duban.engine.schedule import arrays, calculus, floats, grids, microsoft, primavera, ticks, types

_RULES: tuple[ModuleType, ...] = (arrays, calculus, floats, grids, microsoft, primavera, ticks, types)


_registered: set[Callable[..., Any]] = set()


class Kept(FunctionCache):
    """numba's own store, under keys that also name the rules."""

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:  # noqa: ANN401 - numba's protocol
        own: Any = super()
        return (*own._index_key(sig, codegen), rules_stamp())  # noqa: SLF001


@cache
def rules_stamp() -> str:
    """Return what changes when any rule that compiled code calls is written differently."""
    return sha256("".join(map(inspect.getsource, _RULES)).encode()).hexdigest()


def machined(function: Callable[..., Any], *, parallel: bool = False) -> Any:  # noqa: ANN401 - numba's dispatcher
    """Return *function* compiled, its loops on every core if *parallel*, and kept on disk for as long as no rule changes."""
    made: Any = njit(nogil=True, parallel=parallel)(function)
    store: Any = Kept
    made._cache = store(function)  # noqa: SLF001 - what numba's own ``cache=True`` does, with another key
    return made


def register(helper: Callable[..., Any]) -> None:
    """Let compiled code call a plain function."""
    if helper not in _registered:
        _registered.add(helper)
        register_jitable(helper)
