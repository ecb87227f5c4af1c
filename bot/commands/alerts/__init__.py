"""Alerts: told at once when something forms or escalates, and not too often."""

DEFAULT = "list"
