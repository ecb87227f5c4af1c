"""Counts of a label's sightings shared by other tenants."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.time import format_time


@dataclass(frozen=True, slots=True)
class SharedCounts:
    """First-hand reports of a label in other tenants that share them: count and times.

    Only counts and times cross from one tenant to another: no name, no text, no picture, no place. They never affect a
    grade, because nobody here can check what is behind them.
    """

    reports: int
    people: int
    tenants: int
    first: datetime
    last: datetime

    @property
    def text(self) -> str:
        """The counts and days as a line for another server."""
        tenants = "1 other server that shares" if self.tenants == 1 else f"{self.tenants} other servers that share"
        return f"{self.reported} in {tenants}, {self.days}; not counted here"

    @property
    def reported(self) -> str:
        """How many reports by how many people."""
        reports = f"{self.reports} first-hand report{'' if self.reports == 1 else 's'}"
        return f"{reports} by {self.people} {'person' if self.people == 1 else 'people'}"

    @property
    def days(self) -> str:
        """From which day to which."""
        return " to ".join(dict.fromkeys(format_time(seen) for seen in (self.first, self.last)))
