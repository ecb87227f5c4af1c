"""Read a sentence with what storage knows: its names by the name reader, its labels and sources by the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from bot.dispatch.plain_words.orders import OrderContext
from bot.dispatch.plain_words.read_as import ReadAs, read_as
from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import READ, URL, Sentence, take_apart
from bot.dispatch.plain_words.word_classes import WordClasses, word_classes
from bot.dispatch.registry import CommandRegistry
from bot.domain.claims.parse import parse_message
from bot.domain.names import Mention, NameCertainty, NameKind
from bot.domain.names.grammar import Style
from bot.domain.names.subjects import SubjectState, fold
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.time import Prefer, TimeMention, find_times
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import Claims, SourceInfo
from bot.ports.sightings import Sightings
from bot.queries.names import ReaderAt, followed, names
from bot.sources.venues import of_site

LABEL_WORDS = 4  # words of a text that may be a label with a slip in it
ALIKE = 0.85
SPEAKER = "executive"  # the kind of who promised something and is no other source
PEOPLE = frozenset({SPEAKER, "leaker", "community"})  # kinds of sources that are called by a part of their names
SHORTEST_PART = 4  # letters of such a part
_PERSON = re.compile(r"[A-Z]\w+ [A-Z]\w+")
OWN_LABELS = 500  # labels of one place that are looked for in a sentence

INITIALS = 3  # words of a publication that is called by their first letters

AFRESH = timedelta(minutes=1)  # how long the names of sources are kept
TENANTS = 500  # places whose sources are kept

_SOURCES: WeakKeyDictionary[Claims, dict[str, tuple[datetime, dict[str, str]]]] = WeakKeyDictionary()
_GUIDES: WeakKeyDictionary[Sightings, tuple[FieldGuide, dict[str, str]]] = WeakKeyDictionary()


def read_plain(ports: Ports, ctx: RequestContext, catalogue: CommandRegistry, text: str) -> ReadAs:
    """What a sentence is read as for this person, here; from storage only."""

    def times(words: str, prefer: Prefer) -> tuple[TimeMention, ...]:
        return find_times(words, ctx.as_of, ctx.zone, prefer)

    def out(slug: str) -> bool:
        subject = ports.ledger.subject(slug, ctx.view)
        return subject is not None and subject.state is SubjectState.RELEASED

    def happened(words: str) -> bool:
        read = parse_message(words, ctx.as_of, names(ports, ctx.view))
        today = ctx.as_of.date()
        past = (one.deadline is not None and one.deadline <= today and not one.asked for one in read)
        return all(past) and all(one.checkable and not one.left for one in read)

    return read_as(sentence_of(ports, ctx, text), OrderContext(catalogue, ctx, times, out, happened))


def sentence_of(ports: Ports, ctx: RequestContext, text: str) -> Sentence:
    """A text with the names in it found, also in the addresses of pages."""
    text = _pages_as_words(text[:READ])
    reader = names(ports, ctx.view)
    classes = word_classes(symbol)
    mentions = [_ended(one, reader, classes) for one in reader.read(text, followed(ports, ctx), Style.QUESTION)]
    labels = {**_public_labels(ports, ctx), **_own_labels(ports, ctx)}
    sources = _sources(ports, ctx)
    sentence = take_apart(text, mentions, labels, sources, classes)
    if sentence.models or sentence.found or not 1 < len(text.split()) <= LABEL_WORDS:
        return sentence
    near = get_close_matches(fold(text.strip(" ?!.")), labels, 1, ALIKE)  # "quasar alfa"
    return take_apart(near[0], (), labels, sources, classes) if near else sentence


def _pages_as_words(text: str) -> str:
    """A text with the end of a page's address in its place ("grok-4.7"); those of markets stay."""
    return URL.sub(lambda url: url[0] if of_site(url[0]) else _last_part(url[0]) or url[0], text)


def _last_part(url: str) -> str:
    """The last part of an address's path."""
    try:
        return urlsplit(url).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def _ended(mention: Mention, reader: ReaderAt, classes: WordClasses) -> Mention:
    """A mention without a filler at its end ("glm-6 plz"), or an everyday word only guessed to be one ("k4 open")."""
    head, _, last = mention.text.rpartition(" ")
    guessed = mention.best.kind is NameKind.GRAMMAR and mention.best.certainty < NameCertainty.CERTAIN
    guessed = guessed and last.casefold() in classes.everyday
    if not head or not (guessed or last.casefold() in classes.fillers):
        return mention
    found = reader.resolve(head)
    if not found.is_name or found.left:
        return mention
    return replace(mention, end=mention.start + len(head), text=head, readings=found.readings)


def _public_labels(ports: Ports, ctx: RequestContext) -> Mapping[str, str]:
    """The labels of the field guide by their folded names."""
    guide = ports.sightings.guide()
    kept = _GUIDES.get(ports.sightings)
    if kept is None or kept[0] is not guide:
        whole = {fold(one.label): one.label for one in guide.labels(ctx.now)}
        kept = _GUIDES[ports.sightings] = guide, {**_beginnings(whole), **whole}
    return kept[1]


def _beginnings(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels without their last word ("sonoma dusk"), where two words are left and only one label begins with them."""
    short = [(name.rpartition(" ")[0], label) for name, label in labels.items()]
    counts = Counter(name for name, _ in short)
    return {name: label for name, label in short if " " in name and counts[name] == 1 and name not in labels}


def _sources(ports: Ports, ctx: RequestContext) -> Mapping[str, str]:
    """The sources that are no markets by their folded names; of what is known now, as of a minute ago at the most."""
    live = ctx.as_of == ctx.now
    kept = _SOURCES.setdefault(ports.claims, {})
    read_at, sources = kept.get(ctx.view.tenant, (ctx.now, None)) if live else (ctx.now, None)
    if sources is None or not timedelta(0) <= ctx.now - read_at < AFRESH:
        known = ports.claims.sources(ctx.view)
        speakers = {one.who for one in ports.ledger.time_promises(ctx.view)} - set(known)
        sources = _by_name([*known.values(), *(SourceInfo(who, SPEAKER) for who in sorted(speakers))])
        if live and len(kept) < TENANTS:
            kept[ctx.view.tenant] = ctx.now, sources
    return sources


def _by_name(sources: Iterable[SourceInfo]) -> dict[str, str]:
    """Sources by their names, people by their last or first name where only one has it.

    A name of one word that is an ordinary one is left to its whole form ("The Verge", not "users"). Nicknames of people
    are names, too.
    """
    known = [one for one in sources if one.kind != "market"]
    whole = {fold(one.party): one.party for one in known if " " in one.party or not one.party.islower()}
    short = [(name, one.party) for one in known for name in _short_names(one.party)]
    counts = Counter(name for name, _ in short)
    whole = {**{name: party for name, party in short if counts[name] == 1}, **whole}
    parts: dict[str, list[str]] = {}
    for one in known:
        if one.kind in PEOPLE and _PERSON.fullmatch(one.party):
            for part in one.party.split():
                parts.setdefault(fold(part), []).append(one.party)
    classes = word_classes(symbol)
    alone = {part: parties[0] for part, parties in parts.items() if len(parties) == 1 and len(part) >= SHORTEST_PART}
    named = {name: party for name, party in {**alone, **whole}.items() if name not in classes.ordinary}
    return {**named, **classes.nicknames}


def _short_names(party: str) -> Iterator[str]:
    """What a publication of several words is called, too: without its article, and by its initials ("WSJ")."""
    words = party.split()
    if words[:1] == ["The"] and len(words) > 1:
        words = words[1:]
        yield fold(" ".join(words))
    if len(words) >= INITIALS and all(word[:1].isupper() for word in words):
        yield "".join(word[0] for word in words).casefold()
    elif len(words) > 1 and all(word[:1].isupper() and word[1:].islower() for word in words):
        yield "".join(word[0] for word in words)  # two letters are initials in capitals only: "FT"


def _own_labels(ports: Ports, ctx: RequestContext) -> Mapping[str, str]:
    return {fold(one.shown): one.shown for one in ports.sightings.labels(ctx.view)[:OWN_LABELS]}
