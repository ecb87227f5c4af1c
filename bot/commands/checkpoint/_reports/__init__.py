"""A report of a label as its commands draft, find and describe it."""
