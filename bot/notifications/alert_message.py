"""Compose alert messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.notify.alerts import AlertDecision, AlertSubscription
from bot.domain.notify.digest_sections import ChangeKind
from bot.messages.change_line import change_line, joint, sources_of, with_grade
from bot.messages.order import order
from bot.messages.reply import Bullets, Button, Reply, Severity, Text, when


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener: an alert, or a person's watch.

    ``line`` is a price to cross, ``person`` the owner of a watch.
    """

    key: str
    tenant: str
    place: str
    wish: AlertSubscription
    name: str
    line: int = 0
    person: str = ""


NAMED = 10  # subjects named in an alert's line; further ones are counted
TITLES = {
    ChangeKind.RELEASE: "Release",
    ChangeKind.GRADE: "Grade changed",
    ChangeKind.SIGHTING: "Sighting",
    ChangeKind.REVEAL: "Reveal",
    ChangeKind.ODDS: "Odds",
    ChangeKind.RULES: "Rules changed",
    ChangeKind.CORRECTION: "Correction",
    ChangeKind.WAIT: "Release checklist",
    ChangeKind.CLOSING: "Closing soon",
    ChangeKind.PRICE: "Price",
    ChangeKind.LIMIT: "Limit",
    ChangeKind.RETIREMENT: "Retirement",
}


def message(
    listener: Listener, decision: AlertDecision, names: Mapping[str, str] | None = None, *, test: bool = False
) -> Reply:
    """Compose an alert.

    What changed, values, certainty, time, source, and why you get it, with the ``names`` of its subjects by slug.
    """
    post = decision.post
    held = f"{decision.held_back} more held back by the daily cap." if decision.held_back else ""
    if not post:
        title, parts = held, [Text("They are in /catchup.")]
    elif len(post) == 1:
        one = post[0]
        step = f"{joint(one.title)}{one.transition}" if one.transition else ""
        head = "" if one.kind is ChangeKind.WAIT else f"{TITLES[one.kind]}: "  # its title already names the checklist
        title, parts = with_grade(f"{head}{one.title}{step}", one), [Text(change_line(one))]
    else:
        title = f"{len(post)} changes: {TITLES[post[0].kind].casefold()}"
        parts = [Bullets(tuple(map(change_line, post)))]  # type: ignore[list-item]
    if held and post:
        parts.append(Text(held))
    told = f"{listener.name}: {format_wish(listener.wish, names)}"
    why = "you watch it" if listener.key.startswith("watch|") else told
    parts.append(Text(f"Why this alert: {why}.", quiet=True))
    actions = [Button("Catch up", order("catchup"))]
    if not listener.key.startswith("watch|"):
        actions.append(Button("Mute 1 day", order("alerts pause", id=listener.name, until="1 day")))
        actions.append(Button("Mute 1 week", order("alerts pause", id=listener.name, until="1 week")))
        actions.append(Button("Why this alert?", order("alerts why", id=listener.name)))
    return Reply(
        title=("TEST · " if test else "") + title,
        parts=tuple(parts),
        severity=Severity.WARN if any(change.kind is ChangeKind.CORRECTION for change in post) else Severity.INFO,
        sources=sources_of(post),
        actions=tuple(actions),
        note=("as of ", when(post[0].at)) if post else "",
        shows=tuple(dict.fromkeys(change.ref for change in post)),
        private=False,
    )


PLAIN = {
    ChangeKind.REVEAL: "what a name turned out to be",
    ChangeKind.WAIT: "release checklist",
    ChangeKind.CLOSING: "market that closes soon",
}


def plain_kind(kind: ChangeKind) -> str:
    """A kind of change in plain words."""
    return PLAIN.get(kind, kind.value)


def format_wish(wish: AlertSubscription, names: Mapping[str, str] | None = None) -> str:
    """Describe an alert's wish: "odds move of 5 points or more about openai/spud".

    ``names`` are those of its subjects by slug, where they are known.
    """
    what = plain_kind(wish.what)
    what += f" of {wish.threshold} points or more" if wish.what is ChangeKind.ODDS else ""
    told = [(names or {}).get(slug, slug) for slug in wish.about]
    named = ", ".join(told) if len(told) <= NAMED else f"{len(told)} models"
    about = f" about {named}" if told else " about anything"
    return what + (f" of {wish.ref}" if wish.ref else about)
