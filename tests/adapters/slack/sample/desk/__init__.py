"""The desk."""
DEFAULT = "queue"
