"""Read a sentence with what storage knows: its names by the name reader, its labels and sources by the ledger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from urllib.parse import SplitResult, urlsplit
from weakref import WeakKeyDictionary

from bot.dispatch.answer_cache import RecentByTenant
from bot.dispatch.follow_ups import leaves_open
from bot.dispatch.plain_words.found_names import URL, LabelSpelling
from bot.dispatch.plain_words.languages.foreign_words import foreign_words
from bot.dispatch.plain_words.orders import OrderContext
from bot.dispatch.plain_words.read_as import ReadAs, read_as
from bot.dispatch.plain_words.relations.bare_variants import with_version
from bot.dispatch.plain_words.relations.makers import as_maker
from bot.dispatch.plain_words.relations.text_claims import TextClaims
from bot.dispatch.plain_words.relations.unlisted_variants import UnlistedVariants
from bot.dispatch.plain_words.remarks import (
    in_other_language,
    lone_link,
    of_other_language,
    respelt,
    run_together,
    without_own_name,
)
from bot.dispatch.plain_words.requests.reading import read_request
from bot.dispatch.plain_words.scoring import symbol
from bot.dispatch.plain_words.sentence import MAX_TEXT, Sentence, parse_sentence
from bot.dispatch.plain_words.service_forms import ServiceAsk, service_ask
from bot.dispatch.plain_words.services import read_instruction, read_service
from bot.dispatch.plain_words.word_classes import WordClasses, word_classes
from bot.dispatch.registry import CommandRegistry
from bot.domain.claims.parse import parse_message
from bot.domain.claims.parsed import ParsedClaim
from bot.domain.names import Mention, NameKind, NameReading, lab_table
from bot.domain.names.grammar import Style
from bot.domain.names.subjects import SubjectState, fold
from bot.domain.sightings.field_guide import FieldGuide
from bot.domain.time import Prefer, TimeMention, find_times
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.ports.claims import SourceInfo
from bot.ports.sightings import Sightings
from bot.queries.names import ReaderAt, followed, names
from bot.queries.records.model_state import model_state
from bot.sources.venues import TICKER, of_site

SPEAKER = "executive"  # the kind of who promised something and is no other source
COMMUNITY = "community"
PEOPLE = frozenset({SPEAKER, "leaker", COMMUNITY})  # kinds of sources that are called by a part of their names
SHORTEST_PART = 4  # letters of such a part
_SPELLED = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS = ("one", *_SPELLED)
_VERSION = re.compile(rf"(?i)\b([a-z]{{3,}}) ({'|'.join(_SPELLED)})\b(?! (?:\w+s|new|more|percent|million)\b)")
_POINT = re.compile(rf"(?i)\b(\d) point ({'|'.join(_DIGITS)})\b")  # behind what `_VERSION` put into digits
_COMMA = re.compile(r"(?i)\b([a-z]+[ -]?\d{1,2}),(\d)\b(?![.,]?\d)")
_OF_FAMILY = re.compile(r"(?i)\b(?:version |(?=v))(v?\d{1,2}(?:\.\d{1,2})?) of ([a-z]{3,})\b")
_PT = re.compile(r"(?<=\d)pt(?=\d)")  # the point of a version in an address
_ARROW = re.compile(r" *(?:-+>|=+>|→|➔|➜|⇒) *")
_PERSON = re.compile(r"[A-Z]\w+ [A-Z]\w+")
OWN_LABELS = 500  # labels of one place that are looked for in a sentence

ASKED_OF = frozenset({"time", "retirement", "season", "news"})  # classes of words that are no part of a name: "o3 eol"
INITIALS = 3  # words of a publication that is called by their first letters

MOMENTS = 8  # sets of labels, each as known at a moment, that are kept

_SOURCES = RecentByTenant[Mapping[str, str]]()
_GUIDES: WeakKeyDictionary[Sightings, tuple[FieldGuide, dict[int, tuple[dict[str, str], LabelSpelling]]]] = (
    WeakKeyDictionary()
)


def read_plain(ports: Ports, ctx: RequestContext, catalogue: CommandRegistry, text: str) -> ReadAs:
    """What a sentence is read as for this person, here; from storage only."""

    def times(words: str, prefer: Prefer | None) -> tuple[TimeMention, ...]:
        return find_times(words, ctx.as_of, ctx.zone, prefer)

    def out(slug: str) -> bool:
        return model_state(ports, slug, ctx.view).state in (SubjectState.RELEASED, SubjectState.RETIRED)

    @cache
    def claims(words: str) -> tuple[ParsedClaim, ...]:
        return tuple(parse_message(words, ctx.as_of, names(ports, ctx.view)))

    reader, text = names(ports, ctx.view), without_own_name(text)
    if (glued := run_together(text, reader, catalogue)) is not None:
        return glued
    context = OrderContext(catalogue, ctx, times, TextClaims(claims, ctx.as_of.date()), out)
    sentence = sentence_of(ports, ctx, text)
    slip = respelt(sentence, reader)
    if slip is not None:
        sentence = sentence_of(ports, ctx, text.replace(*slip))
    instructs = read_instruction(sentence)
    other = instructs or service_ask(sentence.words) is ServiceAsk.TAKEOVER
    asked = None if other else read_request(sentence, context)
    made = instructs or asked or read_service(sentence, context) or read_as(sentence, context)
    made = replace(made, open=asked is None and leaves_open(sentence, made), request=asked is not None)
    if slip is not None and made.run is not None:
        return replace(made, remark=f"“{slip[0]}” is taken for {slip[1]}")
    if not made.service and in_other_language(sentence):
        made = replace(made, corrected="") if sentence.unlisted else made
        return of_other_language(made, sentence)
    return lone_link(text, made, sentence)


def sentence_of(ports: Ports, ctx: RequestContext, text: str) -> Sentence:
    """A text with the names in it found, also in the addresses of pages and markets."""
    reader = names(ports, ctx.view)
    classes = word_classes(symbol)
    text = foreign_words().spaced(text[:MAX_TEXT])[:MAX_TEXT]
    text = _side_by_side(_in_order(_in_digits(_pages_as_words(text, reader, classes), reader), reader), reader)
    read = reader.read(text, followed(ports, ctx), Style.QUESTION)
    mentions = [with_version(text, as_maker(text, _ended(text, one, reader, classes)), reader) for one in read]
    mentions = [one for before, one in pairwise([None, *mentions]) if one and (not before or one.start >= before.end)]
    mentions = [one for one, after in pairwise([*mentions, None]) if one and not _tells_whose(one, after)]
    public, spelling = _public_labels(ports, ctx)
    labels, sources = {**public, **_own_labels(ports, ctx)}, _sources(ports, ctx)
    mentions, unlisted = UnlistedVariants(reader, classes, labels.keys() | sources.keys()).read(text, mentions)
    made = parse_sentence(text, mentions, labels, sources, classes, tuple(spelling.find(text)))
    made = replace(made, unlisted=unlisted, maker=_maker(ports, ctx, made))
    market = made.named("U")
    if made.models or not market:
        return made
    if TICKER.fullmatch(market):  # a series is called by its model: "KXGPT7-26DEC31"
        return replace(made, models=_of_address(f"/{market.partition('-')[0].removeprefix('KX').lower()}", reader))
    return replace(made, models=_of_address(market, reader)) if of_site(market) else made


def _maker(ports: Ports, ctx: RequestContext, sentence: Sentence) -> str:
    """The lab that the label of a sentence is known to be of, looked up where the sentence names a lab; '' else."""
    label = sentence.named("L") if sentence.places else ""
    found = ports.sightings.guide().find(label, ctx.as_of) if label else None
    return next((slug for slug, lab in lab_table().labs.items() if found is not None and lab.name == found.vendor), "")


def _tells_whose(mention: Mention, after: Mention | None) -> bool:
    """Whether a family right before another lab's model only says whose that is taken to be: "reka nova 4"."""
    best = mention.best
    if after is None or after.start != mention.end + 1 or best.kind is not NameKind.FAMILY or best.variant:
        return False
    return after.best.is_model and bool(after.best.version) and best.family == best.lab != after.best.lab


def _in_digits(text: str, reader: ReaderAt) -> str:
    """A text with the version of a family in digits and with a point: "grok five", "grok four point one", "grok 4,1".

    A count of things stays ("claude four times"), and so does a comma where the version is of no known model.
    """

    def digit(found: re.Match[str]) -> str:
        families = [one for one in reader.resolve(found[1]).readings if one.kind is NameKind.FAMILY]
        return f"{found[1]} {2 + _SPELLED.index(found[2].casefold())}" if families else found[0]

    def point(found: re.Match[str]) -> str:
        pointed = f"{found[1]}.{found[2]}"
        kinds = (one.kind for one in reader.resolve(pointed).readings[:1])
        return pointed if any(kind in (NameKind.LEDGER, NameKind.DISCOVERED) for kind in kinds) else found[0]

    text = _VERSION.sub(digit, text)
    text = _POINT.sub(lambda found: f"{found[1]}.{1 + _DIGITS.index(found[2].casefold())}", text)
    return _COMMA.sub(point, text)


def _in_order(text: str, reader: ReaderAt) -> str:
    """A text with a version behind its family: "v5 of deepseek" → "deepseek v5"."""

    def named(found: re.Match[str]) -> str:
        name = f"{found[2]} {found[1]}"
        best = reader.resolve(name).best
        return name if best is not None and best.is_model and best.version else found[0]

    return _OF_FAMILY.sub(named, text)


def _side_by_side(text: str, reader: ReaderAt) -> str:
    """A text with "vs" for an arrow between two models: "fable 5.1 -> 5.2"."""
    made = _ARROW.sub(" vs ", text)
    if made == text:
        return text
    models = {one.best.slug for one in reader.read(made, (), Style.QUESTION) if one.best.is_model}
    return made if len(models) > 1 else text


def _pages_as_words(text: str, reader: ReaderAt, classes: WordClasses) -> str:
    """A text with the names in a page's address in its place ("grok-4.7"); addresses of markets stay."""
    return URL.sub(lambda url: url[0] if of_site(url[0]) else _page_words(url[0], reader, classes) or url[0], text)


def _page_words(url: str, reader: ReaderAt, classes: WordClasses) -> str:
    """The id at an address's end; of a title its words, after whose page it is ("openai deprecations")."""
    parts = _split(url)
    last = parts.path.rstrip("/").rpartition("/")[2] if parts else ""
    words = re.split("[-_]", last)
    whole = any(one.text == last for one in reader.read(last, (), Style.QUESTION))
    if parts is not None and not whole and (named := _models_in(" ".join(words), reader)):
        return named
    if parts is None or last.isdecimal() or not any(_is_of_a_title(word.casefold(), classes) for word in words):
        return "" if last.isdecimal() else last
    host = (parts.hostname or "").split(".")
    owners = [one for one in (*host[-2:-1], ".".join(host[-2:])) if one not in words and reader.resolve(one).is_name]
    return " ".join((*owners[:1], *words))


def _models_in(text: str, reader: ReaderAt) -> str:
    """A text if it names a model; '' else."""
    found = [one.best for one in reader.read(text, (), Style.QUESTION)]
    return text if any(one.is_model or one.kind is NameKind.FAMILY for one in found) else ""


def _is_of_a_title(word: str, classes: WordClasses) -> bool:
    """Whether a word of an address is one of a page's title, and no variant of a model's name."""
    return word not in classes.everyday and bool(classes.of(word, symbol(word)))


def _of_address(url: str, reader: ReaderAt) -> tuple[NameReading, ...]:
    """The first model that the question in a market's address names; a market's question names it."""
    address = _split(url)
    for part in reversed(address.path.split("/") if address else ()):
        words = " ".join(re.split(r"(?:[-_]|\bmodel(?=[-_]\d))+", _PT.sub(".", part)))  # "next-grok-model-4pt8"
        found = [one.best for one in reader.read(words, (), Style.QUESTION)]
        models = [one for one in found if not one.is_place and one.kind is not NameKind.LABEL]
        if models:
            return tuple(models[:1])
    return ()


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _ended(text: str, mention: Mention, reader: ReaderAt, classes: WordClasses) -> Mention:
    """A mention without a filler at its end ("glm-6 plz").

    Nor with an everyday word only guessed to be one ("k4 open"), or "next" before "to".
    """
    head, _, last = mention.text.rpartition(" ")
    word = last.casefold()
    ordinary = word in classes.everyday or not ASKED_OF.isdisjoint(classes.of(word, symbol(word)))
    beside = word == "next" and text[mention.end :].startswith(" to ")
    if not head or not (beside or word in classes.fillers or (mention.best.is_supposed and ordinary)):
        return mention
    found = reader.resolve(head)
    if not found.is_name or found.left:
        return mention
    return replace(mention, end=mention.start + len(head), text=head, readings=found.readings)


def _public_labels(ports: Ports, ctx: RequestContext) -> tuple[Mapping[str, str], LabelSpelling]:
    """The labels of the field guide by their folded names, and how they may be misspelt.

    They are those known at the moment that is asked about, whatever was asked before: each set is kept by its size, for
    of two moments the later one knows every label of the earlier one.
    """
    guide = ports.sightings.guide()
    kept = _GUIDES.get(ports.sightings)
    if kept is None or kept[0] is not guide:
        kept = _GUIDES[ports.sightings] = guide, {}
    count = sum(one.learned_at <= ctx.as_of for one in guide.checkpoints)
    if (found := kept[1].get(count)) is None:
        whole = {fold(one.label): one.label for one in guide.checkpoints if one.learned_at <= ctx.as_of}
        if len(kept[1]) >= MOMENTS:
            kept[1].pop(next(iter(kept[1])))
        found = kept[1][count] = {**_beginnings(whole), **whole}, LabelSpelling(whole)
    return found


def _beginnings(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels without their last word ("sonoma dusk"), where two words are left and only one label begins with them."""
    short = [(name.rpartition(" ")[0], label) for name, label in labels.items()]
    counts = Counter(name for name, _ in short)
    return {name: label for name, label in short if " " in name and counts[name] == 1 and name not in labels}


def _sources(ports: Ports, ctx: RequestContext) -> Mapping[str, str]:
    """The sources that are no markets by their folded names; of what is known now, as of a minute ago at the most."""
    reader = names(ports, ctx.view)

    def read() -> dict[str, str]:
        known = ports.claims.sources(ctx.view)
        speakers = {one.who for one in ports.ledger.time_promises(ctx.view)} - set(known)
        every = [*known.values(), *(SourceInfo(who, SPEAKER) for who in sorted(speakers))]
        return _by_name(one for one in every if not _is_maker(one.party, reader))

    return _SOURCES.of(ports.claims, ctx, read)


def _is_maker(party: str, reader: ReaderAt) -> bool:
    """Whether a source is called as a lab or a family, which is meant then."""
    best = reader.resolve(party).best
    return best is not None and best.kind in (NameKind.LAB, NameKind.FAMILY) and not best.is_guess


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
    parts = _parts_of_people(known)
    classes = word_classes(symbol)
    alone = {part: parties[0] for part, parties in parts.items() if len(parties) == 1 and len(part) >= SHORTEST_PART}
    named = {name: party for name, party in {**alone, **whole}.items() if name not in classes.ordinary}
    return {**named, **classes.nicknames}


def _parts_of_people(known: Iterable[SourceInfo]) -> dict[str, list[str]]:
    """First and last names with the people who have them; of a community only its first word."""
    parts: dict[str, list[str]] = {}
    for one in known:
        if one.kind in PEOPLE and _PERSON.fullmatch(one.party):
            for part in one.party.split()[: 1 if one.kind == COMMUNITY else None]:
                parts.setdefault(fold(part), []).append(one.party)
    return parts


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
