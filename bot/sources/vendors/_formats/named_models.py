"""Find a lab's own models in prose: names with a family and a version.

A name in prose is evidence that the name exists, and of nothing else: prose is never read for releases here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Final

from bot.domain.catalogs.vendor_facts import FactKind, VendorFact
from bot.domain.names import Mention, NameCertainty, NameReader, NameReading

MAX_TEXT: Final = 600  # characters of one text that are read
_GOES_ON = re.compile(r"[-_/]\w")
_JOKES: Final = (4, 1)  # the day of the year on which prose is not believed


@cache
def _reader() -> NameReader:
    return NameReader(())


def named_models(vendor: str, text: str) -> Iterator[NameReading]:
    """The vendor's models that a text names in full.

    A bare version ("and 4.5"), a whole family, a product with a version, the beginning of a longer id and another lab's
    model are left out.
    """
    words = " ".join(text[:MAX_TEXT].split())
    for mention in _reader().read(words):
        if not _GOES_ON.match(words, mention.end) and (reading := _full(vendor, mention)) is not None:
            yield reading


def naming_facts(vendor: str, surface: str, texts: Iterable[tuple[date | None, str, str]]) -> tuple[VendorFact, ...]:
    """The first naming of each model in dated texts, which are (day, address, words).

    Texts of the first of April name nothing.
    """
    first: dict[str, VendorFact] = {}
    for day, url, text in sorted(texts, key=lambda one: one[0] or date.max):
        if day is not None and (day.month, day.day) == _JOKES:
            continue
        for reading in named_models(vendor, text):
            first.setdefault(reading.slug, VendorFact(vendor, reading.name, FactKind.NAMED, url, day, surface=surface))
    return tuple(first.values())


def _full(vendor: str, mention: Mention) -> NameReading | None:
    best = mention.best
    if not best.is_model or best.lab != vendor or not best.version or mention.ambiguous or mention.disguised:
        return None
    read = _reader().of_id(f"{vendor}/{'-'.join(mention.text.split())}")
    if read is None or not read[0].known_family or read[0].name.family.product or read[1].slug != best.slug:
        return None
    return best if best.certainty is NameCertainty.CERTAIN or _after_version(best, mention.text) else None


def _after_version(reading: NameReading, text: str) -> bool:
    """Whether a name's new words follow its version ("GPT-6 Astra").

    Before it they may be a product's ("CLI 2.0").
    """
    words = re.split(r"[\s-]+", text.casefold())
    at = next((place for place, word in enumerate(words) if word.endswith(reading.version.casefold())), 0)
    return not set(words[:at]) & set(reading.variant.split("-"))
