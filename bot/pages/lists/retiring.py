"""Shutdowns of models by vendors' pages and the ledger, the soonest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.catalogs.vendor_facts import FactCertainty, FactKind, KeptFact, retiring, subject_of
from bot.domain.names.subjects import Subject, SubjectState
from bot.domain.names.vendors import vendor_name
from bot.domain.text import host_of
from bot.domain.time import day_of, format_day
from bot.messages.reply import Source
from bot.pages.page import Page, PageRequest, PreviewCard, stamp, subject_path, unique
from bot.ports import Ports
from bot.queries.public_position import subjects_position
from bot.reads.kept_answers import KeptAnswers
from bot.reads.shared_reads import origin

ADDRESS = "/retiring"
MOST = 1_000  # subjects looked through for models that are shut down, the latest first
_ENDED: KeptAnswers[tuple[Subject, ...]] = KeptAnswers()


@dataclass(frozen=True, slots=True)
class RetiringRow:
    """A shutdown: which id, on which day, its successor, by whose word.

    ``past`` is set once the day is over, ``earliest`` where the vendor promises only that it is not sooner. ``path``
    and ``successor_path`` are '' where there is no page of that model.
    """

    model: str
    name: str
    path: str
    vendor: str
    day: date
    earliest: bool
    successor: str
    successor_path: str
    announced: date | None
    surface: str
    source: Source | None
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiringPage(Page):
    """Shutdowns to come, then those that are over."""

    rows: tuple[RetiringRow, ...]


def build(ports: Ports, request: PageRequest) -> RetiringPage:
    """Every shutdown date known by then."""
    facts = ports.vendor_facts.of_kind(FactKind.RETIREMENT, request.view)
    ahead = [_row(ports, request, one, past=False) for one in retiring(facts, request.as_of)]
    over = {row.path or row.model: row for row in _over(ports, request, facts)}
    past = sorted(over.values(), key=lambda row: (-row.day.toordinal(), row.name))
    first = f"; the next is {ahead[0].model} on {format_day(ahead[0].day)}" if ahead else ""
    many = f"{len(ahead)} shutdowns are" if len(ahead) != 1 else "1 shutdown is"
    lead = f"{many} announced{first}." if ahead or past else "No shutdown date is known yet."
    rows = (*ahead, *past)
    sources = unique(tuple(row.source for row in rows if row.source is not None))
    return RetiringPage(
        path=ADDRESS,
        title="Retiring",
        lead=lead,
        as_of=stamp(request),
        card=PreviewCard("Shutdown dates", "Retiring", str(len(ahead)), lead),
        changed_at=max((one.read_at for one in sources if one.read_at), default=None),
        sources=sources,
        rows=rows,
    )


def _over(ports: Ports, request: PageRequest, facts: Sequence[KeptFact]) -> Iterator[RetiringRow]:
    """The shutdowns that are over: the ledger's, and those of pages after them."""
    for one in _ended(ports, request):
        for row in one.lasting_ends(request.as_of):
            yield RetiringRow(
                model=one.name,
                name=one.name,
                path=subject_path(one.slug),
                vendor=vendor_name(one.vendor),
                day=day_of(row.so_at),
                earliest=False,
                successor="",
                successor_path="",
                announced=None,
                surface=row.surface,
                source=Source(host_of(row.source), row.source, row.learned_at) if row.source else None,
                past=True,
            )
    for kept in facts:
        fact = kept.fact
        if fact.day is not None and fact.day < day_of(request.as_of) and fact.certainty is FactCertainty.DAY:
            yield _row(ports, request, kept, past=True)


def prepare(ports: Ports, request: PageRequest, **_: str) -> Iterator[None]:
    """Find what was shut down ahead."""
    _ended(ports, request)
    yield


def _ended(ports: Ports, request: PageRequest) -> tuple[Subject, ...]:
    """The subjects that were ever shut down anywhere, kept until the ledger changes."""

    def read() -> tuple[Subject, ...]:
        looked = ports.ledger.suggest("", request.view, MOST)
        return tuple(one for one in looked if any(row.state is SubjectState.RETIRED for row in one.states))

    return _ENDED.get(origin(ports.ledger), subjects_position(ports, request.as_of), read)


def _row(ports: Ports, request: PageRequest, kept: KeptFact, *, past: bool) -> RetiringRow:
    fact = kept.fact
    assert fact.day is not None  # noqa: S101 - what is retiring has a day
    known = ports.ledger.subject(fact.slug, request.view)
    after = subject_of(fact.vendor, fact.successor) if fact.successor else ""
    return RetiringRow(
        model=fact.model,
        name=known.name if known is not None else fact.model,
        path=subject_path(fact.slug) if known is not None else "",
        vendor=vendor_name(fact.vendor),
        day=fact.day,
        earliest=fact.certainty is FactCertainty.EARLIEST,
        successor=fact.successor,
        successor_path=subject_path(after) if after and ports.ledger.subject(after, request.view) else "",
        announced=fact.announced,
        surface=fact.surface,
        source=Source(fact.via or host_of(fact.url), fact.url, kept.learned_at),
        past=past,
    )
