"""Help, status, and the data stored about you."""

DEFAULT = "help"
