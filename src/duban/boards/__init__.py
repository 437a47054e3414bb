"""Questions that cross rooms: what waits for me, what has no owner, which plan covers which gap."""
