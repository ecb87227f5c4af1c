"""Help, status, and what is kept about you."""

DEFAULT = "help"
