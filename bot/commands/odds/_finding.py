"""What the odds commands have in common: from what somebody typed to the markets that bear on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.odds._pasted import followed, is_address, unfollowed
from bot.dispatch.command import order
from bot.dispatch.plain_words import name_in
from bot.dispatch.registry import Catalogue
from bot.domain.markets.market_view import Board, board, ranked
from bot.domain.markets.markets import MarketSeen, market_number
from bot.domain.names.subjects import Alias, Standing, Subject, fold
from bot.messages.errors import Ambiguous, BadArgument, Unknown, shorten
from bot.messages.reply import Button
from bot.messages.request import Asked
from bot.ports import Ports

NEAREST = 3
SAYS = 3  # letters of a name, below which it is like too many others
ALIKE = 0.7  # how near a word has to be to a subcommand to be taken for one misspelt


@dataclass(frozen=True, slots=True)
class Read:
    """A subject that what was typed may mean: its own markets are asked, too, and the reply says with what right."""

    subject: Subject
    standing: Standing
    alias: Alias | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What was asked about. ``subject`` None: a single market named by its id or address that no subject claims."""

    typed: str
    subject: Subject | None
    also: tuple[Read, ...]
    boards: tuple[Board, ...]

    @property
    def name(self) -> str:
        """What to call it."""
        return self.subject.name if self.subject else self.boards[0].market.title if self.boards else self.typed

    def read_of(self, found: Board) -> Read | None:
        """With what right a board of another subject is shown here; None when it is the topic's own."""
        if self.subject is None or found.market.subject in (None, self.subject.slug):
            return None
        return next((read for read in self.also if read.subject.slug == found.market.subject), None)


def find(ports: Ports, asked: Asked, about: str) -> Topic:
    """The topic of what was typed: a model, a codename, ``MK-0007``, or a market's address.

    Raises:
        BadArgument: nothing was typed that could name anything.
        Unknown: the ledger has nothing of that name; the nearest are offered.
        Ambiguous: several subjects have that name; the choices are offered.
    """
    if not fold(about):
        raise BadArgument("Which model or event?", todo="For example: odds spud · odds gpt-5.5 · odds MK-0001")
    found = _one_market(ports, asked, about)
    if found is not None:
        subject = ports.ledger.subject(found.subject, asked.view) if found.subject else None
        return Topic(about, subject, (), (board(found, asked.as_of),))
    subject, also = _subjects(ports, asked, about)
    markets = ports.markets.of_subjects([subject.slug, *(read.subject.slug for read in also)], asked.view)
    boards = ranked((board(market, asked.as_of) for market in markets), subject.slug)
    return Topic(about, subject, also, tuple(boards))


def find_market(ports: Ports, asked: Asked, text: str) -> MarketSeen:
    """One market by its id, its address, or the subject whose first market it is.

    Raises:
        Unknown, Ambiguous, BadArgument: as `find`; also when the subject has no market.
    """
    found = _one_market(ports, asked, text)
    if found is not None:
        return found
    topic = find(ports, asked, text)
    if not topic.boards:
        raise Unknown(f"No market asks about {topic.name}.", todo="Search by words: odds search")
    return topic.boards[0].market


def _one_market(ports: Ports, asked: Asked, text: str) -> MarketSeen | None:
    number = market_number(text.strip())
    if number is not None:
        found = ports.markets.market(number, asked.view)
        if found is None:
            raise Unknown(f"There is no {shorten(text.strip().upper(), 20)}.", todo="Search by words: odds search")
        return found
    if is_address(text):
        found = followed(ports, asked, text)
        if found is None:
            raise unfollowed(ports, asked, text)
        return found
    return None


def _subjects(ports: Ports, asked: Asked, about: str) -> tuple[Subject, tuple[Read, ...]]:
    aliases = [alias for alias in ports.ledger.named(about, asked.view) if alias.standing is not Standing.REFUTED]
    subjects = ports.ledger.subjects([alias.slug for alias in aliases], asked.view)
    known = [(alias, subjects[alias.slug]) for alias in aliases if alias.slug in subjects]
    if not known:
        exact = ports.ledger.subject(about.strip().casefold(), asked.view)
        if exact is None:
            raise _unknown(ports, asked, about)
        return exact, _also(ports, asked, exact, ())
    wanted = fold(about)
    own = [subject for _, subject in known if wanted in (fold(subject.name), fold(subject.slug.rpartition("/")[2]))]
    good = [subject for alias, subject in known if alias.standing is Standing.GOOD]
    if len({subject.slug for subject in own or good}) > 1:
        raise _several(about, own or good)
    first = (own or good or [known[0][1]])[0]
    others = tuple(Read(subject, alias.standing, alias) for alias, subject in known if subject.slug != first.slug)
    return first, _also(ports, asked, first, others)


def _also(ports: Ports, asked: Asked, first: Subject, others: Sequence[Read]) -> tuple[Read, ...]:
    """The subjects a name of this one is said to mean: "GPT-5.5" does not lead back to "Spud", "Spud" leads to it."""
    own = (fold(first.name), fold(first.slug.rpartition("/")[2]))
    heard = {first.slug, *(read.subject.slug for read in others)}
    same: dict[str, Alias] = {}
    for alias in ports.ledger.namesakes(first.slug, asked.view):
        if alias.folded in own and alias.standing is not Standing.REFUTED and alias.slug not in heard:
            same.setdefault(alias.slug, alias)
    subjects = ports.ledger.subjects(list(same), asked.view)
    return (*others, *(Read(subjects[slug], alias.standing, alias) for slug, alias in same.items() if slug in subjects))


def _several(about: str, subjects: Sequence[Subject]) -> Ambiguous:
    distinct = {subject.slug: subject for subject in subjects}
    return Ambiguous(
        f"{len(distinct)} things are called “{shorten(about, 40)}”.",
        choices=[f"{subject.name} ({subject.slug}) — {subject.state.value}" for subject in distinct.values()],
        actions=[Button(subject.name, order("odds show", about=slug)) for slug, subject in list(distinct.items())[:5]],
    )


def _alike(ports: Ports, asked: Asked, about: str) -> list[Subject]:
    """Subjects of a name in what was typed, else of what it begins with: for "Opus 4.8" the Opus there are."""
    words = name_in(about).split()
    while words and len(begins := " ".join(words)) >= SAYS:
        if near := list(ports.ledger.suggest(begins, asked.view, NEAREST)):
            return sorted(near, key=lambda subject: fold(subject.name) != fold(begins))
        words.pop()
    return []


def _unknown(ports: Ports, asked: Asked, about: str) -> Unknown:
    shown = shorten(about, 40)
    near = _alike(ports, asked, about[:60])
    markets = ports.markets.search(about[:60], asked.view, open_only=False, limit=NEAREST)
    choices = [f"{subject.name} — {subject.state.value}" for subject in near]
    choices += [f"{market.id} {market.title} ({market.venue_name})" for market in markets]
    actions = [Button(subject.name, order("odds show", about=subject.slug)) for subject in near]
    actions += [Button(market.id, order("odds show", about=market.id)) for market in markets]
    meant = get_close_matches(about.split(maxsplit=1)[0].casefold()[:20], Catalogue().tree["odds"], 1, ALIKE)
    todo = "The nearest I have:" if choices else "Search the markets by words, for example: odds search gpt"
    return Unknown(
        f"I know no model or market called “{shown}”.",
        todo=f"Did you mean odds {meant[0]}?" if meant and not choices else todo,
        choices=choices,
        actions=actions[:5],
    )
