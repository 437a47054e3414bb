"""What every room needs: refusals, the clock, exact fields, and the sentences problems are told in."""
