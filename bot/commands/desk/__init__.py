"""For the desk: what waits to be decided, and the decisions."""

DEFAULT = "queue"
