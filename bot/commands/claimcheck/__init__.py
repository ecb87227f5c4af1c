"""What a claim stands on: its origins, what is missing, what would settle it."""

DEFAULT = "ask"
