"""Public model lists and what changed in them."""
