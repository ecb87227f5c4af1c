"""Readers of outside sources: one file a source, all generators without I/O."""
