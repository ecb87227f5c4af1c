"""The reader of names with what a place knew at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from bot.domain.names import KnownName, KnownSubject, NameReader
from bot.domain.names.subjects import Alias, fold
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.ledger import Ledger

MINUTE = 60
KEPT = 64
_READERS: WeakKeyDictionary[Ledger, dict[tuple[str, int], NameReader]] = WeakKeyDictionary()


def known_names(ports: Ports, ctx: RequestContext) -> NameReader:
    """The reader as of the asked time; a name learned within the last minute may be missing from it."""
    kept = _READERS.setdefault(ports.ledger, {})
    key = (ctx.tenant, int(ctx.as_of.timestamp()) // MINUTE)
    if key not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        kept[key] = _reader(tuple(ports.ledger.aliases(ctx.view)))
    return kept[key]


@lru_cache(maxsize=32)
def _reader(aliases: tuple[Alias, ...]) -> NameReader:
    by_slug: dict[str, list[Alias]] = {}
    for alias in aliases:
        by_slug.setdefault(alias.slug, []).append(alias)
    return NameReader(_subject(slug, rows) for slug, rows in by_slug.items())


def _subject(slug: str, aliases: Sequence[Alias]) -> KnownSubject:
    tail = fold(slug.rpartition("/")[2])
    own = next((alias for alias in aliases if alias.folded == tail), aliases[0])
    names = tuple(KnownName(one.text, ((one.learned_at, one.standing.value),)) for one in aliases if one is not own)
    return KnownSubject(slug, own.text, slug.partition("/")[0], names, learned_at=own.learned_at)
