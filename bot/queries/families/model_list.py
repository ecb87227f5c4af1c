"""Parse models from a pasted list or configuration.

Accepts ids, names with spaces, JSON, YAML and environment files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.messages.request import View
from bot.ports import Ports
from bot.queries.names import ReaderAt, name_of, names

MOST = 100  # models of one list
_APART = re.compile(r"""[\s"'`,;=(){}<>|\[\]]+""")
_LINE = re.compile(r"[\n,;]+|\band\b")
_LOOKS_LIKE_ID = re.compile(r"(?=.*\d)(?=.*-)[\w./:@-]+")
# An item of a list: no sentence, no number.
_ENTRY = re.compile(r"[^\W\d_](?:[\w./:@-]*[\w./@-])?(?: [\w./:@-]*[\w./@-]){0,4}")
_KEY = re.compile(r"(?:^|[^a-z])models?[\"' ]*[=:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedName:
    """One model of a list: its text, its subject, and the subject's name."""

    written: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ModelList:
    """The distinct subjects of a text, in order, and its items and ids that name none."""

    models: tuple[ListedName, ...]
    unread: tuple[str, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """The subjects."""
        return tuple(one.slug for one in self.models)


def read_model_list(ports: Ports, view: View, text: str) -> ModelList:
    """The models of a pasted text.

    Words that are no item of a list and no id are passed over.
    """
    reader = names(ports, view)
    found: dict[str, ListedName] = {}
    unread: dict[str, None] = {}
    for line in filter(str.strip, _LINE.split(text)):
        known = list(_of_line(reader, line, unread))
        for written, slug in known:
            if slug not in found and len(found) < MOST:
                found[slug] = ListedName(written, slug, name_of(ports, view, slug))
    return ModelList(tuple(found.values()), tuple(unread))


def _of_line(reader: ReaderAt, line: str, unread: dict[str, None]) -> Iterator[tuple[str, str]]:
    """Yield the name that a whole line is, else the ids in it; record what names none."""
    value = line.rpartition("=")[2].rpartition(": ")[2].strip("\"' -*\t{}[]")
    whole = reader.resolve(value)
    if whole.best is not None and whole.best.is_model and not whole.best.is_guess and not whole.left:
        yield value, whole.best.slug
        return
    named = False
    for word in _APART.split(line):
        read = reader.of_id(word.strip(".:")) if word else None
        if read is not None and read[0].known_family and (read[0].version or "-" in word):
            named = True
            yield word, read[1].slug
        elif word and _LOOKS_LIKE_ID.fullmatch(word):
            unread[word], named = None, True
    if not named and _ENTRY.fullmatch(value) and (value == line.strip("\"' -*\t{}[]") or _KEY.search(line)):
        unread[value] = None
