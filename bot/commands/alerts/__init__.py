"""Alerts: told at once when something forms or escalates, and not too often.

Alerts in a channel are for who manages it; anybody may have some of their own, which go to them alone.
"""

DEFAULT = "list"
