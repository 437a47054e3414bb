"""Work ledgers in and out: the layouts offices keep them in, and a target split in a spreadsheet."""
