"""Derive model news from a list reading: new models, changed prices and limits.

Only a lab's own entries count, in its namespace or with the lab as provider: another seller, a dated build and a free
or faster variant are not news. Entries in a list's first reading are stored and not reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from bot.domain.catalogs.listed_models import (
    ListedModel,
    ListingNews,
    ListingStep,
    ModelOffer,
    format_limits,
    format_offer,
    format_price,
    is_late,
    listed_since,
    offer_of,
    step,
)
from bot.domain.catalogs.listings import Listing, ListingValue
from bot.domain.names import NameKind, NameReading, lab_table
from bot.domain.names.model_ids import ModelId
from bot.domain.names.subjects import NOT_OUT, OpenedSubject, Subject, SubjectOrigin, SubjectState
from bot.domain.notify.change_log import ChangeRow
from bot.domain.notify.changes import Change, mark
from bot.domain.notify.digest_sections import ChangeKind
from bot.domain.text import short_number
from bot.messages.request import View
from bot.ports import Ports
from bot.queries.catalog_evidence import API, party
from bot.queries.names import ReaderAt, names

MOST_NEWCOMERS = 20  # per reading; more means that the list itself changed
_KINDS = {
    ListingNews.PRICE: (ChangeKind.PRICE, "price"),
    ListingNews.CONTEXT: (ChangeKind.LIMIT, "context"),
    ListingNews.OUTPUT: (ChangeKind.LIMIT, "output limit"),
}


@dataclass(slots=True)
class ListingLook:
    """The results of examining a list reading: log rows, new subjects, models by slug."""

    rows: list[ChangeRow] = field(default_factory=list)
    opened: list[OpenedSubject] = field(default_factory=list)
    models: dict[str, ListedModel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    listing: Listing
    parsed: ModelId
    reading: NameReading


def look_at_list(ports: Ports, catalog: str, view: View, known: Callable[[str], ListedModel | None]) -> ListingLook:
    """Examine a list's reading at a view's moment.

    ``known`` is the log's memory of a slug.
    """
    reader, look = names(ports, view), ListingLook()
    entries: dict[str, _Entry] = {}
    for entry in filter(None, (_own_entry(reader, one) for one in ports.listings.moved_at(catalog, view.as_of))):
        slug, listing = entry.reading.slug, entry.listing
        before = look.models.get(slug) or known(slug) or ListedModel()
        look.models[slug] = before.with_id(catalog, listing.id, listing.created)
        entries.setdefault(slug, entry)
    values = _values(ports, look.models, view)
    first, subjects = ports.listings.first_read(), ports.ledger.subjects(list(look.models), view)
    offers = {slug: offer_of(values[slug], model.ids) for slug, model in look.models.items()}
    steps: dict[str, ListingStep] = {}
    for slug, model in look.models.items():
        followed = _superseded(reader, entries[slug], view.as_of)
        old = _is_old(model, values[slug], followed, first, view.as_of) or in_the_api(subjects.get(slug))
        steps[slug] = step(model, offers[slug], old=old)
    many = sum(one.news[:1] == ((ListingNews.AVAILABLE, None, None),) for one in steps.values()) > MOST_NEWCOMERS
    for slug, one in steps.items():
        entry, offer, subject = entries[slug], offers[slug], subjects.get(slug)
        if one.after.available and not look.models[slug].available:
            since = listed_since(values[slug]) or view.as_of
            look.opened.append(_opened(entry, min(one.after.made_at or since, since), offer, subject, view.as_of))
        look.models[slug] = one.after
        name = subject.name if subject is not None else entry.reading.name
        for news in one.news if not many else ():
            look.rows.append(_row(slug, name, news, offer, view.as_of))
    return look


def _own_entry(reader: ReaderAt, listing: Listing) -> _Entry | None:
    """Return the model of a list entry by its own lab; None for any other entry."""
    read = reader.of_id(listing.id)
    if read is None:
        return None
    parsed, reading = read
    table = lab_table()
    own = parsed.first_party or (not parsed.author and table.lab_of_author(listing.provider) == parsed.lab)
    family = reading.kind is NameKind.FAMILY and parsed.known_family
    if not own or parsed.twin or family or not (reading.is_model or reading.kind is NameKind.FAMILY):
        return None
    return _Entry(listing, parsed, reading)


def _is_old(
    model: ListedModel,
    rows: Sequence[ListingValue],
    followed: datetime | None,
    first: Mapping[str, datetime],
    at: datetime,
) -> bool:
    """Whether a model predates the first reading of its lists, or is listed late."""
    if all(row.at == first.get(row.catalog) for row in rows):
        return True
    return is_late(listed_since(rows), model.made_at, followed, at)


def _values(ports: Ports, models: Mapping[str, ListedModel], view: View) -> Mapping[str, list[ListingValue]]:
    owner = {
        (catalog, name): slug for slug, model in models.items() for catalog, ids in model.ids.items() for name in ids
    }
    values: dict[str, list[ListingValue]] = {slug: [] for slug in models}
    for row in ports.listings.values([name for _, name in owner], view):
        if (row.catalog, row.id) in owner:
            values[owner[row.catalog, row.id]].append(row)
    return values


def _superseded(reader: ReaderAt, entry: _Entry, at: datetime) -> datetime | None:
    day = reader.reader.index.superseded_on(entry.parsed.name, at)
    return datetime.combine(day, time(), UTC) if day is not None else None


def in_the_api(subject: Subject | None) -> bool:
    """Whether it is known already that a subject is in the API, or was and is no more."""
    if subject is None:
        return False
    surfaces = {row.surface for row in subject.states if row.state is SubjectState.RELEASED}
    return bool(surfaces & {"", API}) or subject.state not in (*NOT_OUT, SubjectState.RELEASED)


def _opened(entry: _Entry, since: datetime, offer: ModelOffer, subject: Subject | None, at: datetime) -> OpenedSubject:
    """Build the subject of a listed model; its state only if no other is known."""
    return OpenedSubject(
        entry.reading.slug,
        subject.name if subject is not None else entry.reading.name,
        entry.reading.lab,
        SubjectOrigin.LIST,
        at,
        offer.source,
        state=None if in_the_api(subject) else SubjectState.RELEASED,
        so_at=since,
        surface=API,
    )


def _row(slug: str, name: str, news: tuple[ListingNews, object, object], offer: ModelOffer, at: datetime) -> ChangeRow:
    what, was, now = news
    label = party(offer.catalog)
    if what is ListingNews.AVAILABLE:
        title, after = f"{name} is in the API", format_offer(offer)
        kind, ref = ChangeKind.RELEASE, slug
        change = Change(mark(kind, ref, after, at), kind, ref, (slug,), title, "", after, at, offer.source, label)
        return ChangeRow(change)
    kind, word = _KINDS[what]
    before, after = (
        format_limits(was, now) if isinstance(was, int) and isinstance(now, int) else (_said(was), _said(now))
    )
    change = Change(
        mark(kind, f"{slug} {word}", after, at), kind, slug, (slug,), f"{name}, {word}", before, after, at,
        offer.source, label, why=f"{len(offer.lists)} lists",
    )  # fmt: skip
    return ChangeRow(change, f"{word}:{slug}")


def _said(value: object) -> str:
    return format_price(value) if isinstance(value, tuple) else short_number(value) if isinstance(value, int) else ""
