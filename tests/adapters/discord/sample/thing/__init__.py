"""Things, looked up and changed."""

DEFAULT = "show"
