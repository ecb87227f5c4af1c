"""Readers of outside sources: one file a source, all of them generators without I/O."""
