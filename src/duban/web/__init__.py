"""The pages: who asks, one service or selector, and what it looks like."""
