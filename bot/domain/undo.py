"""How long a change can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

UNDO: Final = timedelta(minutes=10)


def can_undo(at: datetime | None, now: datetime) -> bool:
    """Whether a change of a moment can be taken back still."""
    return at is not None and now - at <= UNDO
