"""A source's statements about claims, and how those claims ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.evidence.evidence import COPIES, Claim, ClaimOutcome, Evidence
from bot.domain.evidence.origins import trace
from bot.domain.grading.weights import weigh
from bot.domain.wilson import Proportion, wilson
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import SourceInfo
from bot.queries.aliases import confirmed_slugs, world_of
from bot.queries.evidence import named_in

ENOUGH = 10  # resolved claims a rate needs
Ending = Literal["right", "wrong", "mixed", "open"]


@dataclass(frozen=True, slots=True)
class Word:
    """A source's statement on one claim: for (+1) or against (-1), and its result."""

    item: Evidence
    claim: Claim
    sign: int
    ending: Ending


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source with its own words and the number of times it repeated others."""

    info: SourceInfo
    words: tuple[Word, ...]
    repeats: int

    def counts(self, kind: str = "") -> Mapping[Ending, int]:
        """How its words ended, of all claims or of one type."""
        return Counter(word.ending for word in self.words if kind in ("", word.claim.statement.type))

    def share(self, kind: str = "") -> Proportion:
        """How often it was right among claims that ended true or false."""
        count = self.counts(kind)
        return wilson(count.get("right", 0), count.get("right", 0) + count.get("wrong", 0))


def source_record(ports: Ports, info: SourceInfo, view: View) -> SourceRecord:
    """Return a source's record at the view's moment; a repeated statement counts once.

    The first one counts.
    """
    linked = ports.claims.said_by(info.party, view)
    said = [one for one in (*_bearing(ports, view, info.party), *linked) if _beforehand(*one)]
    first: dict[str, tuple[Evidence, Claim, int]] = {}
    for one in sorted(said, key=lambda entry: (entry[1].id, entry[0].so_at, entry[0].id)):
        first.setdefault(one[1].id, one)
    own = [one for one in first.values() if one[0].basis not in COPIES]
    words = tuple(Word(item, claim, sign, _ending(claim, sign, view.as_of)) for item, claim, sign in own)
    return SourceRecord(info, words, len(first) - len(own))


def _bearing(ports: Ports, view: View, party: str) -> Iterable[tuple[Evidence, Claim, int]]:
    """Yield the claims that a party's items assert, not those merely ruled out.

    Statements are compared slot by slot, those about one of the claim's subjects or their confirmed identities.
    """
    items = [item for item in ports.claims.items_of(party, view) if item.accepted]
    if not items:
        return
    slugs = tuple(dict.fromkeys(slug for item in items for said in item.says for slug in named_in(said)))
    world, readings = world_of(ports, slugs, view)
    lineage = trace(items)
    by_id = {item.id: item for item in items}
    about: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for item in items:
        for said in item.says:
            for slug in named_in(said):
                about[world.one(slug)][item.id] = item
    named = confirmed_slugs(slugs, readings)
    for claim in ports.claims.about(named, view):
        near: dict[str, Evidence] = {}
        for slug in named_in(claim.statement):
            near |= about.get(world.one(slug), {})
        for weighed in weigh(claim, near.values(), lineage, world):
            if weighed.sign > 0:
                yield by_id[weighed.ids[0]], claim, weighed.sign


def _beforehand(item: Evidence, claim: Claim, _sign: int) -> bool:
    """Whether it was stated before the claim's outcome was known."""
    return claim.resolved_at is None or item.so_at < claim.resolved_at


def _ending(claim: Claim, sign: int, as_of: datetime) -> Ending:
    """Whether the statement came true; opposing a false claim counts as right."""
    outcome = claim.outcome_at(as_of)
    if outcome is ClaimOutcome.OPEN:
        return "open"
    if outcome in (ClaimOutcome.MIXED, ClaimOutcome.VOID):
        return "mixed"
    return "right" if (outcome is ClaimOutcome.TRUE) == (sign > 0) else "wrong"
