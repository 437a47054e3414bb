"""
Reading and writing sheets that people made: the door, the cells, the table, the workbook sent back.

Knows nothing of indicators or databases; problems are values with ``where = "Sheet1!C5"``.
"""
