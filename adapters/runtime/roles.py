"""Process roles: fronts answer people over HTTP, one leading worker does the rest."""

from enum import StrEnum


class ProcessRole(StrEnum):
    """``all`` does everything; ``front`` and ``work`` share it, on a database server."""

    ALL = "all"
    FRONT = "front"
    WORK = "work"

    @property
    def alone(self) -> bool:
        """Whether no other process answers people at the same time."""
        return self is ProcessRole.ALL

    @property
    def listens(self) -> bool:
        """Whether it opens HTTP listeners: interactions, events, pages."""
        return self is not ProcessRole.WORK

    @property
    def leads(self) -> bool:
        """Whether it polls, posts, holds sockets and runs jobs, given the database's lock."""
        return self is not ProcessRole.FRONT
