"""Digests a channel asked for: what changed, at a time of day, with the health of the sources."""

DEFAULT = "list"
