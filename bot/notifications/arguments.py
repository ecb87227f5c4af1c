"""Arguments of digests, alerts and catch-up: channels, subjects, spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from bot.dispatch.date_arguments import read_option
from bot.domain.names import NameKind
from bot.domain.names.subjects import fold
from bot.domain.notify.webhooks import PLATFORM, webhook_name, webhook_place
from bot.domain.text import shorten
from bot.domain.time import Prefer, TimeForm, day_of, find_durations
from bot.domain.time.zones import zone_of
from bot.messages.addresses import person_place
from bot.messages.errors import AmbiguousArgument, BadArgument, NotAllowed, NotFound
from bot.messages.reply import TextSpan, Words, channel
from bot.messages.request import RequestContext, Role
from bot.messages.words import ADD_MODEL
from bot.ports import Ports
from bot.ports.notifications.subscriptions import Alert, Digest
from bot.queries.families.model_families import family_by_word
from bot.queries.names import described, resolve

_Told = TypeVar("_Told", Digest, Alert)
MOST_SUBJECTS = 10
NEAR = 3  # names offered for an unknown one
LONGEST_PAUSE = timedelta(days=366)
_MENTION = re.compile(r"^<#([A-Za-z0-9_-]{1,40})(?:\|[^>]*)?>$")
_ID = re.compile(r"^[A-Za-z0-9_.-]{1,64}$")
_OBJECT = re.compile(r"^(?:CL|MK|CP)-\d{1,9}$")
_LEAD = re.compile(r"^(?:until |for |in |on )+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Channel:
    """A place in the user's own tenant: ``here``, a mention, an id, ``webhook/NAME``."""

    place: str
    typed: str = "here"

    def __str__(self) -> str:
        return self.typed

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> Channel:
        """Parse a channel as a platform sends it or a person types it.

        Raises:
            BadArgument: its words do not identify a channel.
        """
        word = text.strip()
        if word.casefold() in ("here", "this", "."):
            return cls(ctx.place, "here")
        if word == ctx.place:
            return cls(ctx.place, "here")
        inside = ctx.tenant + "/"
        if word.startswith(inside) and _ID.match(word.removeprefix(inside)):
            return cls(word, word)
        mention = _MENTION.match(word)
        if mention:
            return cls(inside + mention[1], word)
        if word.casefold().startswith(f"{PLATFORM}/"):
            return cls(webhook_place(ctx.tenant, _webhook(word.partition("/")[2])), word)
        if word.startswith(f"{PLATFORM}:{inside}"):
            return cls(webhook_place(ctx.tenant, _webhook(word.rpartition("/")[2])), word)
        name = word.removeprefix("#")
        if _ID.match(name) and _has_form_of(name, ctx.place.removeprefix(inside)):
            return cls(inside + name, word)
        raise BadArgument(
            f"I cannot tell which channel “{shorten(word, 40)}” is.",
            todo="Name what follows the channel, such as channel:here time:09:00."
            if " " in word
            else "Pick it from the list that # opens, or say here.",
        )


def _webhook(word: str) -> str:
    if not (name := webhook_name(word)):
        raise BadArgument("That is no name of a webhook.", todo="See /spudwatch-admin webhooks for those there are.")
    return name


def known_place(ports: Ports, ctx: RequestContext, place: str) -> str:
    """Return a place if it exists, as far as can be known.

    A webhook must be one of this tenant.

    Raises:
        NotFound: there is no such webhook.
    """
    if is_gone(ports, ctx, place):
        name = place.rpartition("/")[2]
        raise NotFound(f"There is no webhook “{name}” here.", todo="See /spudwatch-admin webhooks for those there are.")
    return place


def is_gone(ports: Ports, ctx: RequestContext, place: str) -> bool:
    """Whether a place is a webhook that was removed."""
    return _is_webhook(place) and place.rpartition("/")[2] not in {
        one.name for one in ports.webhooks.entries(ctx.tenant)
    }


def _is_webhook(place: str) -> bool:
    return place.startswith(f"{PLATFORM}:")


def _has_form_of(name: str, place: str) -> bool:
    """Whether a word may be an id of this platform, by the form of this place's id.

    All digits, or capitals and digits of its length. A platform whose ids are plain words accepts any.
    """
    if place.isdecimal():
        return name.isdecimal()
    if place.isupper():
        return bool(re.fullmatch(r"[CGD][A-Z0-9]{5,}", name))
    return True


class Recipient(Channel):
    """A channel, or ``me``: the user alone."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str, ctx: RequestContext) -> Recipient:
        """A channel as `Channel` reads it, or ``me``.

        Raises:
            BadArgument: it is neither.
        """
        mine = person_place(ctx.actor)
        if text.strip().casefold() in ("me", "dm", "private", mine.casefold()):
            return cls(mine, "me")
        found = Channel.parse(text, ctx)
        return cls(found.place, found.typed)


def in_reach(place: str, ctx: RequestContext) -> str:
    """Return a place if this person controls its posts.

    Their own messages always qualify.

    Raises:
        NotAllowed: it is a channel they do not manage, or a webhook and they are not an admin.
    """
    if _is_webhook(place):
        if Role.ADMIN in ctx.roles:
            return place
        raise NotAllowed("Webhooks are set by admins.", todo="Ask one of them, or choose a channel.")
    if place == person_place(ctx.actor) or ctx.manages_place(place):
        return place
    raise NotAllowed(
        f"I cannot tell that you manage {place_name(place, ctx)}.",
        why="Who posts where is decided by those who manage the channel.",
        todo="Run the command in that channel, or ask an admin.",
    )


def manages(ctx: RequestContext) -> bool:
    """Whether this person manages channels here."""
    return Role.MANAGER in ctx.roles


def place_for(where: Recipient | None, ctx: RequestContext) -> str:
    """Return an alert's place: as given by somebody permitted, else the user's own.

    Raises:
        NotAllowed: a channel, from somebody who does not manage it.
    """
    mine = person_place(ctx.actor)
    place = where.place if where else ctx.place if manages(ctx) else mine
    if place != mine and not manages(ctx):
        raise NotAllowed(
            "Alerts in a channel need the manager role here.",
            todo="For yourself alone: where:me",
        )
    return in_reach(place, ctx)


def theirs(one: _Told, ctx: RequestContext) -> _Told:
    """Return a digest or alert that this person owns or whose place they manage.

    Raises:
        NotAllowed: neither.
    """
    if one.owner != ctx.actor:
        in_reach(one.place, ctx)
    return one


def subjects(ports: Ports, ctx: RequestContext, text: str) -> tuple[str, ...]:
    """Resolve comma-separated subjects or object ids; none for ``everything``.

    Ids are those of claims, markets and reports.

    Raises:
        NotFound: nothing has that name and no lab would write it so; the nearest are offered.
        AmbiguousArgument: several models have it; they are listed with their dates.
        BadArgument: more than ten.
    """
    found: dict[str, None] = {}
    for raw in text.split(","):
        name = raw.strip()
        if not name or fold(name) in ("everything", "all", "anything"):
            continue
        if _OBJECT.match(name.upper()):
            found[name.upper()] = None
            continue
        found[_named(ports, ctx, name)] = None
    if len(found) > MOST_SUBJECTS:
        raise BadArgument(f"About at most {MOST_SUBJECTS} subjects; you named {len(found)}.", todo="Or leave it out.")
    return tuple(found)


def _named(ports: Ports, ctx: RequestContext, name: str) -> str:
    if any(claim.statement.subject == name for claim in ports.claims.about([name], ctx.view)):
        return name
    found = resolve(ports, ctx, name)
    reading = found.readings[0] if found.readings else None
    if reading is None or reading.is_guess:
        reading = family_by_word(name) or reading
    if found.ambiguous:
        several = ", ".join(described(one) for one in found.readings[:NEAR])
        raise AmbiguousArgument(
            f"“{shorten(name, 60)}” may be {len(found.readings)} models.", todo=f"Say which: {several}."
        )
    if reading is not None and reading.kind is NameKind.LAB:
        return reading.slug
    if reading is None or reading.is_place or reading.is_guess:
        near = [one.name for one in found.near] or [one.name for one in ports.ledger.suggest(name, ctx.view, NEAR)]
        todo = f"Did you mean {', '.join(near[:NEAR])}?" if near else f"Leave about out for all. {ADD_MODEL}"
        raise NotFound(f"I do not know “{shorten(name, 60)}”.", todo=todo)
    return reading.slug


def parse_until(text: str, ctx: RequestContext) -> datetime | None:
    """Parse the end of a pause: ``1 week``, ``3 days``, ``friday``, a date, a moment.

    A date means its beginning; None means forever.

    Raises:
        BadArgument: it cannot be parsed, is over already, or is more than a year away.
    """
    typed = _LEAD.sub("", " ".join(text.split()))
    words = typed.casefold()
    if not words or words in ("resumed", "changed", "forever", "for ever", "further notice"):
        return None
    until = _until(typed, ctx)
    if until <= ctx.now:
        raise BadArgument(f"“{shorten(text, 40)}” is in the past.", todo="Try 1 week, friday, or a date to come.")
    if until - ctx.now > LONGEST_PAUSE:
        raise BadArgument("That is more than a year away.", todo="Leave until out to pause until somebody resumes it.")
    return until


def _until(typed: str, ctx: RequestContext) -> datetime:
    """Return the start of a day, a moment, or now plus a duration.

    A weekday that is today means next week's.
    """
    reading = read_option(typed, ctx.now, ctx.zone, TimeForm.DEADLINE, Prefer.FUTURE)
    zone = zone_of(ctx.zone)
    if find_durations(typed) and reading.mention.moment is None:
        return datetime.combine(reading.day, ctx.now.astimezone(zone).time(), zone).astimezone(UTC)
    if reading.mention.moment is not None:
        return reading.mention.moment
    if reading.mention.relative and reading.day == day_of(ctx.now, zone):
        reading = read_option(typed, ctx.now + timedelta(days=1), ctx.zone, TimeForm.DEADLINE, Prefer.FUTURE)
    return datetime.combine(reading.day, time(), zone).astimezone(UTC)


def place_name(place: str, ctx: RequestContext) -> str:
    """Format a place for its reader: here, to you, or a channel by id.

    `place_words` renders its name.
    """
    if place == ctx.place:
        return "here"
    if _is_webhook(place):
        return f"to webhook {place.rpartition('/')[2]}"
    if "@" in place:
        return "to you" if place == person_place(ctx.actor) else "to its owner"
    return "#" + place.rpartition("/")[2]


def place_words(place: str, ctx: RequestContext) -> str | TextSpan:
    """Format a place within a text, by its name where the platform can draw it."""
    name = place_name(place, ctx)
    return channel(name.removeprefix("#")) if name.startswith("#") else name


def posted(place: str, ctx: RequestContext) -> Words:
    """The same after "posted": here, to you, in #news."""
    words = place_words(place, ctx)
    return ("in ", words) if isinstance(words, TextSpan) else words
