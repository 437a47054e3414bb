"""Reads and writes plans: Microsoft Project's XML, Primavera's XER, Excel task tables and Duban's own TOML. No Django."""
