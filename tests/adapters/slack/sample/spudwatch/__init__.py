"""Help."""
DEFAULT = "help"
