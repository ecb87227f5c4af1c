"""Pictures that people show: checked, stripped of their metadata, made comparable."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: re-encoded, so that nothing but its pixels is left; ``drawn`` is its perceptual hash."""

    content: bytes
    media_type: str
    width: int
    height: int
    drawn: int

    @property
    def drawn_text(self) -> str:
        """The hash as it is stored: 32 hexadecimal digits."""
        return f"{self.drawn:032x}"


class Pictures(Protocol):
    """Reads what somebody uploaded."""

    async def read(self, content: bytes, name: str = "") -> Picture:
        """The picture in a file.

        Raises:
            TooMuch: more than 8 MB, or more pixels than a screen ever had.
            BadArgument: it is no picture (or also something else), is animated, or is cut off.
        """
