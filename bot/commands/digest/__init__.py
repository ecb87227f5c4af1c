"""Digests for a channel: what changed, at a set time, with the health of the sources."""

DEFAULT = "list"
