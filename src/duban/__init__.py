"""Duban 督办: the year of a development zone, from task letter to report card."""

__version__ = "0.1.0"
