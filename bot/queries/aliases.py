"""What a name means: the subject it is of, and the others it is said to mean, with the standing of each by then.

Aliases are claims. All of them are used to find; only good ones to grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evidence.evidence import EvidenceContext
from bot.domain.names.subjects import AliasStatus
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext, View
from bot.ports import Ports
from bot.queries.names import name_of, resolve


@dataclass(frozen=True, slots=True)
class Reading:
    """A name of the sentence that may mean another subject: used to match always, to grade only when it is good."""

    name: str
    slug: str
    standing: AliasStatus
    since: datetime
    shown: str = ""

    @property
    def said(self) -> str:
        """As it is printed (reads Spud as GPT-5.5: speculation); a good reading with the day it became one."""
        word = {AliasStatus.GOOD: "confirmed", AliasStatus.REFUTED: "refuted"}.get(self.standing, "speculation")
        since = f" on {self.since:%-d %b %Y}" if self.standing is AliasStatus.GOOD else ""
        return f"reads {self.name} as {self.shown or self.slug.rpartition('/')[2]}: {word}{since}"


def other_readings(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Reading, ...]:
    """The subjects that the names of some subjects are also said to mean, and since when with what standing."""
    found: dict[str, Reading] = {}
    for slug in slugs:
        for own in ports.ledger.aliases_of(slug, view):
            if own.standing is not AliasStatus.GOOD:
                continue
            for alias in ports.ledger.named(own.text, view):
                if alias.slug != slug and alias.standing is not AliasStatus.REFUTED:
                    found.setdefault(alias.slug, Reading(own.text, alias.slug, alias.standing, alias.learned_at))
        for alias in ports.ledger.aliases_of(slug, view):
            if alias.standing is AliasStatus.SPECULATION:
                for owner in ports.ledger.named(alias.text, view):
                    if owner.slug != slug and owner.standing is AliasStatus.GOOD:
                        found.setdefault(owner.slug, Reading(alias.text, owner.slug, alias.standing, alias.learned_at))
    ordered = sorted(found.values(), key=lambda reading: (reading.standing is not AliasStatus.GOOD, reading.slug))
    return tuple(replace(reading, shown=name_of(ports, view, reading.slug)) for reading in ordered)


Readings = dict[tuple[str, View], tuple[Reading, ...]]


def world_of(
    ports: Ports, slugs: Sequence[str], view: View, known: Readings | None = None
) -> tuple[EvidenceContext, tuple[Reading, ...]]:
    """What the subjects are confirmed to be, and what else their names may mean; ``known`` remembers what was read."""
    same: dict[str, str] = {}
    readings: list[Reading] = []
    for slug in slugs:
        found = None if known is None else known.get((slug, view))
        if found is None:
            found = other_readings(ports, [slug], view)
            if known is not None:
                known[slug, view] = found
        readings += [reading for reading in found if reading not in readings]
        good = [reading.slug for reading in found if reading.standing is AliasStatus.GOOD]
        one = min([slug, *good])
        same.update({name: one for name in (slug, *good) if name != one})
    return EvidenceContext(same=same, benchmarks=ports.claims.benchmarks()), tuple(readings)


def one_subject(ports: Ports, ctx: RequestContext, text: str) -> str:
    """The slug that somebody's words name, the likeliest where several are; a label's slug where nobody is so named.

    Raises:
        NotFound: a text without a letter or a digit.
    """
    slug = resolve(ports, ctx, text).slug
    if not slug:
        raise NotFound("That is no name.", todo="Write the model's name as its lab does.")
    return slug
