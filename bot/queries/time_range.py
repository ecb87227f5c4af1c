"""A time span of possible changes, as seen by a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.messages.request import View


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Two moments and a tenant: everything is read as of both."""

    since: datetime
    until: datetime
    tenant: str = ""

    @property
    def before(self) -> View:
        """The ledger at the beginning."""
        return View(self.tenant, self.since)

    @property
    def after(self) -> View:
        """The ledger at the end."""
        return View(self.tenant, self.until)
