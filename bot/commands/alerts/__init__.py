"""Alerts: immediate notice when something forms or escalates, rate-limited.

Alerts in a channel are for who manages it; anybody may have some of their own, which go to them alone.
"""

DEFAULT = "list"
