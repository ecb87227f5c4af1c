"""Public model lists as evidence about a subject: second-hand, worth only a trace.

An item is valid from the reading that first had it until the list changed; the later value is another item, so that a
correction stays visible. Prices and limits are those of the API: lists do not cover apps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType

from bot.domain.catalogs.listed_models import begun
from bot.domain.catalogs.listings import ListingValue, ids_of
from bot.domain.evidence.evidence import Basis, Evidence, EvidenceForm, Offered, Statement, Value
from bot.domain.evidence.release_checklist import PROVISIONAL
from bot.messages.request import View
from bot.ports import Ports
from bot.reads.shared_reads import shared
from bot.sources import catalogs

API = "api"
BEGINNING = datetime.min.replace(tzinfo=UTC)


def listing_evidence(ports: Ports, slugs: Iterable[str], view: View) -> tuple[Evidence, ...]:
    """The items of every list that shows one of these subjects or showed it by then."""
    found: list[Evidence] = []
    for slug in dict.fromkeys(slugs):
        rows = ports.listings.values(ids_of(slug), view)
        found += [_item(slug, one, rows, number) for number, one in enumerate(rows) if not one.gone]
    return tuple(found)


def read_twice(
    ports: Ports, slugs: Iterable[str], view: View, but: Mapping[str, datetime] = MappingProxyType({})
) -> tuple[Evidence, ...]:
    """Return the items that a second reading confirmed, each until the next such one.

    Only these count, and only these are news. ``but`` leaves out what each list named there showed by a moment.
    """
    return tuple(
        item
        for slug in dict.fromkeys(slugs)
        for catalog, item in _read_twice(ports, slug, view)
        if item.so_at > but.get(catalog, BEGINNING)
    )


@shared
def _read_twice(ports: Ports, slug: str, view: View) -> tuple[tuple[str, Evidence], ...]:
    """The confirmed items about one subject, each with its list."""
    rows = _confirmed(ports, slug, view)
    known = [replace(row, at=row.confirmed_at or row.at) for row in rows]
    sold = _sold(rows, view.as_of)
    return tuple(
        (
            one.catalog,
            replace(_item(slug, one, known, number), so_at=first.at, sold=sold.get((one.catalog, one.id), Offered.NO)),
        )
        for number, (first, one) in enumerate(zip(rows, known, strict=True))
        if not one.gone
    )


def _sold(rows: Sequence[ListingValue], as_of: datetime) -> Mapping[tuple[str, str], Offered]:
    """Return whether each list's id had a price for three days, and in whose row.

    A break, also of the price, restarts the count. A row is the vendor's own if the list names its rows by seller and
    the maker is that seller.
    """
    found: dict[tuple[str, str], Offered] = {}
    for key, since in begun(rows, sold=True).items():
        if as_of - since < PROVISIONAL:
            continue
        by_seller = getattr(catalogs.every().get(key[0]), "BY_SELLER", False)
        found[key] = Offered.BY_VENDOR if by_seller and "/" in key[1] else Offered.SOLD
    return found


def unlisted_since(ports: Ports, slugs: Iterable[str], view: View) -> Mapping[str, datetime | None]:
    """When the last list that showed each subject stopped.

    It is None while one shows it, or if none ever did.
    """
    ids = {slug: ids_of(slug) for slug in slugs}
    rows = ports.listings.values([one for each in ids.values() for one in each], view)
    last: dict[str, dict[str, ListingValue]] = {}
    for row in rows:
        last.setdefault(row.id, {})[row.catalog] = row
    found = {slug: [row for one in each for row in last.get(one, {}).values()] for slug, each in ids.items()}
    return {
        slug: max((row.at for row in rows), default=None) if all(row.gone for row in rows) else None
        for slug, rows in found.items()
    }


def lasting_at(ports: Ports, slugs: Iterable[str], view: View) -> tuple[datetime, ...]:
    """When the lists that sell these subjects will have sold them for three days."""
    return tuple(
        since + PROVISIONAL for slug in slugs for since in begun(_confirmed(ports, slug, view), sold=True).values()
    )


def _confirmed(ports: Ports, slug: str, view: View) -> list[ListingValue]:
    return [row for row in ports.listings.values(ids_of(slug), view) if row.confirmed_at is not None]


@lru_cache(maxsize=64)
def party(catalog: str) -> str:
    """A list as people call it: "OpenRouter", "models.dev"."""
    known = catalogs.every().get(catalog.partition("@")[0])
    return known.LABEL.partition("'s ")[0] if known is not None else catalog.partition("@")[0]


def _item(slug: str, one: ListingValue, rows: Sequence[ListingValue], number: int) -> Evidence:
    later = [row.at for row in rows if (row.catalog, row.id) == (one.catalog, one.id) and row.at > one.at]
    name = party(one.catalog)
    return Evidence(
        id=f"{one.catalog}:{one.id}#{number}",
        party=name,
        basis=Basis.FIRST_HAND,
        form=EvidenceForm.LISTING,
        so_at=one.at,
        learned_at=one.at,
        source=one.source,
        url=one.source,
        quote=f"{name} lists {one.id}.",
        says=_says(slug, one),
        withdrawn_at=min(later, default=None),
        via="" if one.confirmed_at is not None else "read once, not yet confirmed by a second reading",
        flags=() if one.confirmed_at is not None else ("read once",),
    )


def _says(slug: str, one: ListingValue) -> tuple[Statement, ...]:
    said = [Statement("exists", slug), Statement("available", slug, surface=API)]
    prices = _values(("input", one.price_in), ("output", one.price_out))
    limits = _values(("context", one.context), ("output_limit", one.output))
    if prices:
        said.append(Statement("price", slug, values=prices))
    if limits:
        said.append(Statement("context_limits", slug, values=limits))
    return tuple(said)


def _values(*pairs: tuple[str, float | None]) -> tuple[Value, ...]:
    """Return the listed values.

    An open price (below zero) or an unknown one is omitted.
    """
    return tuple(Value(float(number), role) for role, number in pairs if number is not None and number > 0)
