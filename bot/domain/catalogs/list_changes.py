"""Detect what is newsworthy between two consecutive readings of a model list.

    R1  an id in a stealth namespace that is no router                                    a sighting
    R2  a new id at price zero: under an author never listed before, with a codename       a sighting
        under a known author (a launch offer)                                             a lead for the desk
    R3  provider "Stealth"                                                                a sighting
    R4  a text that reveals, or the same row id under a new name                          a strong attribution
        a text that only mentions a stealth label                                         a candidate
    R5  a stealth id gone for two good readings at least an hour apart                    its likely successors

`step` decides everything: memory and a reading in, memory and findings out. An id is raised only once, ever. Readings
that cannot be trusted (empty, partial, an older copy, out of order) are ignored for what is missing, and an earlier
state never replaces what is known. Price changes are never news; an id that only changed its namespace is the same
label. Tested on 14 months of real lists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.catalogs.findings import DetectionSettings, FindingKind, ListFinding, ListUpdate, ReadingOutcome
from bot.domain.catalogs.listings import KnownListing, Listing, ListMemory, Snapshot, fingerprint
from bot.domain.catalogs.reveals import FORMERLY, REVEALED, TESTED_AS
from bot.domain.sightings.labels import bare, key

STANDARD = DetectionSettings()
TELLING = 6  # letters of a label searched for in any text; "auto" is in too many
_PAST = (ReadingOutcome.LATE, ReadingOutcome.OLDER)  # readings of how the list once was
_NAMES = 8  # former names kept of a row
_CODENAME = re.compile(r"[-_ ](alpha|beta|stealth|cloak(?:ed)?)(?:[-_ ]?\d*)$", re.IGNORECASE)
_STEALTHY = re.compile(r"\b(stealth|cloaked|anonymous)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Work:
    """A step in progress, with hash lookups by row, base name and author."""

    memory: ListMemory
    snapshot: Snapshot
    watch: DetectionSettings
    known: dict[str, KnownListing]
    changed: dict[str, KnownListing] = field(default_factory=dict)
    found: list[ListFinding] = field(default_factory=list)
    rows: dict[str, KnownListing] = field(default_factory=dict)
    bases: set[str] = field(default_factory=set)
    authors: set[str] = field(default_factory=set)
    raised: dict[str, list[str]] = field(default_factory=dict)  # ids raised, by their bare label

    def __post_init__(self) -> None:
        for name, entry in self.memory.known.items():
            if entry.listing.row:
                self.rows.setdefault(entry.listing.row, entry)
            self.bases.add(entry.listing.base)
            self.authors.add(entry.listing.author)
            if entry.raised:
                self.raised.setdefault(_label(entry.listing), []).append(name)

    def put(self, name: str, entry: KnownListing) -> None:
        if entry.raised and name not in (names := self.raised.setdefault(_label(entry.listing), [])):
            names.append(name)
        self.known[name] = self.changed[name] = entry

    def say(
        self, kind: FindingKind, listing: Listing, why: str, candidates: tuple[str, ...] = (), named: str = ""
    ) -> None:
        label = listing.name if listing.row and listing.name else bare(listing.id)
        self.found.append(ListFinding(kind, listing.id, label, self.snapshot.read_at, why, listing, candidates, named))


def _label(listing: Listing) -> str:
    return key(bare(listing.base))


def step(memory: ListMemory, snapshot: Snapshot, watch: DetectionSettings = STANDARD) -> ListUpdate:
    """Take one reading. Pure; the same memory and reading always give the same step."""
    listings = {one.id: one for one in snapshot.listings}
    printed = fingerprint(listings.values())
    verdict = _verdict(memory, snapshot, listings, printed, watch)
    if verdict is ReadingOutcome.EMPTY:
        return ListUpdate(_odd(memory, snapshot, verdict), {}, (), verdict)
    work = _Work(memory, snapshot, watch, dict(memory.known))
    arrived = [one for one in listings.values() if one.id not in work.known]
    many = len(arrived) > max(watch.arriving_least, len(memory.known) * watch.arriving_share)
    for one in arrived:
        # Rows with keys of their own are new wherever they turn up; other ids only in a whole list.
        sound = verdict is ReadingOutcome.GOOD or (verdict is ReadingOutcome.PART and bool(one.row))
        _arrive(work, one, quiet=not memory.known or many or not sound, past=verdict in _PAST)
    for one in listings.values():
        if (known := memory.known.get(one.id)) and not _is_past(verdict, known.listing, one):
            _again(work, known, one)
    if verdict is ReadingOutcome.GOOD:
        _miss(work, listings)
    _more_successors(work, arrived)
    after = _after(work, verdict, printed, len(listings))
    return ListUpdate(after, work.changed, tuple(work.found), verdict)


def _is_past(verdict: ReadingOutcome, known: Listing, one: Listing) -> bool:
    """Whether an entry is an earlier state of a known one.

    A part cannot be compared with earlier readings as a whole, but a row may have the name it once had.
    """
    return verdict in _PAST or (verdict is ReadingOutcome.PART and bool(one.row) and one.name in known.former)


def _after(work: _Work, verdict: ReadingOutcome, printed: str, size: int) -> ListMemory:
    memory, at = work.memory, work.snapshot.read_at
    if verdict is ReadingOutcome.GOOD:
        prints = memory.prints
        if not prints or prints[-1] != printed:
            prints = (*prints, printed)[-work.watch.prints :]
        return ListMemory(memory.catalog, at, size, work.known, prints)
    return _odd(replace(memory, known=work.known), work.snapshot, verdict)


def _odd(memory: ListMemory, snapshot: Snapshot, verdict: ReadingOutcome) -> ListMemory:
    if verdict in (ReadingOutcome.LATE, ReadingOutcome.PART):
        return memory
    return replace(memory, odd_since=memory.odd_since or snapshot.read_at, odd_reads=memory.odd_reads + 1)


def _verdict(
    memory: ListMemory, snapshot: Snapshot, listings: Mapping[str, Listing], printed: str, watch: DetectionSettings
) -> ReadingOutcome:
    if memory.read_at is not None and snapshot.read_at <= memory.read_at:
        return ReadingOutcome.LATE
    if not listings:
        return ReadingOutcome.EMPTY
    if not snapshot.whole:
        return ReadingOutcome.PART
    doubt = _doubt(memory, listings, printed, watch)
    if doubt is not None and memory.odd_since is not None:
        lasted = snapshot.read_at - memory.odd_since >= watch.accept_after
        if memory.odd_reads + 1 >= watch.accept_reads and lasted:
            return ReadingOutcome.GOOD  # the change persists: it is the list's new state
    return doubt or ReadingOutcome.GOOD


def _doubt(
    memory: ListMemory, listings: Mapping[str, Listing], printed: str, watch: DetectionSettings
) -> ReadingOutcome | None:
    """Return why a reading may be wrong.

    Half of the list is missing, or it is an old copy.
    """
    here = [name for name, e in memory.known.items() if e.gone_at is None and e.missed_at is None and not e.moved_to]
    labels = {bare(name) for name in listings}
    missing = [name for name in here if name not in listings and bare(name) not in labels]
    if memory.size and len(missing) > max(3, len(here) * watch.missing_share):
        return ReadingOutcome.HALF
    return ReadingOutcome.OLDER if _looks_older(memory, listings, missing, printed) else None


def _looks_older(memory: ListMemory, listings: Mapping[str, Listing], missing: list[str], printed: str) -> bool:
    """Whether a reading is an earlier copy of the list.

    Newer ids are missing while gone ones are back, or everything is as it once was.
    """
    if not missing:
        return False
    back = [name for name in listings if name in memory.known and memory.known[name].gone_at is not None]
    if printed in memory.prints[:-1]:
        return len(missing) > 1 or bool(back)
    if len(back) < 2 or len(missing) < 2:  # noqa: PLR2004 - one may be chance
        return False
    left = max(memory.known[name].gone_at or memory.known[name].first_seen for name in back)
    return all(memory.known[name].first_seen >= left for name in missing)


def _arrive(work: _Work, one: Listing, *, quiet: bool, past: bool) -> None:
    at, watch = work.snapshot.read_at, work.watch
    entry = KnownListing(one, at)
    twin = work.rows.get(one.row) if one.row else None
    if twin is not None:
        work.put(one.id, replace(entry, raised=twin.raised))
        label, shown = twin.listing.name or bare(twin.listing.id), one.name or one.id
        if not past:
            why = f"its row shows {shown}"
            work.found.append(ListFinding(FindingKind.UNMASKED, one.id, label, at, why, one, named=shown))
        return
    if _stealthy(one, watch):
        _arrive_stealthy(work, one, entry)
        return
    work.put(one.id, entry)
    _other_names(work, one, ())
    if one.row and not one.maker and not quiet:
        work.say(FindingKind.ANONYMOUS, one, "a row without an organization")
    elif one.free and not quiet and not _router(one, watch):
        _free(work, one)
    _reveal(work, one, quiet=quiet)


def _arrive_stealthy(work: _Work, one: Listing, entry: KnownListing) -> None:
    """Raise an id of a stealth namespace or provider once, or move its raised label."""
    before = _same_label(work, one)
    work.put(one.id, replace(entry, raised=True))
    if before is None:
        stealth = one.author in work.watch.namespaces
        why = f"{one.id} stands in the namespace {one.author}/" if stealth else "the list gives its provider as Stealth"
        work.say(FindingKind.STEALTH if stealth else FindingKind.PROVIDER, one, why)
    elif before in work.known and work.known[before].listing.base != one.base:
        work.put(before, replace(work.known[before], moved_to=one.id))
        work.say(FindingKind.MOVED, one, f"was {before}")


def _free(work: _Work, one: Listing) -> None:
    base_known, author_known = one.base in work.bases, one.author in work.authors
    codename = _CODENAME.search(one.base) or _STEALTHY.search(one.text[:2000])
    if codename and one.author and not author_known and not base_known:
        work.put(one.id, replace(work.known[one.id], raised=True))
        work.say(FindingKind.CODENAME, one, f"price zero, and {one.author}/ was never listed before")
    elif not base_known:
        work.say(FindingKind.FREE, one, "price zero at its first reading")


def _stealthy(one: Listing, watch: DetectionSettings) -> bool:
    if _router(one, watch):
        return False
    return one.author in watch.namespaces or one.provider.casefold() in ("stealth", "cloaked")


def _router(one: Listing, watch: DetectionSettings) -> bool:
    name = bare(one.base)
    if name in watch.routers or re.match(r"(auto|free|router)\b", name) or name.endswith("-router"):
        return True
    return (one.price_in or 0) < 0 or (one.price_out or 0) < 0


def _same_label(work: _Work, one: Listing) -> str | None:
    """Return an id raised before with the same bare label under another path."""
    return next((name for name in work.raised.get(_label(one), ()) if not work.known[name].moved_to), None)


def _again(work: _Work, entry: KnownListing, one: Listing) -> None:
    """Update a known id: its return, texts and names, never its prices."""
    now = entry
    if entry.missed_at is not None or entry.gone_at is not None:
        now = replace(now, last_seen=None, missed_at=None, gone_at=None)
    if one != entry.listing:
        before = entry.listing
        former = before.former if before.name == one.name else (*before.former, before.name)[-_NAMES:]
        now = replace(now, listing=replace(one, former=former))
        _renamed(work, entry.listing, one)
        _other_names(work, one, (*entry.listing.aliases, entry.listing.name))
        if one.text != entry.listing.text:
            _reveal(work, one)
        if not entry.raised and _stealthy(one, work.watch) and not _stealthy(entry.listing, work.watch):
            now = replace(now, raised=True)
            work.say(FindingKind.PROVIDER, one, "its provider became Stealth")
    if now is not entry:
        work.put(one.id, now)


def _other_names(work: _Work, one: Listing, before: tuple[str, ...]) -> None:
    """Compare the extra names of a row: an inner codename is the same row id renamed."""
    shown = key(one.name)
    for alias in one.aliases:
        if one.maker and alias not in before and key(alias) not in shown and shown not in key(alias):
            found = ListFinding(
                FindingKind.UNMASKED,
                one.id,
                alias,
                work.snapshot.read_at,
                f"its row shows {one.name}",
                one,
                named=one.name,
            )
            work.found.append(found)


def _renamed(work: _Work, before: Listing, after: Listing) -> None:
    if not after.row or (before.name, before.maker) == (after.name, after.maker):
        return
    was, now = before.name or before.id, after.name or after.id
    if before.maker and not after.maker and was != now:
        work.say(FindingKind.MASKED, after, f"shown as {was} before", named=was)
    elif was != now:
        why = f"its row shows {now}"
        work.found.append(
            ListFinding(FindingKind.UNMASKED, after.id, was, work.snapshot.read_at, why, after, named=now)
        )


def _reveal(work: _Work, one: Listing, *, quiet: bool = False) -> None:
    """Read reveals from a description: a stealth id's model, or a model's test label.

    A ``quiet`` entry's former names are old news: only a stealth label raised here is searched in it.
    """
    if not one.text:
        return
    text = one.text[:4000]
    if match := REVEALED.search(text):
        work.say(FindingKind.REVEAL, one, f"its text says: {match[0][:160]}", named=match["name"].strip())
        return
    if _stealthy(one, work.watch):
        return
    shown = one.name or one.id
    if (match := FORMERLY.search(text)) and not quiet:
        label, why = match["name"].strip(), f"the text of {one.id} says: {match[0][:160]}"
        work.found.append(ListFinding(FindingKind.REVEAL, one.id, label, work.snapshot.read_at, why, one, named=shown))
        return
    folded = key(text)
    for name, ids in work.raised.items():
        told = work.memory.known.get(ids[0])
        if told is not None and len(name) >= TELLING and name in folded and _word(name, folded):
            label, at = bare(told.listing.base), work.snapshot.read_at
            if re.search(TESTED_AS + re.escape(name) + r"\b", folded):
                why = f"the text of {one.id} says that it was {label}"
                work.found.append(ListFinding(FindingKind.REVEAL, one.id, label, at, why, one, named=shown))
            else:
                why = f"the text of {one.id} names it"
                work.found.append(ListFinding(FindingKind.MENTIONED, one.id, label, at, why, one, (one.id,)))
            return


def _word(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _miss(work: _Work, listings: Mapping[str, Listing]) -> None:
    at, memory = work.snapshot.read_at, work.memory
    for name, entry in list(work.known.items()):
        if name in listings or entry.gone_at is not None:
            continue
        if entry.missed_at is None:
            work.put(name, replace(entry, last_seen=memory.read_at, missed_at=at))
        elif at - entry.missed_at >= work.watch.confirm:
            work.put(name, replace(entry, gone_at=at))
            stays = next((one for one in work.raised.get(_label(entry.listing), ()) if one in listings), "")
            if stays:  # the same label under another path, to which it may have returned
                work.put(name, replace(entry, gone_at=at, moved_to=stays))
                work.put(stays, replace(work.known[stays], moved_to=""))
            elif entry.raised and not entry.moved_to:
                names = successors(work.known, entry, work.watch)
                work.say(FindingKind.GONE, entry.listing, f"missing since {entry.missed_at:%Y-%m-%d %H:%M} UTC", names)


def _more_successors(work: _Work, arrived: list[Listing]) -> None:
    if not arrived:
        return
    at = work.snapshot.read_at
    for entry in tuple(work.known.values()):
        if entry.raised and entry.gone_at and entry.missed_at and not entry.moved_to and entry.gone_at < at:
            if at > entry.missed_at + work.watch.after:
                continue
            names = successors(work.known, entry, work.watch)
            if any(one.id in names for one in arrived):
                work.say(FindingKind.SUCCESSORS, entry.listing, "newcomers within three days of its leaving", names)


def successors(
    known: Mapping[str, KnownListing], gone: KnownListing, watch: DetectionSettings = STANDARD
) -> tuple[str, ...]:
    """Return ids that appeared from 48 h before to 72 h after an id was first missed.

    They are candidates, never facts. Those with the same context length come first, then the nearest in time; a tariff
    variant of a known id is not new.
    """
    if gone.missed_at is None:
        return ()
    since = min(gone.missed_at - watch.before, gone.last_seen or gone.missed_at)
    until = gone.missed_at + watch.after
    begun = min(entry.first_seen for entry in known.values())  # entries of the first reading are not new
    older = {entry.listing.base for entry in known.values() if entry.first_seen <= max(since, begun)}
    near = [
        entry
        for entry in known.values()
        if max(since, begun) < entry.first_seen <= until
        and entry.listing.base not in older
        and entry.listing.id != gone.listing.id
        and not _router(entry.listing, watch)
    ]
    missed = gone.missed_at
    near.sort(
        key=lambda e: (
            e.listing.context is None or e.listing.context != gone.listing.context,
            abs(e.first_seen - missed),
            e.listing.id,
        )
    )
    return tuple(entry.listing.id for entry in near)
