"""What the odds commands have in common: from what somebody typed to the markets that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.odds._pasted import followed, is_address, unfollowed
from bot.dispatch.command import order
from bot.dispatch.plain_words import name_in
from bot.dispatch.registry import CommandRegistry
from bot.domain.markets.market_view import MarketBoard, board, ranked
from bot.domain.markets.markets import MarketReading, market_number
from bot.domain.names.subjects import Alias, AliasStatus, Subject, fold
from bot.messages.errors import AmbiguousArgument, BadArgument, NotFound, shorten
from bot.messages.reply import Button
from bot.messages.request import RequestContext
from bot.ports import Ports

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
    """What was asked about. ``subject`` None: a single market named by its id or address that no subject claims."""

    typed: str
    subject: Subject | None
    also: tuple[SubjectReading, ...]
    boards: tuple[MarketBoard, ...]

    @property
    def name(self) -> str:
        """What to call it."""
        return self.subject.name if self.subject else self.boards[0].market.title if self.boards else self.typed

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
    subject, also = _subjects(ports, ctx, about)
    markets = ports.markets.of_subjects([subject.slug, *(read.subject.slug for read in also)], ctx.view)
    boards = ranked((board(market, ctx.as_of) for market in markets), subject.slug)
    return Topic(about, subject, also, tuple(boards))


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
