"""The page of a source or person: what they said, and how often they were right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.messages.reply import Source
from bot.pages.blocks.claim_rows import TYPES
from bot.pages.page import (
    Page,
    PageLink,
    PageRequest,
    PreviewCard,
    claim_path,
    slugged,
    source_path,
    stamp,
    subject_path,
)
from bot.ports import Ports
from bot.queries.records.known_sources import items_from, known_sources, prepare_rows
from bot.queries.records.source_record import ENOUGH, SourceRecord, source_record

ADDRESS = "/src/{party}"


@dataclass(frozen=True, slots=True)
class WordRow:
    """One thing the source said; ``quote`` is its own text."""

    claim: str
    path: str
    text: str
    side: str
    ending: str
    at: datetime
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class CitedRow:
    """A fact the ledger has by the source's word; ``quote`` is the ledger's wording."""

    subject: str
    path: str
    quote: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record for one type of claim: a rate only from ten resolved claims on."""

    kind: str
    right: int
    wrong: int
    mixed: int
    open: int
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage(Page):
    """Everything public about one source."""

    party: str
    kind: str
    url: str
    note: str
    right: int
    wrong: int
    mixed: int
    open: int
    rate: str
    repeats: int
    by_type: tuple[RecordRow, ...]
    words: tuple[WordRow, ...]
    cited: tuple[CitedRow, ...]


def build(ports: Ports, request: PageRequest, *, party: str) -> SourcePage | None:
    """The page of ``andrew.ooo``; None if the ledger knows no such source by then."""
    known = {slugged(name): info for name, info in reversed(list(known_sources(ports, request.view).items()))}
    info = known.get(slugged(party))
    if info is None:
        return None
    record = source_record(ports, info, request.view)
    counts = record.counts()
    rate = rate_said(record)
    words = sorted(record.words, key=lambda word: (-word.item.so_at.timestamp(), word.claim.id))
    cited = items_from(ports, info.party, request.view)
    lead = f"Right {counts.get('right', 0)}, wrong {counts.get('wrong', 0)}, open {counts.get('open', 0)}; {rate}."
    if not words and cited:
        rows = f"{len(cited)} row{'s' if len(cited) != 1 else ''}"
        lead = f"Cited for {rows} of the ledger; it foretold nothing that could come true or false."
    kinds = sorted({word.claim.statement.type for word in words})
    return SourcePage(
        path=source_path(info.party),
        title=info.party,
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard(f"Source · {info.kind}", info.party, "", lead),
        changed_at=max([word.item.learned_at for word in words] + [item.learned_at for _, item in cited], default=None),
        sources=(Source(info.party, info.url),) if info.url.startswith("http") else (),
        trail=(PageLink("Sources", "/sources"),),
        party=info.party,
        kind=info.kind,
        url=info.url if info.url.startswith("http") else "",
        note=info.note,
        right=counts.get("right", 0),
        wrong=counts.get("wrong", 0),
        mixed=counts.get("mixed", 0),
        open=counts.get("open", 0),
        rate=rate,
        repeats=record.repeats,
        by_type=tuple(_row(record, kind) for kind in kinds),
        words=tuple(
            WordRow(
                word.claim.id,
                claim_path(word.claim.id),
                word.claim.text,
                "for" if word.sign > 0 else "against",
                word.ending,
                word.item.so_at,
                word.item.quote,
                word.item.url if word.item.url.startswith("http") else "",
            )
            for word in words
        ),
        cited=tuple(
            CitedRow(subject.name, subject_path(subject.slug), item.quote, item.so_at, item.url)
            for subject, item in cited
        ),
    )


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Sort the ledger's rows by their sources, some subjects a step."""
    return prepare_rows(ports, request.view)


def addresses(ports: Ports, request: PageRequest) -> Iterator[Mapping[str, str]]:
    """Every source of the ledger."""
    for slug in dict.fromkeys(map(slugged, known_sources(ports, request.view))):
        yield {"party": slug}


def rate_said(record: SourceRecord, kind: str = "") -> str:
    """How often it was right, or that there is too little to say."""
    share = record.share(kind)
    return share.text if share.n >= ENOUGH else f"{share.n} resolved, too few for a rate (from {ENOUGH} on)"


def _row(record: SourceRecord, kind: str) -> RecordRow:
    count = record.counts(kind)
    return RecordRow(
        TYPES.get(kind, kind),
        count.get("right", 0),
        count.get("wrong", 0),
        count.get("mixed", 0),
        count.get("open", 0),
        rate_said(record, kind),
    )
