"""Indicators: what they mean, their targets, their published figures as vintages, and the gap between the two."""
