"""Names in running text: tokens, spans, and names that only their sentence makes names."""
