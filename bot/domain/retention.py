"""Retention periods for data about people, places and posts.

The periods a tenant may change (`TenantSettings`) default to those below.
"""

from datetime import timedelta
from typing import Final

LOOKUPS: Final = timedelta(days=14)  # look-ups, kept so that people can be notified of corrections
SETTLED_MESSAGES: Final = timedelta(days=30)  # what the outbox remembers of messages that arrived or failed for good
CARDS: Final = timedelta(days=90)  # posted cards, as long as corrections reach them
DEPARTED_TENANTS: Final = timedelta(days=30)  # all data of a tenant that removed the app
LONG_BUTTONS: Final = timedelta(days=30)  # commands too long for a button's id
JUMP: Final = timedelta(days=3)  # a clock that moved further since the last look may be wrong
JUMP_WAIT: Final = timedelta(days=1)  # how long nothing is erased after such a jump
PICTURE_DAYS: Final = 180
AUDIT_DAYS: Final = 365
