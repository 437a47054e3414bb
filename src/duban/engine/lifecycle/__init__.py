"""State machines as data: one table draws the buttons, refuses the move and says what is still missing."""

from duban.engine.lifecycle._machine import Edge, Machine

__all__ = ["Edge", "Machine"]
