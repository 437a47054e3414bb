"""Background work: what is to be done when, once, however many workers there are."""
