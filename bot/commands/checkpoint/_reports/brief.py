"""The brief answer about a label.

Identity, reports, base rate, what would settle it.
"""

from __future__ import annotations

import re
from datetime import date

from bot.commands.checkpoint._reports.known_labels import LabelRecord
from bot.commands.checkpoint._reports.whereabouts import about
from bot.domain.names.subjects import lab_of
from bot.domain.names.vendors import vendor_name
from bot.domain.sightings.base_rates import BaseRate
from bot.domain.sightings.confirmations import Prevalence
from bot.domain.sightings.methods import AttributionGrade
from bot.domain.sightings.sightings import SightingGrade
from bot.domain.text import shorten
from bot.domain.time import format_time
from bot.messages import words
from bot.messages.levels import brief, caution, labelled
from bot.messages.reply import Brief, Words
from bot.messages.request import RequestContext
from bot.queries.known_up_to import known_words
from bot.queries.labels.surface_names import words_of

GUESSES = 3
STATES = {
    SightingGrade.CASUAL: "only hearsay so far",
    SightingGrade.NEEDS: "one account, needs corroboration",
    SightingGrade.CORROBORATED: "its sighting is corroborated",
    SightingGrade.RESOLVED: "its sighting is settled",
}
OUTCOMES = {"void": "it cannot be told what it was"}


def title(found: LabelRecord) -> str:
    """Format ``Crest Pro Alpha: not identified, only hearsay``, or its identity once known."""
    name = shorten(found.shown, 60)
    if found.settled is not None and not found.settled.subject:
        return f"{name}: {OUTCOMES.get(found.settled.outcome, found.settled.outcome)}"
    if found.identified_as:
        what = found.called(found.identified_as)
        by = _maker(found, what)
        came_true = " (turned out true)" if found.came_true else ""
        return f"{name}: {found.sure} that it is {what}{by}" if found.sure else f"{name} is {what}{by}{came_true}"
    if (best := found.likeliest) is not None:
        return f"{name}: {best.grade.value} that it is {found.called(best.attribution.subject)}"
    return f"{name}: not identified, {STATES[found.state.grade]}"


def _maker(found: LabelRecord, what: str) -> str:
    """The lab of what a label is, for behind its name; '' where it is not known or named already."""
    vendor = found.checkpoint.vendor if found.checkpoint is not None else ""
    maker = vendor_name(vendor or lab_of(found.identified_as))
    return f", by {maker}" if maker and maker.casefold() not in what.casefold() else ""


def first_seen(found: LabelRecord) -> str:
    """When a label was first seen; '' where nobody knows."""
    seen = found.state.first_seen
    if found.checkpoint is not None:
        return dated(found.checkpoint.first_seen)
    return about(seen) if seen is not None else ""


def card(
    found: LabelRecord, head: str, common: tuple[Prevalence, ...], ctx: RequestContext, *, counts: str, settles: str
) -> Brief:
    """Compose the lines.

    ``counts`` says who reported it, ``settles`` what would settle it.
    """
    known = bool(found.identified_as) or found.settled is not None
    lines: list[Words] = [f"{counts[0].upper()}{counts[1:]}{_since(found)}."]
    if _is_guessed(found):  # the best guess comes first
        lines.insert(0, labelled(words.WHAT_IS_IT, _what(found)))
    if found.twin is not None:
        lines.append(caution(f"Look-alike: this is not “{shorten(found.twin.name, 60)}”."))
    if found.disputed:
        lines.append(caution("Disputed; the desk has not decided yet."))
    if known:
        lines.append(labelled("How it is known", _how(found)))
    elif not _is_guessed(found):
        lines.append(labelled(words.WHAT_IS_IT, _what(found)))
    enough = [row.text for row in common if row.enough]
    if enough:
        lines.append(labelled("How common", " · ".join(enough)))
    rate = found.vendor_rate or found.surface_rate
    if rate is not None and not known:
        lines.append(labelled(words.SUCH_NAMES, f"{_rate(rate)}."))
    if not found.state.resolved and not known:
        lines.append(labelled(words.WOULD_SETTLE, f"{settles}."))
        if found.reports and (lift := _lift(found)):
            lines.append(labelled(words.WOULD_LIFT, f"{lift}."))
    grade = "" if found.word in head else f"grade {found.word} · "
    asked = "" if ctx.as_of == ctx.now else f" · as of {format_time(ctx.as_of)}"
    age = known_words(found.known_up_to(ctx.as_of), ctx)
    return brief(head, lines, f"{grade}{words_of(found.surface)}{f' · {age}' if age else ''}{asked}")


def _is_guessed(found: LabelRecord) -> bool:
    """Whether somebody says what it is, and it is not known."""
    known = found.identified_as or found.settled is not None
    return not known and bool(found.attributions or (found.checkpoint and found.checkpoint.said_to_be))


def dated(text: str) -> str:
    """Format ISO times in a note: "by 2025-04-04T03:45Z" is "by 4 Apr 2025 03:45 UTC"."""
    return _ISO.sub(_spelled, text)


_ISO = re.compile(r"\b(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d)?Z)?")


def _spelled(found: re.Match[str]) -> str:
    try:
        day = f"{format_time(date.fromisoformat(found[1]))}"
    except ValueError:
        return found[0]
    return f"{day} {found[2]} UTC" if found[2] else day


def _since(found: LabelRecord) -> str:
    seen = first_seen(found)
    return f"; first seen {seen}" if seen else ""


def _what(found: LabelRecord) -> str:
    """Describe its supposed identity, by how many people, and the certainty."""
    guesses: dict[str, int] = {}
    for said in found.attributions:
        name = found.called(said.attribution.subject)
        guesses[name] = guesses.get(name, 0) + 1
    if not guesses:
        guess = found.checkpoint.guess if found.checkpoint else ""
        return f"Said to be {guess}." if guess else "Unknown; nobody has named it."
    named = " or ".join(list(guesses)[:GUESSES])
    count = sum(guesses.values())
    surest = min((said.grade for said in found.attributions), key=list(AttributionGrade).index)
    people = f"{count} attribution{'s' if count != 1 else ''}"
    return f"{people} to {named}, none better than {surest.value}."


def _how(found: LabelRecord) -> str:
    """Describe how the identity is known and, if unsure, what would establish it."""
    if found.sure:
        return f"{found.how_known}; the lab's own word or the same row id would establish it."
    better = f"; shown by {found.shown_by}" if found.shown_by else ""
    return f"{found.how_known}{better}."


def _rate(rate: BaseRate) -> str:
    """Format a base rate in short: of what, how many shipped, how fast, with its interval."""
    if not rate.enough:
        return rate.text.partition("; ")[0]
    share = rate.share
    interval = f"{share.low * 100:.0f}–{share.high * 100:.0f} %"
    return f"{rate.of}: {share.hits} of {share.n} shipped{rate.when} ({interval})"


def _lift(found: LabelRecord) -> str:
    """Describe what the grade needs next; '' if only the identity is open."""
    standing = found.state
    if standing.grade is SightingGrade.CASUAL:
        return "a first-hand account that others can check"
    if standing.missing:
        people = f"{standing.missing} more {'person' if standing.missing == 1 else 'people'}"
        return f"{people} on their own accounts in other hours, or a public list"
    return "" if standing.listed else "a public list that shows it"
