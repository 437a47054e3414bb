"""Draws files from frozen views: bytes out, no Django."""
