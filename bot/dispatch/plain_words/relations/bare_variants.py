"""A model called by its variant alone, with the version behind it: "astra 6.2"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.domain.names import Mention, NameKind, lab_table
from bot.domain.names.subjects import fold
from bot.queries.names import ReaderAt

_VERSION: Final = re.compile(r" (\d{1,2}(?:\.\d{1,2})?)(?![\w%]|\.\d)")
_KNOWN: Final = (NameKind.LEDGER, NameKind.DISCOVERED)


def with_version(text: str, mention: Mention, reader: ReaderAt) -> Mention:
    """The mention with the version behind it, where a model of that version and variant is known."""
    best, behind = mention.best, _VERSION.match(text, mention.end)
    family = lab_table().by_key.get(f"{best.lab}/{best.family}")
    if behind is None or family is None or best.kind not in _KNOWN or fold(mention.text) != best.variant:
        return mention
    found = reader.resolve(f"{family.title or family.name} {behind[1]} {mention.text}")
    if found.best is None or found.best.kind not in _KNOWN or found.left:
        return mention
    end = behind.end()
    return replace(mention, end=end, text=text[mention.start : end], readings=found.readings)
