"""Digest pages and alert messages, built from changes."""
