"""The card of a model without a market: what is known of it, and similar models."""

from __future__ import annotations

from bot.commands.odds._finding import Topic
from bot.domain.names.subjects import Subject
from bot.domain.names.vendors import vendor_name
from bot.messages import words
from bot.messages.levels import labelled
from bot.messages.order import order
from bot.messages.reply import Action, Button, Reply, Text, Words, bold
from bot.messages.request import RequestContext

STATES = {"rumoured": "not out", "testing": "in testing, not out"}


def no_market(topic: Topic, ctx: RequestContext, venue: str = "") -> Reply:
    """Compose the card.

    No market (at a venue), what is known instead, what to do next.
    """
    at = f" at {venue}" if venue else ""
    subject = topic.subject
    known = (Text(_known(subject)),) if subject is not None else ()
    near = " · ".join(f"{one.name} ({_state(one)})" for one in topic.near)
    return Reply(
        title=_title(topic, at),
        parts=(*known, *((Text(labelled("Nearest known", near)),) if near else ())),
        actions=_actions(topic),
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


def _title(topic: Topic, at: str) -> str:
    """Format ``Kimi K3 is out.

    No market asks about it``, or its equivalent if not out.
    """
    subject = topic.subject
    if subject is not None and (day := subject.released()) is not None:
        return f"{subject.name} is out since {day.day} {day:%B %Y}; no market{at} asks about it"
    return f"No market{at} asks when {topic.name} ships"


def _known(subject: Subject) -> Words:
    """Format the vendor and state of a subject."""
    if subject.learned_at is None:
        return (bold(vendor_name(subject.vendor)), f" · nothing here names {subject.name} yet; no day is expected.")
    return (bold(vendor_name(subject.vendor)), f" · {_state(subject)}")


def _state(subject: Subject) -> str:
    return STATES.get(subject.state.value, subject.state.value)


def _actions(topic: Topic) -> tuple[Action, ...]:
    """Return the actions.

    Watch it, look it or its nearest relative up, search the markets.
    """
    subject = topic.subject
    made: list[Action] = []
    if subject is not None:
        made.append(Button(words.TELL_ME_CHANGES, order("model watch", name=subject.slug), "main"))
        if subject.learned_at is not None:
            made.append(Button(words.DOSSIER, order("model show", name=subject.slug)))
    waited = [one for one in topic.near if one.released() is None]
    made += [Button(f"Odds of {one.name}"[:80], order("odds show", about=one.slug)) for one in waited[:1]]
    return (*made, Button(words.SEARCH_MARKETS, order("odds search", words=topic.name)))
