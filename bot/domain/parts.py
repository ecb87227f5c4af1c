"""The parts of the bot that an admin can switch off, and what each hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

SwitchPart = Literal["odds", "venue links", "real money", "checkpoint", "claimcheck", "posts"]
PARTS: Final[tuple[SwitchPart, ...]] = get_args(SwitchPart)
HIDES: Final[Mapping[SwitchPart, str]] = {
    "odds": "no market, price or forecast is shown anywhere, and none is told of",
    "venue links": "no address of a prediction market; names and prices stay",
    "real money": "no market, price or news of a venue that trades money; play money and forecasters stay",
    "checkpoint": "no report, label or sighting is shown, and none is told of; names that claims speak of stay",
    "claimcheck": "no claim and no grade of one; what pages say of a model stays",
    "posts": "no digest, alert or shared card is posted in any channel; people's own messages stay",
}
_OWNERS: Final[Mapping[str, SwitchPart]] = {
    "MK-": "odds",
    "CL-": "claimcheck",
    "EV-": "claimcheck",
    "CP-": "checkpoint",
}
_NOT_TRADED: Final = ("manifold", "metaculus")  # venues of play money and of forecasters


def is_real_money(venue: str) -> bool:
    """Whether a venue, by its name or by what calls itself after it, trades money."""
    return not venue.casefold().startswith(_NOT_TRADED)


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """What is switched off in a place; it decides about each kind of content."""

    parts: frozenset[str] = frozenset()

    def hides(self, part: SwitchPart) -> bool:
        """Whether a part is switched off."""
        return part in self.parts

    def hides_market(self, venue: str) -> bool:
        """Whether a market of a venue, its price or a statement of it is hidden."""
        return self.hides("odds") or (self.hides("real money") and is_real_money(venue))

    def hides_ref(self, ref: str, label: str = "", venue: str = "") -> bool:
        """Whether news of a thing is hidden, by its id, its label and its venue."""
        part = _OWNERS.get(ref[:3], "checkpoint" if label else None)
        if part == "odds" and venue:
            return self.hides_market(venue)
        return part is not None and self.hides(part)
