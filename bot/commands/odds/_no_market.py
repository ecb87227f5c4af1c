"""The card of a model without a market: what is known of it, and similar models."""

from __future__ import annotations

from collections.abc import Iterator

from bot.commands.odds._cards import words as said
from bot.commands.odds._cards.brief import long_day
from bot.commands.odds._finding import Topic
from bot.commands.odds._released import by_then, release_of
from bot.dispatch.date_arguments import Deadline
from bot.domain.names.subjects import AHEAD, Subject
from bot.domain.names.vendors import vendor_name
from bot.domain.time import day_of, format_day
from bot.messages import words
from bot.messages.levels import labelled
from bot.messages.lifetimes import STATES
from bot.messages.order import order
from bot.messages.reply import Action, Button, Reply, Text, Words, bold, link, spans
from bot.messages.request import RequestContext
from bot.queries.families.model_families import ModelFamily, release_day
from bot.queries.known_up_to import known_sentence, may_deny

SHOWN = 3  # models of a family


def no_market(
    topic: Topic,
    ctx: RequestContext,
    venue: str = "",
    by: Deadline | None = None,
) -> Reply:
    """Compose the card.

    No market (at a venue), what is known instead, what to do next; ``by`` is the day that was asked about.
    """
    at = f" at {venue}" if venue else ""
    subject = topic.subject
    out = release_of(topic) is not None
    told = (Text(_known(subject, out=out, denies=may_deny(topic.known_up_to, ctx))),) if subject is not None else ()
    near: tuple[Words, ...] = (labelled(words.NEAREST_KNOWN, _near(topic)),) if topic.near else ()
    if topic.family is not None:
        told, near = (Text(_newest(topic.family, ctx)),), tuple(_expected(topic.family))
    kin = _kin(topic, ctx)
    asks = (Text(f"{_followed(at, ctx).capitalize()} about it."),) if out else ()
    return Reply(
        title=_title(topic, at, by, ctx),
        parts=(*told, *asks, *kin, *map(Text, near)),
        actions=_actions(topic),
        note=known_sentence(topic.known_up_to, ctx),
        data={
            "subject": subject.slug if subject else None,
            "subject_state": subject.state.value if subject is not None and subject.learned_at else None,
            "as_of": ctx.as_of,
            "state": "no_market",
            "venues": [],
            "outcome": None,
            "nearest_known": [one.slug for one in topic.near],
        },
    )


def _title(topic: Topic, at: str, by: Deadline | None, ctx: RequestContext) -> str:
    """Format ``Kimi K3 has been out since …``, or that no market asks when it ships."""
    followed = _followed(at, ctx)
    if (release := release_of(topic)) is not None:
        return f"{release.said}{by_then(release, by, ctx)}"
    name = topic.name
    if topic.family is not None:
        name = f"the next {name}" if "/" in topic.family.slug else f"the next {name} model"
    day = f"{'on' if by.exact else 'by'} {long_day(by.day, ctx)}" if by is not None else ""
    asks = f"whether {name} ships {day}" if day else f"when {name} ships"
    return f"{followed[0].upper()}{followed[1:]} {asks}"


def _kin(topic: Topic, ctx: RequestContext) -> tuple[Text, ...]:
    """Format the nearest market there is: on the name without its variant or version."""
    for name, board in topic.kin[:1]:
        row = board.main_row()
        if row is not None and row.known is not None:
            line = (f"A market asks about {name}: ", *spans(said.venue_line(board, row, ctx)), " · ")
            return (Text((*line, link(board.market.venue_name, board.market.url))),)
    return ()


def _near(topic: Topic) -> str:
    """Format the nearest models with their states; one that is out by a variant is out."""
    return " · ".join(f"{one.name} ({'released' if _is_out(topic, one) else one.state.value})" for one in topic.near)


def _is_out(topic: Topic, subject: Subject) -> bool:
    state = topic.states.get(subject.slug)
    return subject.released() is not None or (state is not None and state.is_out)


def _followed(at: str, ctx: RequestContext) -> str:
    off = words.markets_off(ctx)
    return f"{off}; no other asks" if off else f"no market{at or ' that is followed here'} asks"


def _known(subject: Subject, *, out: bool, denies: bool) -> Words:
    """Format the vendor and state of a subject."""
    vendor = vendor_name(subject.vendor)
    made = (bold(vendor), " · ") if vendor else ()
    if out:
        return (*made, "released")
    if subject.learned_at is None:
        return (*made, f"{subject.name} is not recorded here yet.")
    unsure = subject.state in AHEAD and not denies
    return (
        *made,
        "not known to be out" if unsure else STATES.get(subject.state, subject.state.value).removeprefix("is "),
    )


def _newest(family: ModelFamily, ctx: RequestContext) -> Words:
    """Format the vendor and the latest that is out, or how far its models have come."""
    for one in family.out[:1]:
        day = release_day(one)
        since = f", released {format_day(day, day_of(ctx.as_of))}" if day is not None else ", released"
        return (bold(family.lab), f" · the newest is {one.name}{since}")
    return (
        bold(family.lab),
        f" · none is out for everybody: {words.with_states((*family.expected, *family.limited)[:SHOWN])}",
    )


def _expected(family: ModelFamily) -> Iterator[Words]:
    """Format those to come, beside one that is out."""
    if family.out and family.expected:
        yield labelled("Next, expected", ", ".join(one.name for one in family.expected[:SHOWN]))


def _watch(subject: Subject) -> Button:
    """Offer to tell of it; of a lab, of each release."""
    if "/" in subject.slug:
        return Button(words.TELL_ME_CHANGES, order("model watch", name=subject.slug), "main")
    return Button("Tell me of releases", order("alerts add", what="release", about=subject.slug, where="me"), "main")


def _actions(topic: Topic) -> tuple[Action, ...]:
    """Return the actions.

    Watch it, look it or its nearest relative up, search the markets.
    """
    subject = topic.subject
    made: list[Action] = []
    if subject is not None:
        made.append(_watch(subject))
        if subject.learned_at is not None or topic.family is not None:
            made.append(Button(words.DOSSIER, order("model show", name=subject.slug)))
    waited = [one for one in topic.near if not _is_out(topic, one)]
    made += [Button(f"Odds of {name}"[:80], order("odds show", about=board.market.id)) for name, board in topic.kin[:1]]
    made += [Button(f"Odds of {one.name}"[:80], order("odds show", about=one.slug)) for one in waited[:1]]
    return (*made, Button(words.SEARCH_MARKETS, order("odds search", words=topic.name)))
