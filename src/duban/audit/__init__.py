"""Append-only, hash-chained record of who did what. It keeps names as facts and points at nobody, so every room may use it."""
