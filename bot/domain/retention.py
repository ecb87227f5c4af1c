"""Retention periods for data about people, places and posts.

The periods a tenant may change (`TenantSettings`) default to those below.
"""

from datetime import timedelta
from typing import Final

LOOKUPS: Final = timedelta(days=14)  # look-ups, kept so that people can be notified of corrections
SETTLED_MESSAGES: Final = timedelta(days=30)  # what the outbox remembers of messages that arrived or failed for good
CARDS: Final = timedelta(days=90)  # posted cards, for so long as corrections travel to them
DEPARTED_TENANTS: Final = timedelta(days=30)  # everything of a place that removed the app
LONG_BUTTONS: Final = timedelta(days=30)  # orders too long for a button's own id
PICTURE_DAYS: Final = 180
AUDIT_DAYS: Final = 365
