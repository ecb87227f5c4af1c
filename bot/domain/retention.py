"""Retention: how long what is kept of people, places and posts stays before it is deleted.

The times that a tenant may choose for itself (`TenantSettings`) begin with the days below.
"""

from datetime import timedelta
from typing import Final

LOOKUPS: Final = timedelta(days=14)  # what somebody looked up, so that they hear of a correction
SETTLED_MESSAGES: Final = timedelta(days=30)  # what the outbox remembers of messages that arrived or failed for good
CARDS: Final = timedelta(days=90)  # posted cards, for so long as corrections travel to them
DEPARTED_TENANTS: Final = timedelta(days=30)  # everything of a place that removed the app
LONG_BUTTONS: Final = timedelta(days=30)  # orders too long for a button's own id
JUMP: Final = timedelta(days=3)  # between two looks at what is due; after a longer one the clock may be wrong
JUMP_WAIT: Final = timedelta(days=1)  # for so long nothing is erased then
PICTURE_DAYS: Final = 180
AUDIT_DAYS: Final = 365
