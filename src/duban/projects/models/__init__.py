"""Tables of projects; private to the room."""

from duban.projects.models.register import Assistance, Counter, Money, Move, Project

__all__ = ["Assistance", "Counter", "Money", "Move", "Project"]
