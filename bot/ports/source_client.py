"""Outgoing HTTP, as sources need it."""

from typing import Protocol, TypeVar

from bot.sources.protocol import Reading, Upstream

T = TypeVar("T")


class SourceClient(Protocol):
    """Driver of readings: the only way the program contacts outside services."""

    async def run(self, reading: Reading[T]) -> T:
        """Run a reading and return its value.

        Raises SourceError; no other exception passes.
        """

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be contacted.

        It is known, and has its token if it needs one.
        """
