"""Claims and their evidence."""

DEFAULT = "ask"
