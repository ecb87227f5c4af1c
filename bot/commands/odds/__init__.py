"""What prediction markets say, and what their question leaves out."""

DEFAULT = "show"
