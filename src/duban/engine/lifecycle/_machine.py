"""A state machine as data: edges are declared once and asked, never scattered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from duban.engine.kernel import Problem


@dataclass(frozen=True, slots=True)
class Edge:
    """A permitted move, the facts it needs and the roles that may take it."""

    name: str
    sources: frozenset[str]
    target: str
    needs: tuple[str, ...] = ()
    """Names of facts that must be given, in the order they are asked for."""
    roles: frozenset[str] = frozenset()
    """Empty: nobody takes it by hand; the system does, as when a deadline passes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """
    A named set of states, the first of which every thing begins in, and the edges between them.

    A table that names an unknown state, doubles an edge, or leaves a state nobody can come to is a mistake of
    the program: it raises ValueError at import, listing everything at once.
    """

    name: str
    states: tuple[str, ...]
    edges: tuple[Edge, ...]

    def __post_init__(self) -> None:
        """Refuse a table that is not a machine."""
        if mistakes := list(self._mistakes()):
            msg = f"machine {self.name}: {'; '.join(mistakes)}"
            raise ValueError(msg)

    @property
    def initial(self) -> str:
        """The state every thing begins in."""
        return self.states[0]

    def is_final(self, state: str) -> bool:
        """Return whether nothing leads on from *state*."""
        return not any(state in edge.sources for edge in self.edges)

    def edge(self, name: str) -> Edge | None:
        """Return the edge of that name, if there is one."""
        return next((edge for edge in self.edges if edge.name == name), None)

    def open_edges(self, state: str, roles: Collection[str]) -> tuple[Edge, ...]:
        """Return the edges someone holding *roles* may take from *state*: the buttons of the page."""
        leaving = (edge for edge in self.edges if state in edge.sources)
        return tuple(edge for edge in leaving if not edge.roles.isdisjoint(roles))

    def check(self, edge_name: str, state: str, facts: Mapping[str, object]) -> tuple[Problem, ...]:
        """
        Return everything that stops the edge being taken from *state* now; empty means go.

        A fact is given unless it is absent, None, False or empty; the number 0 is given.
        """
        edge = self.edge(edge_name)
        if edge is None:
            return (Problem("lifecycle.no_such_edge", "edge", (edge_name,)),)
        if state not in edge.sources:
            return (Problem("lifecycle.not_from_here", "state", (state, edge_name)),)
        return _still_needed(edge, facts)

    def missing(self, state: str, facts: Mapping[str, object]) -> dict[str, tuple[Problem, ...]]:
        """Return what each edge leaving *state* still needs (还缺什么); empty where it may be taken."""
        return {edge.name: _still_needed(edge, facts) for edge in self.edges if state in edge.sources}

    def _mistakes(self) -> Iterator[str]:
        if not self.states:
            yield "no states"
            return
        names = [edge.name for edge in self.edges]
        yield from (f"edge {name} twice" for name in sorted({n for n in names if names.count(n) > 1}))
        if len(set(self.states)) < len(self.states):
            yield "a state twice"
        for edge in self.edges:
            unknown = {*edge.sources, edge.target} - set(self.states)
            yield from (f"edge {edge.name} names no state: {state}" for state in sorted(unknown))
            if not edge.sources:
                yield f"edge {edge.name} leaves from nowhere"
        yield from (f"nothing leads to {state}" for state in self.states if state not in self._reachable())

    def _reachable(self) -> set[str]:
        reached: set[str] = set()
        new = {self.states[0]}
        while new:
            reached |= new
            new = {edge.target for edge in self.edges if edge.sources & reached} - reached
        return reached


def _still_needed(edge: Edge, facts: Mapping[str, object]) -> tuple[Problem, ...]:
    needed = [name for name in edge.needs if not _is_given(facts.get(name))]
    return tuple(Problem("lifecycle.needed", name, (name,)) for name in needed)


def _is_given(fact: object) -> bool:
    if fact is None or fact is False:
        return False
    return not (hasattr(fact, "__len__") and len(fact) == 0)
