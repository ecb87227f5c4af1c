"""List entries, readings of a whole list, and the memory between two readings."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

LAST_YEAR = 2100
CONFIRMED_AFTER = timedelta(hours=1)  # readings this far apart cannot come from one deployment or cache
# makers' names in lists that differ from ours
_AUTHORS: Mapping[str, tuple[str, ...]] = {
    "xai": ("x-ai", "xai"),
    "meta": ("meta-llama", "meta"),
    "mistral": ("mistralai", "mistral"),
    "zai": ("z-ai", "zai", "zhipuai"),
    "moonshot": ("moonshotai", "moonshot"),
    "alibaba": ("qwen", "alibaba"),
}
FIRST_V7 = datetime(2022, 1, 1, tzinfo=UTC)  # a version 7 id cannot be from before this
_TARIFF = re.compile(r":[a-z][a-z0-9-]{0,24}$")


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry of a list.

    Prices are US dollars per million tokens, -1 if the list says "it depends". ``row`` is the list's own stable key if
    it has one apart from the name (Arena's row id), ``aliases`` the other names in that row; ``maker`` the maker
    according to the list; ``text`` its description. None means that the list did not say, which differs from zero.
    ``former`` are names that earlier readings showed for the row.
    """

    id: str
    name: str = ""
    maker: str = ""
    provider: str = ""
    context: int | None = None
    output: int | None = None
    price_in: float | None = None
    price_out: float | None = None
    created: datetime | None = None
    text: str = ""
    row: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = field(default=(), compare=False)

    @property
    def author(self) -> str:
        """Its namespace ("openrouter" of "openrouter/quasar-alpha"); empty without one."""
        return self.id.rpartition("/")[0].casefold()

    @property
    def base(self) -> str:
        """The id without its tariff (":free", ":thinking")."""
        return _TARIFF.sub("", self.id)

    @property
    def free(self) -> bool:
        """Whether both prices are known and zero, without the id saying so."""
        return self.price_in == 0 and self.price_out == 0 and not self.id.endswith(":free")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reading of a list.

    ``whole`` is False for a partial one, where absence proves nothing.
    """

    catalog: str
    read_at: datetime
    listings: tuple[Listing, ...]
    whole: bool = True
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class KnownListing:
    """The stored state of an id.

    ``last_seen`` is None while it is listed: the memory's last good reading counts. ``missed_at`` is the first good
    reading without it, ``gone_at`` the one that confirmed it; ``raised``: a sighting was made of it, and will not be
    made again.
    """

    listing: Listing
    first_seen: datetime
    last_seen: datetime | None = None
    missed_at: datetime | None = None
    gone_at: datetime | None = None
    raised: bool = False
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class ListingValue:
    """A list's values for an id from ``at`` on, until they change.

    ``confirmed_at`` is the first reading at least an hour later with the same values; ``gone``: the list no longer has
    the id. Prices are US dollars per million tokens.
    """

    catalog: str
    id: str
    at: datetime
    confirmed_at: datetime | None = None
    gone: bool = False
    context: int | None = None
    output: int | None = None
    price_in: float | None = None
    price_out: float | None = None
    source: str = ""


@lru_cache(maxsize=1_024)
def ids_of(slug: str) -> tuple[str, ...]:
    """Return the ids under which lists would show a subject.

    They have its maker or are bare, with dots or dashes in the version. Only whole names count: "gpt-5.5-pro" is
    another model than "gpt-5.5", and a label without a maker has no id.
    """
    vendor, _, name = slug.partition("/")
    if not name or vendor == "label" or not any(c.isdecimal() for c in name):
        return ()
    names = tuple(dict.fromkeys((name, name.replace(".", "-"))))
    authors = dict.fromkeys((*_AUTHORS.get(vendor, ()), vendor))
    return (*(f"{author}/{one}" for author in authors for one in names), *names)


@dataclass(frozen=True, slots=True)
class ListMemory:
    """The stored state of one list: ids, last good reading, earlier versions."""

    catalog: str
    read_at: datetime | None = None
    size: int = 0
    known: Mapping[str, KnownListing] = field(default_factory=dict)
    prints: tuple[str, ...] = ()
    odd_since: datetime | None = None
    odd_reads: int = 0


def fingerprint(listings: Iterable[Listing]) -> str:
    """The same for two readings with the same ids, names, prices and limits."""
    digest = hashlib.blake2s(digest_size=12)
    for one in sorted(listings, key=lambda entry: entry.id):
        values = (one.id, one.name, one.price_in, one.price_out, one.context, one.output)
        digest.update(("\0".join(map(str, values)) + "\n").encode("utf-8", "replace"))
    return digest.hexdigest()


def made_at(row: str) -> datetime | None:
    """Return when a row was made, from a version 7 UUID; None for other text.

    Its first 48 bits are milliseconds since 1970 (RFC 9562). Times before 2022 or impossibly late also give None.
    """
    try:
        key = UUID(row)
    except ValueError:
        return None
    if key.version != 7:  # noqa: PLR2004 - the version that carries a time
        return None
    try:
        moment = datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment >= FIRST_V7 and moment.year < LAST_YEAR else None
