"""Pictures in reports: checked, stripped of metadata, and hashed for comparison."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored picture, re-encoded from its pixels; ``drawn`` is its perceptual hash."""

    content: bytes
    media_type: str
    width: int
    height: int
    drawn: int

    @property
    def drawn_text(self) -> str:
        """The hash as stored: 32 hexadecimal digits."""
        return f"{self.drawn:032x}"


class Pictures(Protocol):
    """Decoder of uploaded pictures."""

    async def read(self, content: bytes, name: str = "") -> Picture:
        """Decode the picture in a file.

        Raises:
            TooMuch: more than 8 MB, or more pixels than any screen has.
            BadArgument: it is not a picture (or is something else as well), is animated, or is truncated.
        """
