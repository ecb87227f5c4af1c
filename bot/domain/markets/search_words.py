"""Search words for venues: upcoming models, recent releases, then families."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bot.domain.names import LabTable
from bot.domain.names.subjects import Alias, AliasStatus, Subject, SubjectState

MOST = 70  # words; each is one request per venue, and Metaculus allows 8 in 30 seconds
FAMILIES = 30  # places kept for families
NAMES = 3  # of one subject
JUST_OUT = timedelta(days=14)  # how long after a release its markets may still be new to us
ALIVE = timedelta(days=365)  # a family without a new version for longer has no market
EVER = datetime.min.replace(tzinfo=UTC)


def search_words(
    aliases: Iterable[Alias], subjects: Mapping[str, Subject], table: LabTable, now: datetime
) -> tuple[str, ...]:
    """Return at most 70 distinct words, without labels, which no market trades.

    Labels are names in a picker or an arena.
    """
    names: dict[str, list[str]] = {}
    for alias in aliases:
        if alias.standing is AliasStatus.GOOD and not alias.slug.startswith("label/"):
            names.setdefault(alias.slug, []).append(alias.text)
    coming: list[tuple[datetime, list[str]]] = []
    fresh: list[tuple[datetime, list[str]]] = []
    for slug, texts in names.items():
        subject = subjects.get(slug)
        if subject is None or subject.state is SubjectState.CANCELLED:
            continue
        shortest = sorted(texts, key=lambda text: (len(text), text))[:NAMES]
        released = subject.released()
        if released is None:
            coming.append((subject.learned_at or EVER, shortest))
        elif now - released < JUST_OUT:
            fresh.append((released, shortest))
    found = [text for _, texts in (*sorted(coming, reverse=True), *sorted(fresh, reverse=True)) for text in texts]
    families = _families(table, now.date())[:FAMILIES]
    lasting = {word.casefold(): word for word in families}
    once = {word.casefold(): word for word in found if word.casefold() not in lasting}
    return (*islice(once.values(), MOST - len(lasting)), *lasting.values())


def _families(table: LabTable, today: date) -> list[str]:
    """Return the title of one family per lab, latest first.

    It is the flagship, or the family with the latest version.
    """
    latest = {learned.family: max(learned.versions.values(), default="") for learned in table.learned}
    flagships = {family.key for family in table.flagships.values()}
    since = (today - ALIVE).isoformat()
    alive = [family for family in table.families if latest.get(family.key, "") >= since or family.key in flagships]
    alive.sort(key=lambda family: latest.get(family.key, ""), reverse=True)
    alive.sort(key=lambda family: family.key not in flagships)
    of_lab = {family.lab: family for family in reversed(alive)}
    return [family.title for family in alive if of_lab[family.lab] is family]
