"""Models that belong together, those to come, and examples to ask."""
