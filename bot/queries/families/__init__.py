"""Models that belong together, those still to come, and examples of what can be asked."""
