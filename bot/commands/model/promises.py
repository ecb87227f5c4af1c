"""``/model promises``: who promised what for when, what came, and how many days late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from bot.dispatch.command import Command, as_of_option, option
from bot.domain.names.vendors import vendor_name
from bot.domain.promises import ENOUGH, PromiseOutcome, PromiseRecord, TimePromise, by_lab, by_speaker, record
from bot.domain.text import shorten
from bot.domain.time import format_day
from bot.messages.errors import NotFound, alternatives
from bot.messages.levels import brief
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Part, Reply, Source, Table, Text, TextSpan, Words, bold, joined, link
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.names import name_of, names

SHOWN = 4  # promises in the short answer
LISTED = 40
ITSELF = " itself"  # of a lab's own statements, beside those of all its people
SPEAKERS = 15
MANNERS = "A record is about words and days, not about people. No harassment."


@dataclass(frozen=True, slots=True)
class PromisesInputs:
    """The selected promises, their speaker or topic, and the names of their subjects."""

    promises: tuple[TimePromise, ...]
    of: str
    called: Mapping[str, str]

    @property
    def person(self) -> bool:
        """Whether a person was asked about, and no lab or model."""
        return any(self.of.startswith(one.who) for one in self.promises) and self.of not in _labs(self.promises)


class Promises(Command[PromisesInputs], name="model promises", shareable=True):
    """Show who promised a model by when, and how many days late it came."""

    who: str = option("Person, lab or model; a person and a model with a comma", default="", limit=80)
    as_of: datetime | None = as_of_option(default=None)

    async def gather(self, ports: Ports, ctx: RequestContext) -> PromisesInputs:
        """Read the promises of a person or lab, or about a model; by default all."""
        every = ports.ledger.time_promises(ctx.view)
        kept, of = every, ""
        for text in filter(None, map(str.strip, self.who.split(","))):
            kept, named = _asked(ports, ctx, every, kept, text)
            of = f"{of} on {named}" if of else named
        slugs = dict.fromkeys(one.about for one in kept if one.about)
        return PromisesInputs(tuple(kept), of, {slug: name_of(ports, ctx.view, slug) for slug in slugs})

    def answer(self, found: PromisesInputs, ctx: RequestContext) -> Reply:
        """Compose the record; the latest promises, speakers, and everything with its page."""
        today = ctx.as_of.date()
        whole = record(found.promises, today)
        speakers, labs = _by_speaker(found.promises, today), by_lab(found.promises, today)
        of = f"{found.of} and its models" if found.of in _labs(found.promises) else found.of
        head = f"{of}: {_told(whole)}" if of else f"Promises of models: {_told(whole)}"
        latest = sorted(whole.promises, key=lambda one: one.stated_on, reverse=True)
        lines: list[Words] = [_speaker_line(name, one) for name, one in speakers[:SHOWN]]
        if found.of:
            dated = sorted(latest, key=lambda one: one.implied is None)  # those that count in the figures first
            lines = [_line(one, found.called, today) for one in dated[:SHOWN]]
        parts: list[Part] = [Text(_figures(whole))]
        if len(speakers) > 1:
            parts.append(_table("who", tuple((name, one) for name, one in speakers[:SPEAKERS])))
        if len(labs) > 1:
            parts.append(_table("lab", tuple((vendor_name(name), one) for name, one in labs)))
        parts += _lists(found, latest, today)
        manners = MANNERS if found.person else ""
        return Reply(
            title=head,
            parts=tuple(parts),
            brief=brief(
                head,
                (_figures(whole), *lines),
                " · ".join(filter(None, (f"as of {format_day(today)}, days in UTC", manners))),
            ),
            sources=_sources(latest),
            actions=tuple(
                Button(name[:80], order("model promises", who=name.removesuffix(ITSELF)))
                for name, _ in speakers[:3]
                if name != found.of and not (found.of and name.endswith(ITSELF))
            ),
            note=manners,
            data=_facts(found, whole, speakers, ctx),
        )


def _by_speaker(promises: Sequence[TimePromise], today: date) -> tuple[tuple[str, PromiseRecord], ...]:
    """The record of every speaker; a lab's own statements are told from all the promises of its models."""
    labs = _labs(promises)
    return tuple((f"{who}{ITSELF}" if who in labs else who, one) for who, one in by_speaker(promises, today))


def _labs(promises: Sequence[TimePromise]) -> frozenset[str]:
    """The names of the labs whose models are promised."""
    return frozenset(vendor_name(one.lab) for one in promises if one.lab)


def _asked(
    ports: Ports, ctx: RequestContext, every: Sequence[TimePromise], kept: Sequence[TimePromise], text: str
) -> tuple[Sequence[TimePromise], str]:
    """Select those of ``kept`` that a text asks for, and name them by ``every``."""
    speakers = tuple(dict.fromkeys(one.who for one in every))
    if lab := _lab(every, text):
        name = vendor_name(lab)
        return [one for one in kept if one.lab == lab or one.who == name], name
    if who := _speaker(speakers, text):
        return [one for one in kept if one.who == who], who
    reading = names(ports, ctx.view).resolve(text).best
    if reading is not None and not reading.is_guess and not reading.is_place:
        slugs = {reading.slug, *reading.members}
        return [one for one in kept if one.about in slugs], reading.name
    near = tuple(who for who in speakers if text.casefold()[:3] in who.casefold())[:5]
    raise NotFound(
        f"Nobody called “{shorten(text, 40)}” has a promise in the ledger.",
        todo="Name a person, a lab or a model: /model promises Musk",
        choices=near,
        instead=alternatives(((who, who) for who in near), "who"),
    )


def _lab(every: Sequence[TimePromise], text: str) -> str:
    """Return the slug of the lab with promises that a text names; '' if none."""
    labs = dict.fromkeys(one.lab for one in every if one.lab)
    return next((lab for lab in labs if text.casefold() in (lab, vendor_name(lab).casefold())), "")


def _speaker(speakers: Sequence[str], text: str) -> str:
    """Return the person a text names fully or partly; '' if none or several."""
    wanted = text.casefold()
    named = [who for who in speakers if wanted == who.casefold()]
    named = named or [who for who in speakers if wanted in who.casefold().split()]
    return named[0] if len(named) == 1 else ""


def _told(found: PromiseRecord) -> str:
    """A record in one clause: how many came on time, and the median."""
    if not found.promises:
        return "no promise of its own words is in the ledger"
    if not found.ended:
        return f"{_many(len(found.promises))}, none of them due yet"
    return f"{found.in_time} of {found.ended} came on time"


def _figures(found: PromiseRecord) -> str:
    """Format the median with n and range, what never came, and what is excluded."""
    if not found.promises:
        return "Reports of what others say of a plan make no record."
    slips, overdue = found.slips, found.count(PromiseOutcome.OVERDUE)
    told = []
    if found.median is not None:
        few = "" if len(slips) >= ENOUGH else f", too few for more than a list (from {ENOUGH} on)"
        ends = f"from {_slip(slips[0])} to {_slip(slips[-1])}"
        whole = f"Median of the {len(slips)} that came: {_slip(found.median)} ({ends})"
        told.append(f"{whole if len(slips) > 1 else f'The one that came was {_slip(found.median)}'}{few}")
    if overdue:
        told.append(f"{overdue} {'is' if overdue == 1 else 'are'} past the day and not out yet")
    open_ones = found.count(PromiseOutcome.DUE)
    told += [f"{open_ones} not due yet"] if open_ones else []
    undated = found.count(PromiseOutcome.UNDATED)
    told += [f"{undated} from which no day follows"] if undated else []
    told += [f"{found.repeats} said again, counted once"] if found.repeats else []
    return "; ".join(told) + "."


def _slip(days: float) -> str:
    number = f"{abs(days):g}"
    if not days:
        return "on the day"
    return f"{number} days {'late' if days > 0 else 'early'}"


def _many(count: int) -> str:
    return f"{count} promise" if count == 1 else f"{count} promises"


def _came(one: TimePromise, today: date) -> str:
    """Format the outcome: ``came 17 Feb 2025, 48 days late``."""
    outcome = one.outcome(today)
    if one.came is not None:
        day = f"came {format_day(one.came)}"
        return day if one.slip is None else f"{day}, {_slip(one.slip)}"
    if outcome is PromiseOutcome.OVERDUE:
        return f"not come, {one.overdue(today)} days over"
    return str(outcome.value)


def _line(one: TimePromise, called: Mapping[str, str], today: date) -> tuple[str | TextSpan, ...]:
    """Format a promise: date, speaker, topic, words, implied day, outcome and page."""
    by = f"by {format_day(one.implied)}, " if one.implied else ""
    who = f"{one.reported_by} of {one.who}" if one.reported_by else one.who
    thing = called.get(one.about) or one.thing or one.about
    unread = "" if one.seen else " (not re-read)"
    told = f", {who} on {thing}: “{one.words}” → {by}{_came(one, today)}{unread}"
    return ("• ", link(format_day(one.stated_on), one.source), told)


def _speaker_line(name: str, found: PromiseRecord) -> Words:
    slip = "" if found.median is None else f"; median of the {len(found.slips)} that came: {_slip(found.median)}"
    return ("• ", bold(name), f": {_told(found)}{slip}")


def _table(who: str, rows: Sequence[tuple[str, PromiseRecord]]) -> Table:
    columns = (who, "promises", "on time", "late", "not come", "median", "range", "n")
    return Table(columns, tuple((name, *_row(one)) for name, one in rows), frozenset(columns[1:]))


def _row(found: PromiseRecord) -> tuple[str, ...]:
    slips = found.slips
    return (
        str(len(found.promises)),
        str(found.in_time),
        str(found.count(PromiseOutcome.LATE)),
        str(found.count(PromiseOutcome.OVERDUE)),
        "–" if found.median is None else f"{found.median:g}",
        f"{slips[0]} to {slips[-1]}" if slips else "–",
        str(len(slips)),
    )


def _lists(found: PromisesInputs, latest: Sequence[TimePromise], today: date) -> list[Part]:
    """List promises in own words, then those excluded from records.

    Excluded are reports by others and pages that were not re-read.
    """
    parts: list[Part] = []
    if latest:
        kept = [_line(one, found.called, today)[1:] for one in latest[:LISTED]]
        parts.append(Bullets(tuple(kept), "Own words"))
    others = [one for one in found.promises if one.reported_by or not one.seen]
    if others:
        others.sort(key=lambda one: one.stated_on, reverse=True)
        told = tuple(_line(one, found.called, today)[1:] for one in others[:LISTED])
        parts.append(Bullets(told, "In no record: reported by others, or not re-read"))
    if len(latest) > LISTED:
        parts.append(Text(joined([f"and {len(latest) - LISTED} more"]), quiet=True))
    return parts


def _sources(latest: Sequence[TimePromise]) -> tuple[Source, ...]:
    """Return the pages of the promises, each once."""
    pages = {one.source: one for one in reversed(latest[:LISTED])}
    return tuple(
        Source(f"{one.who}, {format_day(one.stated_on)}", url, datetime.combine(one.stated_on, time(12), UTC))
        for url, one in pages.items()
    )


def _facts(
    found: PromisesInputs, whole: PromiseRecord, speakers: Sequence[tuple[str, PromiseRecord]], ctx: RequestContext
) -> dict[str, object]:
    return {
        "as_of": ctx.as_of,
        "of": found.of or None,
        "n": len(whole.slips),
        "median": whole.median,
        "low": whole.slips[0] if whole.slips else None,
        "high": whole.slips[-1] if whole.slips else None,
        "in_time": whole.in_time,
        "ended": whole.ended,
        "not_come": whole.count(PromiseOutcome.OVERDUE),
        "repeats": whole.repeats,
        "speakers": [{"who": name, "n": len(one.slips), "median": one.median} for name, one in speakers],
        "promises": [
            {
                "who": one.who,
                "reported_by": one.reported_by or None,
                "said": one.stated_on,
                "words": one.words,
                "about": one.about or one.thing,
                "implied": one.implied,
                "came": one.came,
                "slip": one.slip,
                "source": one.source,
                "seen": one.seen,
            }
            for one in found.promises
        ],
    }
