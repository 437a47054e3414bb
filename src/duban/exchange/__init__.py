"""Spreadsheets in and out: what a sheet says, what it would change, what is wrong with it, and the sheet handed back."""
