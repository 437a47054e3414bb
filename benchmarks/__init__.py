"""Measures what the design promises, as one table; nothing here is a test."""
