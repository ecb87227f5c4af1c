"""The world beyond, as sources need it."""

from typing import Protocol, TypeVar

from bot.sources.protocol import Reading, Upstream

T = TypeVar("T")


class Web(Protocol):
    """Drives readings: the only way anything here asks somebody else's service."""

    async def run(self, reading: Reading[T]) -> T:
        """The value the reading ends with. Raises SourceError; foreign exceptions stop here."""

    def ready(self, upstream: Upstream) -> bool:
        """Whether this host may be asked at all: it is one we know, and has its token where it needs one."""
