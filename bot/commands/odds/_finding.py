"""Find the markets for a topic, for all odds commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches

from bot.commands.odds._market_address import followed, is_address, unfollowed
from bot.dispatch.plain_words import name_in
from bot.dispatch.registry import CommandRegistry
from bot.domain.markets.board_state import OPEN
from bot.domain.markets.market_view import MarketBoard, board, ranked
from bot.domain.markets.markets import MarketReading, market_number
from bot.domain.names import NameKind, NameReading, NameResolution
from bot.domain.names.subjects import Alias, AliasStatus, Subject, fold, lab_of, spaced
from bot.domain.text import listed, shorten
from bot.messages.errors import Alternative, BadArgument, NotFound, UserError, alternatives
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.aliases import confirmed_name, other_readings
from bot.queries.families.examples import examples
from bot.queries.families.model_families import ModelFamily, family_called, family_of
from bot.queries.names import ambiguous, covered, is_unlisted, name_of, names, relatives, relatives_of, resolve
from bot.queries.records.model_state import ModelState, last_known, model_states

_SHOW = "odds show"
NEAREST = 3
NAMES = 120  # characters in which several names are looked for
SLUG = 3  # hyphens of a venue's slug (gpt-6-released-by), more than a model's name has
SAYS = 3  # letters of a name, below which it is like too many others
ALIKE = 0.7  # how near a word has to be to a subcommand to be taken for one misspelt


@dataclass(frozen=True, slots=True)
class SubjectReading:
    """A subject that the input may also mean, and the basis for showing its markets."""

    subject: Subject
    standing: AliasStatus
    alias: Alias | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A resolved topic; ``subject`` is None for markets that no subject claims.

    ``boards`` answer the question; ``others`` only mention the topic and ask something else ("Next Claude Opus …").
    ``near`` are the newest known models of its family if there is no market, and ``kin`` open markets on its name
    without the variant or version, with whom they ask about. ``by_market``: a market itself was named.
    ``identity`` is the model that a subject which is out is confirmed to be; ``states`` are how far its models have
    come, by slug. ``family`` are the models of a family's or a lab's name, whose open markets ``boards`` are.
    ``known_up_to`` is when its subject was last looked at, None if never.
    """

    typed: str
    subject: Subject | None
    also: tuple[SubjectReading, ...]
    boards: tuple[MarketBoard, ...]
    others: tuple[MarketBoard, ...] = ()
    near: tuple[Subject, ...] = ()
    kin: tuple[tuple[str, MarketBoard], ...] = ()
    by_market: bool = False
    identity: str = ""
    family: ModelFamily | None = None
    states: Mapping[str, ModelState] = field(default_factory=dict)
    known_up_to: datetime | None = None

    @property
    def name(self) -> str:
        """The display name."""
        return self.subject.name if self.subject else self.boards[0].market.title if self.boards else self.typed

    @property
    def lists(self) -> bool:
        """Whether it is of several models, or of none, so that its answer lists the boards."""
        return not self.typed or (self.family is not None and bool(self.boards))

    def read_of(self, found: MarketBoard) -> SubjectReading | None:
        """Return the basis for showing another subject's board; None for the topic's own."""
        if self.subject is None or found.market.subject in (None, self.subject.slug):
            return None
        return next((read for read in self.also if read.subject.slug == found.market.subject), None)


def find(ports: Ports, ctx: RequestContext, about: str) -> Topic:
    """Resolve a topic: a model, a codename, ``MK-0007``, or a market's address.

    Raises:
        BadArgument: nothing was typed that could name anything.
        NotFound: the ledger has nothing of that name; the nearest are offered.
        AmbiguousArgument: several subjects have that name; the choices are offered.
    """
    topic = _find(ports, ctx, about)
    named = [
        one.slug for one in (topic.subject, *(read.subject for read in topic.also), *topic.near) if one is not None
    ]
    known = last_known(ports, topic.subject.slug, ctx.view) if topic.subject is not None else None
    topic = replace(topic, states=model_states(ports, named, ctx.view), known_up_to=known)
    good = (read.subject for read in topic.also if read.standing is AliasStatus.GOOD)
    if topic.subject is None or not any(one.out_since(ctx.as_of) for one in (topic.subject, *good)):
        return topic
    readings = other_readings(ports, [topic.subject.slug], ctx.view)
    return replace(topic, identity=confirmed_name(readings, topic.subject.name))


def _find(ports: Ports, ctx: RequestContext, about: str) -> Topic:
    """Resolve a topic by market, name or words."""
    if not fold(about):
        model = examples(ports, ctx.view).model
        example = f"odds {model} · " if model else ""
        raise BadArgument("Which model or event?", todo=f"For example: {example}odds MK-0001")
    found = _one_market(ports, ctx, about)
    if found is not None:
        slug = found.subject
        known = ports.ledger.subject(slug, ctx.view) if slug else None
        subject = known or (Subject(slug, name_of(ports, ctx.view, slug), lab_of(slug)) if slug else None)
        return Topic(about, subject, (), (board(found, ctx.as_of),), by_market=True)
    meant = resolve(ports, ctx, about)
    try:
        subject, also = _subjects(ports, ctx, about, meant)
    except UserError:
        for look in (_topic_named, _topic_of_family, _topic_of_words):
            if (topic := look(ports, ctx, about, meant)) is not None:
                return topic
        raise
    slugs = [subject.slug, *(read.subject.slug for read in also)]
    own, others = ports.markets.of_topic(slugs, _related(meant.readings[0], subject.slug), ctx.view)
    boards, named = _boards(own, subject.slug, ctx), _boards(others, subject.slug, ctx)
    named = (*_of_members(ports, ctx, subject.slug), *named)
    if not boards and not named:
        near = _near(ports, ctx, subject.slug, meant.readings[0])
        return Topic(about, subject, also, (), near=near, kin=_kin(ports, ctx, meant.readings[0], subject.slug))
    return _topic(about, subject, also, boards, named)


def _of_members(ports: Ports, ctx: RequestContext, slug: str) -> tuple[MarketBoard, ...]:
    """The open markets with a price that was read on the models of a version."""
    models = covered(ports, ctx.view, slug)
    boards = _boards(ports.markets.of_subjects(models, ctx.view), slug, ctx) if models else ()
    return tuple(one for one in boards if one.state in OPEN and one.priced)


def _kin(ports: Ports, ctx: RequestContext, reading: NameReading, slug: str) -> tuple[tuple[str, MarketBoard], ...]:
    """Open markets with odds on a model's name without its variant, or without its version."""
    names = _related(reading, slug)[1:]
    boards = _boards(ports.markets.of_subjects(names, ctx.view), slug, ctx) if names else ()
    priced = [one for one in boards if not one.over and one.state in OPEN and any(row.known for row in one.rows)]
    return tuple((name_of(ports, ctx.view, one.market.subject or slug), one) for one in priced)


def _near(ports: Ports, ctx: RequestContext, slug: str, reading: NameReading) -> tuple[Subject, ...]:
    """Return the newest known models of a model's family; a codename's family is only in its slug."""
    if reading.is_model and reading.family and reading.slug == slug:
        return relatives_of(ports, ctx.view, slug, reading)
    return relatives(ports, ctx.view, slug)


def _topic(
    about: str,
    subject: Subject | None,
    also: tuple[SubjectReading, ...],
    boards: tuple[MarketBoard, ...],
    named: tuple[MarketBoard, ...],
) -> Topic:
    """Build a topic; without own boards, the first that mentions it answers.

    It is shown under its own question.
    """
    return Topic(about, subject, also, boards or named[:1], named if boards else named[1:])


def _boards(markets: Iterable[MarketReading], own: str, ctx: RequestContext) -> tuple[MarketBoard, ...]:
    return tuple(ranked((board(market, ctx.as_of) for market in markets), own))


def _topic_named(ports: Ports, ctx: RequestContext, about: str, meant: NameResolution) -> Topic | None:
    """Find the markets whose question names a family, a lab or a label."""
    reading = meant.readings[0] if meant.readings and not meant.left else None
    found = ports.markets.named([reading.slug], ctx.view) if reading is not None else ()
    if found and reading is not None:
        subject = None if reading.is_guess else Subject(reading.slug, reading.name, reading.lab, reading.family)
        return _topic(about, subject, (), (), _boards(found, reading.slug, ctx))
    return None


def _topic_of_words(ports: Ports, ctx: RequestContext, about: str, meant: NameResolution) -> Topic | None:
    """Find the markets whose question contains the words."""
    words = spaced(fold(about))
    if meant.readings and len(words) > SAYS:
        held = [one for one in ports.markets.search(about[:60], ctx.view, open_only=False) if _holds(one, words)]
        return _topic(about, None, (), (), _boards(held, "", ctx)) if held else None
    return None


def _topic_of_family(ports: Ports, ctx: RequestContext, about: str, _meant: NameResolution) -> Topic | None:
    """Find the open markets on the models of a family or a lab that are not out.

    If all ask about one model, that is the topic; else the family is, with all of them or none.
    """
    reading = family_called(ports, ctx, about)
    if reading is None or not (reading.is_place or reading.kind is NameKind.FAMILY):
        return None
    family = family_of(ports, ctx.view, reading)
    models = {one.slug: one for one in (*family.expected, *family.limited)}
    if not (models or family.out):
        return None
    every = _boards(ports.markets.of_subjects(list(models), ctx.view), "", ctx) if models else ()
    boards = tuple(one for one in every if one.state in OPEN)
    asked = list(dict.fromkeys(one.market.subject for one in boards if one.market.subject in models))
    if len(asked) == 1:
        return Topic(about, models[asked[0]], (), boards)
    subject = Subject(reading.slug, reading.name, reading.lab, reading.family)
    near = [models[slug] for slug in asked] or [*models.values(), *family.out][:NEAREST]
    return Topic(about, subject, (), boards, near=tuple(near), family=family)


def _related(reading: NameReading, slug: str) -> tuple[str, ...]:
    """Return a subject's slug, and those without its variant and without its version."""
    if not reading.is_model:
        return (slug,)
    version = slug.replace(f"-{reading.variant}", "", 1) if reading.variant and reading.version else slug
    family = slug.replace(f"-{reading.version}", "", 1) if reading.version else slug
    return tuple(dict.fromkeys((slug, version, family)))


def _holds(market: MarketReading, words: str) -> bool:
    """Whether a question contains the words exactly: "Claude Opus 6", not "Claude Opus 4.6"."""
    asked = (market.title, *(rung.question for rung in market.rungs[:1]))
    return any(f" {words} " in f" {spaced(fold(text.strip('?!.…')))} " for text in asked)


def find_market(ports: Ports, ctx: RequestContext, text: str) -> MarketReading:
    """Find one market by its id, its address, or a subject whose first market it is.

    Raises:
        NotFound, AmbiguousArgument, BadArgument: as `find`; also when the subject has no market.
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
    slug = text.strip().casefold()
    return ports.markets.by_slug(slug, ctx.view) if slug.count("-") >= SLUG and " " not in slug else None


def _subjects(
    ports: Ports, ctx: RequestContext, about: str, meant: NameResolution
) -> tuple[Subject, tuple[SubjectReading, ...]]:
    if meant.ambiguous and not meant.left:
        raise ambiguous(meant, "about", _SHOW)
    reading = meant.best
    several = reading is None or meant.left or reading.is_place or reading.is_guess
    if reading is None or several or _is_family(ports, ctx, reading):
        raise _unknown(ports, ctx, about, meant)
    subjects = ports.ledger.subjects([one.slug for one in meant.readings], ctx.view)
    first = subjects.get(reading.slug)
    if first is None:
        return Subject(reading.slug, reading.name, reading.lab, reading.family), ()
    return first, _also(ports, ctx, first, about, subjects)


def _is_family(ports: Ports, ctx: RequestContext, reading: NameReading) -> bool:
    return reading.kind is NameKind.FAMILY and not is_unlisted(names(ports, ctx.view), reading)


def _also(
    ports: Ports, ctx: RequestContext, first: Subject, about: str, known: Mapping[str, Subject]
) -> tuple[SubjectReading, ...]:
    """Return other meanings of the input: "Spud" leads to "GPT-5.5", not vice versa."""
    own = (fold(about), fold(first.name), fold(first.slug.rpartition("/")[2]))
    same: dict[str, Alias] = {}
    for alias in ports.ledger.namesakes((first.slug,), ctx.view):
        if alias.folded in own and alias.standing is not AliasStatus.REFUTED and alias.slug != first.slug:
            same.setdefault(alias.slug, alias)
    subjects = {**known, **ports.ledger.subjects([slug for slug in same if slug not in known], ctx.view)}
    return tuple(
        SubjectReading(subjects[slug], alias.standing, alias) for slug, alias in same.items() if slug in subjects
    )


def _alike(ports: Ports, ctx: RequestContext, about: str) -> list[Subject]:
    """Return subjects by a name within the input, else by its prefix.

    "Opus 4.8" finds all Opus.
    """
    words = name_in(about, names(ports, ctx.view)).split()
    while words and len(begins := " ".join(words)) >= SAYS:
        if near := list(ports.ledger.suggest(begins, ctx.view, NEAREST)):
            return sorted(near, key=lambda subject: fold(subject.name) != fold(begins))
        words.pop()
    return []


def _several_named(ports: Ports, ctx: RequestContext, about: str) -> BadArgument | None:
    """Say that several models were named at once, and which command takes them; None for one."""
    each = listed(about[:NAMES])
    read = [one.best for part in each if (one := resolve(ports, ctx, part)).best is not None and not one.left]
    models = {one.slug: one.name for one in read if one.is_model}
    if len(each) < 2 or len(read) < len(each) or len(models) < 2:  # noqa: PLR2004 - two are several
        return None
    first = Alternative("Which comes first", {"models": ", ".join(models)}, "model first")
    return BadArgument(
        f"One at a time: you named {' and '.join(models.values())}.",
        todo="Ask for one, or which of them comes first: model first",
        instead=(*alternatives(((name, slug) for slug, name in models.items()), "about", _SHOW), first),
    )


def _unknown(ports: Ports, ctx: RequestContext, about: str, meant: NameResolution) -> UserError:
    if (several := _several_named(ports, ctx, about)) is not None:
        return several
    shown = shorten(about, 40)
    near = list(ports.ledger.subjects([one.slug for one in meant.near], ctx.view).values())[:NEAREST]
    misspelt = get_close_matches(about.split(maxsplit=1)[0].casefold()[:20], CommandRegistry().tree["odds"], 1, ALIKE)
    near = near or _alike(ports, ctx, about[:60])
    markets = ports.markets.search(about[:60], ctx.view, open_only=False, limit=NEAREST)
    choices = [f"{subject.name} — {subject.state.value}" for subject in near]
    choices += [f"{market.id} {market.title} ({market.venue_name})" for market in markets]
    named = [(subject.name, subject.slug) for subject in near] + [(market.id, market.id) for market in markets]
    todo = "The nearest I have:" if choices else "Search the markets by words, for example: odds search gpt"
    return NotFound(
        f"I know no model or market called “{shown}”.",
        why=f"It reads as {meant.best.name} ({meant.best.slug})." if meant.best and meant.best.is_model else "",
        todo=f"Did you mean odds {misspelt[0]}?" if misspelt and not choices else todo,
        choices=choices,
        instead=alternatives(named[:5], "about", _SHOW),
    )
