"""What one of several processes does: fronts hear people over HTTP, one worker at a time does all the rest."""

from enum import StrEnum


class ProcessRole(StrEnum):
    """``all`` does everything; ``front`` and ``work`` share it, and need a database on a server."""

    ALL = "all"
    FRONT = "front"
    WORK = "work"

    @property
    def alone(self) -> bool:
        """Whether no other process answers people meanwhile."""
        return self is ProcessRole.ALL

    @property
    def listens(self) -> bool:
        """Whether it opens what platforms and browsers call: interactions, events, pages."""
        return self is not ProcessRole.WORK

    @property
    def leads(self) -> bool:
        """Whether it polls, posts, holds sockets and runs every job, while it has the database's lock."""
        return self is not ProcessRole.FRONT
