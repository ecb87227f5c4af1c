"""Model lists, feeds and the facts of vendor pages."""
