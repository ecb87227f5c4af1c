"""Pages about Spudwatch itself: its rules, its record, the state of its sources."""
