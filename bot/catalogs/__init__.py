"""Public model lists: one file a list."""
