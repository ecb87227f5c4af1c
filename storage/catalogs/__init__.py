"""Model lists and followed sources."""
