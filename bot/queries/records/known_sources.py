"""The sources of the ledger: parties of filed evidence, and those of its own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.catalogs.vendor_facts import FactKind
from bot.domain.evidence.evidence import Evidence
from bot.domain.names.subjects import Alias, Subject, fold, spaced
from bot.domain.names.vendors import vendor_name
from bot.messages.request import View
from bot.ports import Ports
from bot.ports.claims import SourceInfo
from bot.queries.catalog_evidence import party
from bot.queries.evidence import identities
from bot.queries.subject_evidence import endings, limits, makers, releases
from bot.queries.vendor_evidence import vendor_items
from bot.reads.kept_answers import KeptAnswers
from bot.reads.shared_reads import origin, shared

MOST = 1_000_000  # subjects looked through for each change of what a tenant sees
KEPT = 3  # ledgers whose rows are kept: the public one, which most tenants share, and of tenants with rows of their own
AT_ONCE = 100  # of them at a step
ROW, LIST, VENDOR, BOARD = "cited page", "model list", "vendor", "leaderboard"
BEGINNING = datetime.min.replace(tzinfo=UTC)
RowItem = tuple[Subject, Evidence]
_Rows = Mapping[str, Sequence[RowItem]]
_ROWS: KeptAnswers[_Rows] = KeptAnswers(KEPT)  # by party: they are the same until the ledger changes
_FILED: KeptAnswers[Mapping[str, SourceInfo]] = KeptAnswers()


@shared
def known_sources(ports: Ports, view: View) -> Mapping[str, SourceInfo]:
    """Return all sources by name; an undescribed one has the kind of its records.

    A row's source that has another's name but for capitals is that one.
    """
    read = {party(name): LIST for name, at in ports.listings.first_read().items() if at <= view.as_of}
    for one in ports.vendor_facts.between(BEGINNING, view):
        measured = one.fact.kind is FactKind.SCORE
        read[one.fact.via.partition(",")[0] if measured else vendor_name(one.fact.vendor)] = (
            BOARD if measured else VENDOR
        )
    described = {name: SourceInfo(name, kind) for name, kind in read.items()} | dict(_filed(ports, view))
    taken = {name.casefold() for name in described}
    rows = {name: SourceInfo(name, ROW) for name in row_items(ports, view) if name.casefold() not in taken}
    return rows | described


def _filed(ports: Ports, view: View) -> Mapping[str, SourceInfo]:
    """The sources of filed evidence; the public ones are kept."""
    if view.tenant:
        return ports.claims.sources(view)
    position = ports.claims.position(view.as_of)
    return _FILED.get(origin(ports.claims), position, lambda: ports.claims.sources(view))


@shared
def items_from(ports: Ports, source: str, view: View) -> tuple[RowItem, ...]:
    """Return ledger rows and vendor facts from a source, with subjects, latest first."""
    rows = list(row_items(ports, view).get(source, ()))
    facts = [one.fact for one in ports.vendor_facts.between(BEGINNING, view)]
    slugs = dict.fromkeys(fact.slug for fact in facts if vendor_name(fact.vendor) == source)
    for slug, subject in ports.ledger.subjects(list(slugs), view).items():
        rows += [(subject, item) for item in vendor_items(ports, [slug], view) if item.party == source]
    return tuple(sorted(rows, key=lambda pair: (-pair[1].so_at.timestamp(), pair[1].id)))


def row_items(ports: Ports, view: View) -> Mapping[str, Sequence[RowItem]]:
    """Return the ledger's own statements about its subjects, by party.

    Makers, releases, limited access, ends and name meanings. A tenant without rows of its own shares the public ones.
    """
    steps = prepare_rows(ports, view)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            rows: _Rows = done.value
            return rows


def prepare_rows(ports: Ports, view: View) -> Generator[None, None, _Rows]:
    """Sort the rows for `row_items`, those of `AT_ONCE` subjects a step."""
    positions = ports.ledger.names_positions(view.tenant)
    if not positions[1]:
        view, positions = View("", view.as_of), (positions[0], positions[0])
    version = positions, ports.ledger.latest_row(view)
    if (rows := _ROWS.find(origin(ports.ledger), version, view.tenant)) is not None:
        return rows
    named: dict[str, list[Alias]] = defaultdict(list)
    for alias in ports.ledger.aliases(view):
        named[alias.folded].append(alias)
    yield
    found: dict[str, list[RowItem]] = defaultdict(list)
    for number, subject in enumerate(ports.ledger.suggest("", view, MOST)):
        for item in _row_items(subject, named, view):
            found[item.party].append((subject, item))
        if number % AT_ONCE == AT_ONCE - 1:
            yield
    return _ROWS.keep(origin(ports.ledger), version, dict(found), view.tenant)


def _row_items(subject: Subject, named: Mapping[str, Sequence[Alias]], view: View) -> Iterator[Evidence]:
    folded = fold(subject.name)
    names = named.get(folded) or named.get(spaced(folded)) or []
    told = (
        *releases(subject),
        *identities(subject, names, ()),
        *limits(subject),
        *endings(subject, view.as_of),
    )
    cited = {item.url for item in told}
    yield from told
    yield from (item for item in makers(subject, ()) if item.url not in cited)
