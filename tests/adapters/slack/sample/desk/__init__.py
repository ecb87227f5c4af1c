"""The desk."""

DEFAULT = "queue"
