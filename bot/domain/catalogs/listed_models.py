"""What public model lists jointly say of one model: availability, price, changes.

A model counts as listed after two readings: the same list an hour later, or another list. Price and limits are those on
which two lists agree, since a single list is often wrong for a day. Prices are US dollars per million tokens, limits
tokens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.catalogs.listings import CONFIRMED_AFTER, ListingValue
from bot.domain.text import short_number

T = TypeVar("T")
AGREEING = 2  # lists that must agree before a change of price or limits is reported
RECENT = timedelta(days=30)  # a list that is later than this reports no new model
FRESH = timedelta(days=7)  # at most between a list's first and second reading, outages included
Price = tuple[float, float]


class ListingNews(StrEnum):
    """The kinds of news that lists give about a model."""

    AVAILABLE = "available"
    PRICE = "price"
    CONTEXT = "context"
    OUTPUT = "output limit"


@dataclass(frozen=True, slots=True)
class ModelOffer:
    """The current offer: lists showing the model, and the values most of them give.

    ``agreed`` are the values that two lists give and a second reading confirmed. ``source`` is a page showing the
    model, of the list ``catalog``.
    """

    lists: tuple[str, ...] = ()
    confirmed: bool = False
    price: Price | None = None
    context: int | None = None
    output: int | None = None
    agreed: frozenset[ListingNews] = frozenset()
    source: str = ""
    catalog: str = ""

    @property
    def read_twice(self) -> bool:
        """Whether two readings show it: two lists, or one list twice."""
        return self.confirmed or len(self.lists) >= AGREEING


@dataclass(frozen=True, slots=True)
class ListedModel:
    """What was last reported of a model.

    Ids by list, whether it is listed, its values. ``made_at`` is the earliest creation day that a list gives.
    """

    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    available: bool = False
    price: Price | None = None
    context: int | None = None
    output: int | None = None
    made_at: datetime | None = None

    def with_id(self, catalog: str, name: str, made_at: datetime | None) -> ListedModel:
        """The same with one more id of a list."""
        ids = self.ids.get(catalog, ())
        made = min((day for day in (self.made_at, made_at) if day is not None), default=None)
        kept = self.ids if name in ids else {**self.ids, catalog: (*ids, name)}
        return self if kept is self.ids and made == self.made_at else replace(self, ids=kept, made_at=made)


@dataclass(frozen=True, slots=True)
class ListingStep:
    """The result of a step: news in order, with previous values, and the new memory."""

    after: ListedModel
    news: tuple[tuple[ListingNews, object, object], ...] = ()


def offer_of(values: Iterable[ListingValue], ids: Mapping[str, Sequence[str]]) -> ModelOffer:
    """Combine all that lists said of a model's ids by now; each list counts once."""
    values = tuple(values)
    last = {(one.catalog, one.id): one for one in sorted(values, key=lambda one: one.at)}
    since = begun(values)
    rows: list[ListingValue] = []
    for catalog, names in ids.items():
        own = [row for name in names if (row := last.get((catalog, name))) is not None and not row.gone]
        rows += sorted(own, key=lambda row: row.price_in is None)[:1]
    price, prices = _most(rows, _price)
    context, contexts = _most(rows, lambda row: row.context)
    output, outputs = _most(rows, lambda row: row.output)
    votes = {ListingNews.PRICE: prices, ListingNews.CONTEXT: contexts, ListingNews.OUTPUT: outputs}
    return ModelOffer(
        lists=tuple(row.catalog for row in rows),
        confirmed=any(
            row.confirmed_at is not None or row.at - since[row.catalog, row.id] >= CONFIRMED_AFTER for row in rows
        ),
        price=price,
        context=context,
        output=output,
        agreed=frozenset(kind for kind, count in votes.items() if count >= AGREEING),
        source=rows[0].source if rows else "",
        catalog=rows[0].catalog if rows else "",
    )


def listed_since(values: Iterable[ListingValue]) -> datetime | None:
    """Return since when a list has shown a model without interruption.

    None if none does.
    """
    return min(begun(values).values(), default=None)


def begun(values: Iterable[ListingValue], *, sold: bool = False) -> Mapping[tuple[str, str], datetime]:
    """Return since when each list shows each id, or ``sold``, since when with a price.

    Ids that are gone, or have no price any more, are left out.
    """
    since: dict[tuple[str, str], datetime] = {}
    for row in sorted(values, key=lambda one: one.at):
        if row.gone or (sold and max(row.price_in or 0, row.price_out or 0) <= 0):
            since.pop((row.catalog, row.id), None)
        else:
            since.setdefault((row.catalog, row.id), row.at)
    return since


def _price(row: ListingValue) -> Price | None:
    """Return both prices; None if a list omits one or says "it depends"."""
    if row.price_in is None or row.price_out is None or min(row.price_in, row.price_out) < 0:
        return None
    return row.price_in, row.price_out


def _most(rows: Sequence[ListingValue], value: Callable[[ListingValue], T | None]) -> tuple[T | None, int]:
    """Return the most common value, and how many confirmed readings give it.

    The first of equally common ones wins.
    """
    said = [(told, row.confirmed_at is not None) for row in rows if (told := value(row)) is not None]
    if not said:
        return None, 0
    counts = Counter(told for told, _ in said)
    best = max(counts, key=lambda told: counts[told])  # the first among equals: a counter keeps the order
    return best, sum(told == best and confirmed for told, confirmed in said)


def step(before: ListedModel, offer: ModelOffer, *, old: bool) -> ListingStep:
    """Compute the news of a model since the last look; ``old`` entries are not news.

    ``old`` means that what is listed predates our first look.
    """
    if not offer.lists or not (before.available or offer.read_twice):
        return ListingStep(before)
    if not before.available:
        after = replace(before, available=True, price=offer.price, context=offer.context, output=offer.output)
        return ListingStep(after, () if old else ((ListingNews.AVAILABLE, None, None),))
    after, news = before, list[tuple[ListingNews, object, object]]()
    for kind, was, now in (
        (ListingNews.PRICE, before.price, offer.price),
        (ListingNews.CONTEXT, before.context, offer.context),
        (ListingNews.OUTPUT, before.output, offer.output),
    ):
        if kind not in offer.agreed or now is None or now == was:
            continue
        if was is not None:
            news.append((kind, was, now))
        name = {ListingNews.PRICE: "price", ListingNews.CONTEXT: "context"}.get(kind, "output")
        after = replace(after, **{name: now})  # type: ignore[arg-type]
    return ListingStep(after, tuple(news))


def is_late(since: datetime | None, made_at: datetime | None, newer_since: datetime | None, at: datetime) -> bool:
    """Whether a model came long before it is looked at.

    A list has shown it for long, or gives a day long ago; where none gives a day, a newer version is long out.
    """
    known = made_at if made_at is not None else newer_since
    return (since is not None and at - since > FRESH) or (known is not None and at - known > RECENT)


def format_offer(offer: ModelOffer) -> str:
    """The offer in words: "5/25 dollars, 2M context; 3 lists"."""
    parts = [format_price(offer.price)] if offer.price is not None else []
    parts += [f"{short_number(offer.context)} context"] if offer.context else []
    lists = f"{len(offer.lists)} list{'s' if len(offer.lists) != 1 else ''}"
    return "; ".join(filter(None, (", ".join(parts), lists)))


def format_price(price: Price) -> str:
    """A price per million tokens in and out: "5/25 dollars", "no charge"."""
    return f"{price[0]:.6g}/{price[1]:.6g} dollars" if any(price) else "no charge"


def format_limits(was: int, now: int) -> tuple[str, str]:
    """Format a limit before and after a change, in full if that alone shows it."""
    short = short_number(was), short_number(now)
    return short if short[0] != short[1] else (f"{was:,}", f"{now:,}")
