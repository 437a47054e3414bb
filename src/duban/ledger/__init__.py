"""台账: special plans against shortfalls, and the items of work that follow, until each is struck off."""
