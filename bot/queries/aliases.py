"""Resolve names to subjects, including disputed meanings with their status.

Aliases are claims. All of them serve search; only good ones serve grading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.evidence.evidence import EvidenceContext
from bot.domain.names.subjects import Alias, AliasStatus, fold
from bot.domain.time import format_time
from bot.messages.errors import NotFound
from bot.messages.request import RequestContext, View
from bot.messages.words import AS_ITS_LAB
from bot.ports import Ports
from bot.queries.names import name_of, resolve
from bot.reads.shared_reads import shared

_ID = re.compile(r"(?i)(cl|mk|cp|ev|at|dg|al)-\d{1,9}")  # of a claim, a market, a report …


@dataclass(frozen=True, slots=True)
class Reading:
    """A possible further meaning of a name in the sentence.

    Always used to match; used to grade only if it is good.
    """

    name: str
    slug: str
    standing: AliasStatus
    since: datetime
    shown: str = ""

    @property
    def said(self) -> str:
        """Format "reads Spud as GPT-5.5. Speculation", or the day it became good."""
        word = {AliasStatus.GOOD: "confirmed", AliasStatus.REFUTED: "refuted"}.get(self.standing, "speculation")
        since = f" on {format_time(self.since)}" if self.standing is AliasStatus.GOOD else ""
        return f"reads {self.name} as {self.shown or self.slug.rpartition('/')[2]}: {word}{since}"


def confirmed_slugs(slugs: Iterable[str], readings: Iterable[Reading]) -> tuple[str, ...]:
    """Return subjects with those that their names are confirmed to mean, each once."""
    return tuple(dict.fromkeys((*slugs, *(one.slug for one in readings if one.standing is AliasStatus.GOOD))))


def other_readings(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Reading, ...]:
    """Return other subjects that a subject's names may mean, with status and date."""
    return _other_readings(ports, tuple(slugs), view)


@shared
def _other_readings(ports: Ports, slugs: tuple[str, ...], view: View) -> tuple[Reading, ...]:
    found: dict[str, Reading] = {}
    for slug in slugs:
        alike = ports.ledger.namesakes((slug,), view)
        pairs = [(own, other) for own in alike if own.slug == slug for other in alike if _share_name(own, other)]
        for own, other in pairs:
            if own.standing is AliasStatus.GOOD and other.standing is not AliasStatus.REFUTED:
                found.setdefault(other.slug, Reading(own.text, other.slug, other.standing, other.learned_at))
        for own, other in pairs:
            if own.standing is AliasStatus.SPECULATION and other.standing is AliasStatus.GOOD:
                found.setdefault(other.slug, Reading(own.text, other.slug, own.standing, own.learned_at))
    ordered = sorted(found.values(), key=lambda reading: (reading.standing is not AliasStatus.GOOD, reading.slug))
    known = ports.ledger.subjects([reading.slug for reading in ordered], view)
    return tuple(
        replace(one, shown=known[one.slug].name if one.slug in known else name_of(ports, view, one.slug))
        for one in ordered
    )


def _share_name(own: Alias, other: Alias) -> bool:
    return other.slug != own.slug and other.folded == own.folded


def confirmed_name(readings: Iterable[Reading], name: str) -> str:
    """Return the name of the model that a name is confirmed to be; '' if none."""
    good = (one for one in readings if one.standing is AliasStatus.GOOD and fold(one.name) == fold(name))
    return next((one.shown for one in good if one.shown and one.shown != name), "")


Readings = dict[tuple[str, View], tuple[Reading, ...]]


def world_of(
    ports: Ports, slugs: Sequence[str], view: View, known: Readings | None = None
) -> tuple[EvidenceContext, tuple[Reading, ...]]:
    """Return the evidence context of subjects.

    It has confirmed identities and other readings. ``known`` caches what was read.
    """
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
    """Return the slug a text names, the likeliest of several, else a label's slug.

    A claim's id names its model.

    Raises:
        NotFound: a text without a letter or a digit, or the id of what is no model and no claim.
    """
    if _ID.fullmatch(text.strip()):
        claim = ports.claims.claim(text.strip().upper(), ctx.view)
        if claim is None or not claim.statement.subject:
            raise NotFound(f"{text.strip().upper()} is no model.", todo=AS_ITS_LAB)
        return claim.statement.subject
    slug = resolve(ports, ctx, text).slug
    if not slug:
        raise NotFound("That is not a name.", todo=AS_ITS_LAB)
    return slug
