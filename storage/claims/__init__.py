"""Claims, evidence and full-text search."""
