"""Pages that list things: what is coming, claims, names, sources, changes, what is retiring, what a search finds."""
