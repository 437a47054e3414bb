"""The ``duban`` command: reads the clock, is the operator, calls one service or selector, prints."""
