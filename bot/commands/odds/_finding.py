"""What the odds commands have in common: from what somebody typed to the markets that bear on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.odds._pasted import followed, is_address, unfollowed
from bot.dispatch.command import order
from bot.dispatch.plain_words import lone_name, name_in
from bot.dispatch.registry import CommandRegistry
from bot.domain.markets.market_view import MarketBoard, board, ranked
from bot.domain.markets.markets import MarketReading, market_number
from bot.domain.names.subjects import Alias, AliasStatus, Subject, fold, spaced
from bot.messages.errors import AmbiguousArgument, BadArgument, NotFound, shorten
from bot.messages.reply import Button
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.known_names import grammar_reader

NEAREST = 3
SAYS = 3  # letters of a name, below which it is like too many others
ALIKE = 0.7  # how near a word has to be to a subcommand to be taken for one misspelt


@dataclass(frozen=True, slots=True)
class SubjectReading:
    """A subject that what was typed may mean: its own markets are asked, too, and the reply says with what right."""

    subject: Subject
    standing: AliasStatus
    alias: Alias | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What was asked about. ``subject`` None: markets named by id, address or words that no subject claims.

    ``boards`` answer the question; ``others`` only name the topic and ask something else ("Next Claude Opus …").
    """

    typed: str
    subject: Subject | None
    also: tuple[SubjectReading, ...]
    boards: tuple[MarketBoard, ...]
    others: tuple[MarketBoard, ...] = ()
    read_name: str = ""

    @property
    def name(self) -> str:
        """What to call it."""
        if self.subject is not None:
            return self.subject.name
        return self.read_name or (self.boards[0].market.title if self.boards else self.typed)

    def claims(self, found: MarketBoard) -> bool:
        """Whether a board answers when the topic is out, and does not only name it."""
        return found.market.subject is not None and (self.subject is not None or bool(self.read_name))

    def read_of(self, found: MarketBoard) -> SubjectReading | None:
        """With what right a board of another subject is shown here; None when it is the topic's own."""
        if self.subject is None or found.market.subject in (None, self.subject.slug):
            return None
        return next((read for read in self.also if read.subject.slug == found.market.subject), None)


def find(ports: Ports, ctx: RequestContext, about: str) -> Topic:
    """The topic of what was typed: a model, a codename, ``MK-0007``, or a market's address.

    Raises:
        BadArgument: nothing was typed that could name anything.
        Unknown: the ledger has nothing of that name; the nearest are offered.
        Ambiguous: several subjects have that name; the choices are offered.
    """
    if not fold(about):
        raise BadArgument("Which model or event?", todo="For example: odds spud · odds gpt-5.5 · odds MK-0001")
    found = _one_market(ports, ctx, about)
    if found is not None:
        subject = ports.ledger.subject(found.subject, ctx.view) if found.subject else None
        return Topic(about, subject, (), (board(found, ctx.as_of),))
    try:
        subject, also = _subjects(ports, ctx, about)
    except NotFound:
        if (topic := _topic_of_words(ports, ctx, about)) is not None:
            return topic
        raise
    slugs = [subject.slug, *(read.subject.slug for read in also)]
    boards = _boards(ports.markets.of_subjects(slugs, ctx.view), subject.slug, ctx)
    named = _boards(ports.markets.named(_related(subject.name, subject.slug), ctx.view), subject.slug, ctx)
    if boards:
        return Topic(about, subject, also, boards, named)
    return Topic(about, subject, also, named[:1], named[1:])


def _boards(markets: Iterable[MarketReading], own: str, ctx: RequestContext) -> tuple[MarketBoard, ...]:
    return tuple(ranked((board(market, ctx.as_of) for market in markets), own))


def _topic_of_words(ports: Ports, ctx: RequestContext, about: str) -> Topic | None:
    """The markets that ask about a name no subject has: those read as its, else those whose question holds it."""
    resolved = grammar_reader().resolve(lone_name(about))
    own = resolved.slug if not resolved.left else ""
    mapped = ports.markets.of_subjects([own], ctx.view) if own else ()
    named = ports.markets.named(_related(about, own), ctx.view) if own else ()
    if not mapped and not named:
        words = spaced(fold(about))
        found = ports.markets.search(about[:60], ctx.view, open_only=False) if len(words) > SAYS else ()
        named = [market for market in found if _holds_name(market, words)]
    boards, others = _boards(mapped, own, ctx), _boards(named, own, ctx)
    if not boards:
        boards, others = others[:1], others[1:]
    name = resolved.readings[0].name if mapped and resolved.readings else ""
    return Topic(about, None, (), boards, others, name) if boards else None


def _related(name: str, slug: str) -> tuple[str, ...]:
    """A subject's slug, and those its name has without its variant and without its version."""
    reading = next(iter(grammar_reader().resolve(name).readings), None)
    if reading is None or not reading.is_model:
        return (slug,)
    family = slug.replace(f"-{reading.version}", "", 1) if reading.version else slug
    version = slug.replace(f"-{reading.variant}", "", 1) if reading.variant else slug
    return tuple(dict.fromkeys((slug, version, family)))


def _holds_name(market: MarketReading, words: str) -> bool:
    asked = (market.title, *(rung.question for rung in market.rungs[:1]))
    return any(f" {words} " in f" {spaced(fold(text))} " for text in asked)


def find_market(ports: Ports, ctx: RequestContext, text: str) -> MarketReading:
    """One market by its id, its address, or the subject whose first market it is.

    Raises:
        Unknown, Ambiguous, BadArgument: as `find`; also when the subject has no market.
    """
    found = _one_market(ports, ctx, text)
    if found is not None:
        return found
    topic = find(ports, ctx, text)
    if not topic.boards:
        raise NotFound(f"No market asks about {topic.name}.", todo="Search by words: odds search")
    return topic.boards[0].market


def _one_market(ports: Ports, ctx: RequestContext, text: str) -> MarketReading | None:
    number = market_number(text.strip())
    if number is not None:
        found = ports.markets.market(number, ctx.view)
        if found is None:
            raise NotFound(f"There is no {shorten(text.strip().upper(), 20)}.", todo="Search by words: odds search")
        return found
    if is_address(text):
        found = followed(ports, ctx, text)
        if found is None:
            raise unfollowed(ports, ctx, text)
        return found
    return None


def _subjects(ports: Ports, ctx: RequestContext, about: str) -> tuple[Subject, tuple[SubjectReading, ...]]:
    aliases = [alias for alias in ports.ledger.named(about, ctx.view) if alias.standing is not AliasStatus.REFUTED]
    subjects = ports.ledger.subjects([alias.slug for alias in aliases], ctx.view)
    known = [(alias, subjects[alias.slug]) for alias in aliases if alias.slug in subjects]
    if not known:
        exact = ports.ledger.subject(about.strip().casefold(), ctx.view)
        if exact is None:
            raise _unknown(ports, ctx, about)
        return exact, _also(ports, ctx, exact, ())
    wanted = fold(about)
    own = [subject for _, subject in known if wanted in (fold(subject.name), fold(subject.slug.rpartition("/")[2]))]
    good = [subject for alias, subject in known if alias.standing is AliasStatus.GOOD]
    if len({subject.slug for subject in own or good}) > 1:
        raise _several(about, own or good)
    first = (own or good or [known[0][1]])[0]
    others = tuple(
        SubjectReading(subject, alias.standing, alias) for alias, subject in known if subject.slug != first.slug
    )
    return first, _also(ports, ctx, first, others)


def _also(
    ports: Ports, ctx: RequestContext, first: Subject, others: Sequence[SubjectReading]
) -> tuple[SubjectReading, ...]:
    """The subjects a name of this one is said to mean: "GPT-5.5" does not lead back to "Spud", "Spud" leads to it."""
    own = (fold(first.name), fold(first.slug.rpartition("/")[2]))
    heard = {first.slug, *(read.subject.slug for read in others)}
    same: dict[str, Alias] = {}
    for alias in ports.ledger.namesakes(first.slug, ctx.view):
        if alias.folded in own and alias.standing is not AliasStatus.REFUTED and alias.slug not in heard:
            same.setdefault(alias.slug, alias)
    subjects = ports.ledger.subjects(list(same), ctx.view)
    return (
        *others,
        *(SubjectReading(subjects[slug], alias.standing, alias) for slug, alias in same.items() if slug in subjects),
    )


def _several(about: str, subjects: Sequence[Subject]) -> AmbiguousArgument:
    distinct = {subject.slug: subject for subject in subjects}
    return AmbiguousArgument(
        f"{len(distinct)} things are called “{shorten(about, 40)}”.",
        choices=[f"{subject.name} ({subject.slug}) — {subject.state.value}" for subject in distinct.values()],
        actions=[Button(subject.name, order("odds show", about=slug)) for slug, subject in list(distinct.items())[:5]],
    )


def _alike(ports: Ports, ctx: RequestContext, about: str) -> list[Subject]:
    """Subjects of a name in what was typed, else of what it begins with: for "Opus 4.8" the Opus there are."""
    words = name_in(about).split()
    while words and len(begins := " ".join(words)) >= SAYS:
        if near := list(ports.ledger.suggest(begins, ctx.view, NEAREST)):
            return sorted(near, key=lambda subject: fold(subject.name) != fold(begins))
        words.pop()
    return []


def _unknown(ports: Ports, ctx: RequestContext, about: str) -> NotFound:
    shown = shorten(about, 40)
    near = _alike(ports, ctx, about[:60])
    markets = ports.markets.search(about[:60], ctx.view, open_only=False, limit=NEAREST)
    choices = [f"{subject.name} — {subject.state.value}" for subject in near]
    choices += [f"{market.id} {market.title} ({market.venue_name})" for market in markets]
    actions = [Button(subject.name, order("odds show", about=subject.slug)) for subject in near]
    actions += [Button(market.id, order("odds show", about=market.id)) for market in markets]
    meant = get_close_matches(about.split(maxsplit=1)[0].casefold()[:20], CommandRegistry().tree["odds"], 1, ALIKE)
    todo = "The nearest I have:" if choices else "Search the markets by words, for example: odds search gpt"
    return NotFound(
        f"I know no model or market called “{shown}”.",
        todo=f"Did you mean odds {meant[0]}?" if meant and not choices else todo,
        choices=choices,
        actions=actions[:5],
    )
