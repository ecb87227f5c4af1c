"""Cards of several models."""
