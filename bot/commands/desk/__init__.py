"""For the desk: items waiting for a decision, and the decisions."""

DEFAULT = "queue"
