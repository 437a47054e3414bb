"""Computes; knows no Django, no clock and no I/O."""
