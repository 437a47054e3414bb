"""Who is told what, when and by which channel: an inbox, one digest per person per day, and a calendar feed."""
