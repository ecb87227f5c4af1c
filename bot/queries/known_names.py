"""The name reader over what the public ledger and a place know."""

from __future__ import annotations

from functools import cache

from bot.domain.names import KnownName, KnownSubject, NameKind, NameReader
from bot.domain.names.subjects import AliasStatus, SubjectState
from bot.messages.request import View
from bot.ports.ledger import Ledger


@cache
def grammar_reader() -> NameReader:
    """A reader that knows no subject, only how labs write: for names that the ledger was asked for already."""
    return NameReader()


def name_reader(ledger: Ledger, view: View) -> NameReader:
    """A reader that knows every subject of the view with its aliases and their standing at the view's moment."""
    names: dict[str, list[KnownName]] = {}
    for alias in ledger.aliases(view):
        standing = ((alias.learned_at, alias.standing.value),) if alias.standing is not AliasStatus.GOOD else ()
        names.setdefault(alias.slug, []).append(KnownName(alias.text, standing))
    reader = NameReader()
    for slug, subject in ledger.subjects(list(names), view).items():
        released = subject.released()
        out = released if subject.state is SubjectState.RELEASED else None
        kind = NameKind.LABEL if slug.startswith("label/") else NameKind.LEDGER
        since = out or subject.learned_at
        reader.add(
            KnownSubject(
                slug,
                subject.name,
                subject.vendor,
                tuple(names[slug]),
                kind,
                subject.state.value,
                subject.learned_at,
                since.date() if since else None,
            )
        )
    return reader
