"""What the markets say."""

DEFAULT = "show"
