"""Help."""

DEFAULT = "help"
