"""The name reader of a request, kept current with the names of ledger and place."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from bot.domain.names import (
    KnownSubject,
    Mention,
    ModelId,
    NameCertainty,
    NameKind,
    NameReader,
    NameReading,
    NameResolution,
    lab_table,
)
from bot.domain.names.grammar import Style
from bot.domain.names.index import KnownName
from bot.domain.names.subjects import Subject
from bot.domain.names.vendors import vendor_name
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages.errors import AmbiguousArgument, NotFound, alternatives
from bot.messages.request import RequestContext, View
from bot.messages.words import ADD_MODEL, AS_ITS_LAB
from bot.ports import Ports
from bot.ports.ledger import Ledger, NameChanges
from bot.ports.notifications.subscriptions import Alert, Digest
from bot.reads.shared_reads import origin, shared
from bot.sources.venues import every

MergedInto = tuple[str, KnownName]  # the slug of a model, and the name of it that another one's slug became
_MOST_TENANTS = 500  # cached readers of tenants; the least recently used is dropped first
_MOST_CHOICES = 5
_RELATIVES = 3  # known models shown with an unknown one


@dataclass(frozen=True, slots=True)
class ReaderAt:
    """A name reader bound to a view's knowledge.

    ``style`` is how sentences are read where nobody says how.
    """

    reader: NameReader
    view: View
    merged: Mapping[str, MergedInto] = field(default_factory=dict)
    style: Style = Style.TEXT

    def read(self, text: str, followed: Sequence[str] = (), style: Style | None = None) -> tuple[Mention, ...]:
        """Every name in a text; see `NameReader.read`."""
        found = self.reader.read(text, followed, self.view.as_of, style or self.style)
        return tuple(replace(one, readings=self._merged(one.readings)) for one in found) if self.merged else found

    def resolve(self, text: str, followed: Sequence[str] = ()) -> NameResolution:
        """Resolve a text that should be one name; see `NameReader.resolve`."""
        found = self.reader.resolve(text, followed, self.view.as_of)
        return replace(found, readings=self._merged(found.readings)) if self.merged else found

    def _merged(self, readings: tuple[NameReading, ...]) -> tuple[NameReading, ...]:
        """Readings, each once, with the model that the place's desk merged one into."""
        found: dict[tuple[str, str], NameReading] = {}
        for reading in readings:
            slug = self._merged_into(reading.slug)
            into = self.reader.resolve(slug, (), self.view.as_of).readings if slug != reading.slug else ()
            one = into[0] if into else reading
            found.setdefault((one.slug, "" if one.slug else one.name), one)
        return tuple(found.values())

    def _merged_into(self, slug: str) -> str:
        """The model at the end of the merges that begin with one; itself without any."""
        seen: set[str] = set()
        while slug not in seen and slug in self.merged:
            seen.add(slug)
            into, name = self.merged[slug]
            slug = into if name.standing(self.view.as_of) == "good" else slug
        return slug

    def members(self, slug: str) -> tuple[str, ...]:
        """Return the models a slug covers besides itself: of a family, or variants."""
        found = self.resolve(slug)
        return found.best.members if found.best is not None else ()

    def of_id(self, text: str) -> tuple[ModelId, NameReading] | None:
        """An id of a list and the subject that it is of; see `NameReader.of_id`."""
        return self.reader.of_id(text, self.view.as_of)


class _Layer:
    """A reader, how far it has come, and what a desk merged.

    A name that is a slug is of a model that was merged into another.
    """

    def __init__(self, reader: NameReader) -> None:
        self.reader, self.position = reader, 0
        self.merged: dict[str, MergedInto] = {}

    def follow(self, changes: NameChanges) -> None:
        """Apply name changes."""
        self._merge(changes)
        for slug in changes.gone:
            self.reader.remove(slug)
        for subject in changes.subjects:
            self.reader.add(subject)
        for slug, names in changes.aliases.items():
            below = self.reader.index.below or self.reader.index
            known = below.subject(slug) or KnownSubject(slug, slug.rpartition("/")[2])
            self.reader.add(replace(known, names=(*known.names, *names)))
        self.position = changes.position

    def _merge(self, changes: NameChanges) -> None:
        told = {**{one.slug: one.names for one in changes.subjects}, **changes.aliases}
        anew = {*changes.gone, *told}
        self.merged = {slug: into for slug, into in self.merged.items() if into[0] not in anew}
        for slug, names in told.items():
            self.merged |= {one.text: (slug, one) for one in names if "/" in one.text and one.text != slug}


class _Readers:
    """The public reader and those of places above it."""

    def __init__(self) -> None:
        self.public: _Layer | None = None
        self.places: dict[str, _Layer] = {}

    def of(self, ledger: Ledger, tenant: str) -> _Layer:
        """The layer of a tenant, up to date."""
        public_position, position = ledger.names_positions(tenant)
        public = self._public(ledger, public_position)
        if not tenant:
            return public
        place = self.places.pop(tenant, None)
        if place is None or place.position != position:
            place = _followed(ledger, tenant, public, place)
        while len(self.places) >= _MOST_TENANTS:
            self.places.pop(next(iter(self.places)))
        self.places[tenant] = place
        return place

    def _public(self, ledger: Ledger, position: int) -> _Layer:
        """Return the up-to-date public reader.

        Readers of places lie above it and are dropped when it is built anew.
        """
        if self.public is None or self.public.position != position:
            changes = ledger.names("", self.public.position if self.public else None)
            if self.public is None or changes.whole:
                self.public, self.places = _Layer(NameReader(never=every())), {}
            self.public.follow(changes)
        return self.public


def _followed(ledger: Ledger, tenant: str, public: _Layer, place: _Layer | None) -> _Layer:
    """Return the up-to-date reader of a place.

    It is the public reader itself while the place has no names of its own.
    """
    changes = ledger.names(tenant, place.position if place else None)
    own = bool(changes.subjects or changes.aliases)
    if place is None or changes.whole or (own and place.reader is public.reader):
        place = _Layer(public.reader.layered(()) if own else public.reader)
    if own or place.reader is not public.reader:
        place.follow(changes)
    place.position = changes.position
    return place


class _OfThread(threading.local):
    """Readers per thread: updates run on another thread, and a reader changes in use."""

    def __init__(self) -> None:
        self.readers: WeakKeyDictionary[Ledger, _Readers] = WeakKeyDictionary()


_HERE = _OfThread()


def names(ports: Ports, view: View) -> ReaderAt:
    """Return a view's name reader.

    It excludes what was learned after the view's moment.
    """
    return reader_of(ports.ledger, view)


def reader_of(ledger: Ledger, view: View) -> ReaderAt:
    """Return a view's name reader for a job that has only the ledger."""
    store = origin(ledger)
    readers = _HERE.readers.get(store) or _HERE.readers.setdefault(store, _Readers())
    place = readers.of(ledger, view.tenant)
    return ReaderAt(place.reader, view, place.merged)


def followed(ports: Ports, ctx: RequestContext) -> tuple[str, ...]:
    """Return subjects of the place's alerts and digests, newest first.

    They decide what "5.5" means there.
    """
    kept: tuple[Alert | Digest, ...] = (
        *ports.subscriptions.alerts(ctx.tenant, ctx.place),
        *ports.subscriptions.digests(ctx.tenant, ctx.place),
    )
    newest = sorted(kept, key=lambda one: one.made_at, reverse=True)
    return tuple(dict.fromkeys(slug for one in newest for slug in one.wish.about if "/" in slug))


def name_of(ports: Ports, view: View, slug: str) -> str:
    """Return a subject's name, else one derived from its slug.

    "anthropic/claude-opus-6" becomes "Claude Opus 6".
    """
    known = ports.ledger.subject(slug, view)
    if known is not None:
        return known.name
    if product := lab_table().product_names.get(slug):
        return product
    if (family := lab_table().by_key.get(slug)) is not None and family.title:
        return family.title
    read = reading_of(ports, view, slug)
    return read.name if read is not None else slug.rpartition("/")[2]


@shared
def reading_of(ports: Ports, view: View, slug: str) -> NameReading | None:
    """Return what a model's slug is read as; None for a lab, a label or no id."""
    read = names(ports, view).of_id(slug) if "/" in slug and not slug.startswith("label/") else None
    return read[1] if read is not None else None


def names_about(ports: Ports, view: View, *about: Iterable[str]) -> Mapping[str, str]:
    """Names of the subjects of alerts; ids of claims and markets have none."""
    slugs = dict.fromkeys(slug for one in about for slug in one)
    return {slug: name_of(ports, view, slug) if "/" in slug else vendor_name(slug) or slug for slug in slugs}


def relatives(ports: Ports, view: View, slug: str) -> tuple[Subject, ...]:
    """Return the newest known models of an unknown model's family and line."""
    read = reading_of(ports, view, slug)
    return relatives_of(ports, view, slug, read) if read is not None else ()


def relatives_of(ports: Ports, view: View, slug: str, reading: NameReading) -> tuple[Subject, ...]:
    """Return the same where the model's name was read already."""
    index = names(ports, view).reader.index
    line = tuple(sorted(reading.variant.split("-"))) if reading.variant else ()
    family = (reading.lab, reading.family, "")
    near = index.members((*family, line), view.as_of) or index.members((*family, ()), view.as_of)
    near = tuple(one for one in near if one != slug)[-_RELATIVES:]
    if not near:
        return ()
    known = ports.ledger.subjects(near, view)
    return tuple(known[one] for one in reversed(near) if one in known)


def covered(ports: Ports, view: View, slug: str) -> tuple[str, ...]:
    """Return the variants that a model's name covers: of GPT-6 Astra, Sol and Luna."""
    read = reading_of(ports, view, slug)
    return read.members if read is not None else ()


def covered_by(ports: Ports, view: View, slug: str) -> tuple[str, ...]:
    """Return what the name of a lab, family or version covers besides itself."""
    if slug in lab_table().labs:
        return tuple(one.slug for one in ports.ledger.of_lab(slug, view))
    read = reading_of(ports, view, slug)
    if read is None or read.kind is not NameKind.FAMILY:
        return covered(ports, view, slug)
    line = tuple(sorted(read.variant.split("-"))) if read.variant else ()
    return names(ports, view).reader.index.members((read.lab, read.family, read.version, line), view.as_of)


def is_family(ports: Ports, view: View, slug: str) -> bool:
    """Whether a slug names a whole family ("anthropic/claude") and no model."""
    read = reading_of(ports, view, slug)
    return read is not None and read.kind is NameKind.FAMILY and not is_unlisted(names(ports, view), read)


def is_unlisted(reader: ReaderAt, reading: NameReading) -> bool:
    """Whether a name without a version has a variant that no known model has."""
    if reading.kind is not NameKind.FAMILY or not reading.variant:
        return False
    line = tuple(sorted(reading.variant.split("-")))
    return not reader.reader.index.members((reading.lab, reading.family, "", line), reader.view.as_of)


def slug_of(ports: Ports, view: View, text: str) -> str:
    """Return the slug of a text that is exactly one model's name; else empty."""
    found = names(ports, view).resolve(text)
    whole = found.best is not None and found.best.is_model and not set(found.left) - {found.best.lab}
    return found.slug if whole else ""


def resolve(ports: Ports, ctx: RequestContext, text: str) -> NameResolution:
    """Resolve an option as one name.

    The place's followed subjects settle a bare version.
    """
    reader = names(ports, ctx.view)
    found = reader.resolve(text)
    if found.is_name and found.readings[0].certainty is not NameCertainty.CERTAIN:
        return reader.resolve(text, followed(ports, ctx))
    return found


def one_reading(ports: Ports, ctx: RequestContext, text: str, option: str, command: str = "") -> NameReading:
    """Resolve an option to one reading.

    ``option`` is where an alternative goes, in ``command`` or else in the command that asks.

    Raises:
        NotFound: no model, family or label has that name; the nearest are offered.
        AmbiguousArgument: several do, equally certain; all are offered with their dates.
    """
    found = resolve(ports, ctx, text)
    if found.ambiguous:
        raise ambiguous(found, option, command)
    reading = found.best
    if reading is None or reading.is_place or reading.is_guess:
        raise unknown(found, option, command)
    return reading


def ambiguous(found: NameResolution, option: str, command: str = "") -> AmbiguousArgument:
    """Build the question which of several readings was meant."""
    choices = found.readings[:_MOST_CHOICES]
    return AmbiguousArgument(
        f"“{shorten(found.text.strip(), 40)}” may be {len(found.readings)} models.",
        choices=[described(one) for one in choices],
        instead=alternatives(((one.name, one.slug) for one in choices), option, command),
    )


def unknown(found: NameResolution, option: str, command: str = "") -> NotFound:
    """Build the error of an unknown name, with the nearest names."""
    if found.best is not None and found.best.kind is NameKind.PRODUCT:
        return NotFound(f"{found.best.name} is where models are used, not a model.", todo="Name one of its models.")
    near = found.near[:_MOST_CHOICES]
    return NotFound(
        f"I do not know “{shorten(found.text.strip(), 60)}”.",
        todo="Did you mean one of these?" if near else f"{AS_ITS_LAB} {ADD_MODEL}",
        choices=[described(one) for one in near],
        instead=alternatives(((one.name, one.slug) for one in near), option, command),
    )


def described(reading: NameReading) -> str:
    """Format a reading as a choice: its name, its kind, and a distinguishing date."""
    state = reading.state or ("not in the ledger" if reading.kind is NameKind.GRAMMAR else reading.kind.value)
    day = f", {format_time(reading.dated)}" if reading.dated else ""
    return f"{reading.name} ({reading.slug}): {state}{day}"
