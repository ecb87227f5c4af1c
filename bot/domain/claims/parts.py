"""A sentence in parts: names, benchmarks, days, amounts and words with their classes, each with its place.

The order is benchmarks, names, days, amounts, words: the other way round 5.5 is a number and "SWE-bench Pro" a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.claims import amounts
from bot.domain.claims.lexicon import LexiconEntry, lexicon, repaired
from bot.domain.claims.moments import Moment, moments, respelt_text
from bot.domain.claims.pieces import benchmarks
from bot.domain.claims.pieces.mentions import FindNames, names_apart
from bot.domain.claims.pieces.numbers import Amount
from bot.domain.claims.pieces.tenses import BLOT
from bot.domain.claims.tokens import Token, tokenise
from bot.domain.names.lab_table import lab_table
from bot.domain.names.reading import Mention, NameKind, NameReading
from bot.domain.time.slips import word_of_time

_TAKEN_FIRST = ("benchmark", "surface", "plan")
_VERSION = re.compile(r"\d{1,2}\.\d")
_SETS = ("ahead", "behind", "equal", "than", "versus")
_QUOTES = ("'", '"')
_PLANNED = frozenset({"roadmap", "lineup", "plans", "slate", "schedule"})
_PARTICLES = frozenset({"off", "down", "back", "out", "offline", "from", "away"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. ``kind`` is name, benchmark, amount, day, word, number or mark."""

    kind: str
    text: str
    norm: str
    start: int
    end: int
    entries: tuple[LexiconEntry, ...] = ()
    name: NameReading | None = None
    mention: Mention | None = None
    amount: Amount | None = None
    moment: Moment | None = None
    benchmark: str = ""

    def has(self, *classes: str) -> bool:
        """Whether it belongs to one of these classes of the lexicon."""
        for entry in self.entries:  # noqa: SIM110 -- asked a few hundred times a sentence: a generator takes twice as long
            if entry.name in classes:
                return True
        return False

    def means(self, name: str) -> str:
        """What it stands for in a class; empty where it is not of it."""
        for entry in self.entries:
            if entry.name == name:
                return entry.means
        return ""

    @property
    def model(self) -> bool:
        """Whether it names a model, a codename, a label or a family of models."""
        return self.name is not None and self.name.kind not in (NameKind.LAB, NameKind.PRODUCT)

    @property
    def label(self) -> bool:
        """Whether it names a label: a name as a host shows it, that a model hides behind."""
        return self.name is not None and self.name.slug.startswith("label/")

    @property
    def lab(self) -> bool:
        """Whether it names a lab."""
        return self.name is not None and self.name.kind is NameKind.LAB

    @property
    def product(self) -> bool:
        """Whether it names an app or a house where models are used."""
        return self.name is not None and self.name.kind is NameKind.PRODUCT


def read_parts(text: str, names: FindNames, now: datetime) -> tuple[Part, ...]:
    """The parts of a cleaned sentence, in order and without overlaps; ``now`` is the moment it is read at."""
    tokens = tokenise(text)
    taken = tuple(_taken_first(text, tokens))
    named = tuple(_names(text, tokens, taken, names))
    repaired = _repaired(tokens, (*taken, *named))
    if repaired != tokens:
        tokens, first = repaired, taken
        taken = tuple(_taken_first(text, tokens))
        taken += tuple(part for part in first if not _overlapping(part, taken))
        named = tuple(_names(text, tokens, taken, names, slips=tokens))
    spans = [*taken, *named]
    spans += [
        Part("day", text[one.start : one.end], "", one.start, one.end, moment=one)
        for one in moments(_masked(text, spans), tokens, now)
    ]
    free = _free(tokens, spans)
    for one in amounts.find(tokens, free):
        start, end = tokens[one.start].start, tokens[one.end - 1].end
        spans.append(Part("amount", text[start:end], "", start, end, amount=one))
    made = _joined(_unquoted(tuple(_walk(text, tokens, sorted(spans, key=lambda part: part.start)))))
    plans = 1 if any(part.model for part in made) else len(made)
    made = (*(_named_plan(part, names) for part in made[:plans]), *made[plans:])
    return tuple(_compared_version(made, place, names) or part for place, part in enumerate(made))


def _names(
    text: str, tokens: Sequence[Token], taken: Sequence[Part], names: FindNames, slips: Sequence[Token] = ()
) -> Iterator[Part]:
    """The names outside what is taken; of surfaces the places that show labels are left to be read.

    ``slips`` are the tokens where they are not as written: names are read in the text that they make.
    """
    masked = [span for span in taken if lab_table().words.showing.isdisjoint(span.text.lower().split())]
    respelt, places = respelt_text(_masked(text, masked), slips)
    found = names_apart(names, respelt, tokens)
    if masked and not found:
        respelt, places = respelt_text(text, slips)
        found = names_apart(names, respelt, tokens)
    for one in found:
        start, end = places[one.start], places[one.end - 1] + 1
        placed = (start, text[start:end]) == (one.start, one.text)
        part = _named(one if placed else replace(one, start=start, end=end, text=text[start:end]), tokens)
        if not _plain_word(one) and not _overlapping(part, taken):
            yield part


def _named_plan(part: Part, names: FindNames) -> Part:
    """A plan or an app by its name: "ChatGPT Plus costs …".

    A sentence without a model may be about it, and any that begins with it: "ChatGPT Pro is $200 and gives you o1".
    """
    if part.kind != "word" or not part.has("plan", "surface"):
        return part
    plans = lab_table().plans
    found = next((one for one in names(part.text) if one.best.kind is NameKind.PRODUCT or one.best.slug in plans), None)
    return part if found is None else replace(part, name=replace(found.best, kind=NameKind.PRODUCT), mention=found)


def _compared_version(parts: Sequence[Part], place: int, names: FindNames) -> Part | None:
    """The model that a bare version behind a comparison means: "Opus 5.5 mogs 4.8"; None for any other part."""
    part, before = parts[place], parts[place - 1]
    if part.amount is None or not _VERSION.fullmatch(part.text) or not (before.has(*_SETS) or before.norm == "what"):
        return None
    first = next((part for part in parts[:place] if part.model), None)
    found = names(f"{first.text} vs {part.text}") if first is not None else ()
    if len(found) != 2 or found[1].text != part.text:  # noqa: PLR2004 -- both are named
        return None
    meant = replace(found[1], start=part.start, end=part.end)
    return Part("name", part.text, part.norm, part.start, part.end, name=meant.best, mention=meant)


def _unquoted(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts without the quotes around a name alone: 'amber-fox'."""
    quoted = (n for n in range(1, len(parts) - 1) if parts[n].name is not None)
    inner = [n for n in quoted if parts[n - 1].norm in _QUOTES and parts[n + 1].norm == parts[n - 1].norm]
    marks = {place for n in inner for place in (n - 1, n + 1)}
    return tuple(part for n, part in enumerate(parts) if n not in marks) if marks else parts


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with a form that a name stands in as what it is: "switch GPT-4o off", "the free Claude plan"."""
    made = [_away(part, parts[place + 1 : place + 4]) for place, part in enumerate(parts)]
    for place in range(2, len(parts)):
        name, tail = parts[place - 1], parts[place]
        if not tail.norm.isalpha() or not (name.name or name.has("pronoun", "second person")):
            continue
        for at in range(place - 2, max(-1, place - 4), -1):
            entries = form(f"{parts[at].norm} {tail.norm}") if parts[at].kind == "word" else ()
            classes = {entry.name for entry in entries}
            if "plan" in classes and at == place - 2:
                made[at], made[place] = replace(made[at], entries=entries), replace(tail, entries=entries)
                if name.model:
                    made[place - 1] = replace(name, kind="word", name=None, entries=entries)
            elif classes and tail.norm in _PARTICLES and "backs out" not in classes:  # "pulled GPT-4o out of …"
                made[at] = _away(replace(parts[at], entries=entries), parts[place + 1 : place + 4])
                made[place] = replace(tail, entries=form("the"))
                break
    return tuple(made)


def form(words: str) -> tuple[LexiconEntry, ...]:
    """The entries of the lexicon that some words are together."""
    tokens = tokenise(words)
    length, entries = lexicon().at(tokens, 0, len(tokens))
    return entries if length == len(tokens) else ()


def _away(part: Part, behind: Sequence[Part]) -> Part:
    """A verb that takes a model away as what it comes to: "pulled from Bedrock", or cancelled from a roadmap."""
    if not (removed := part.means("takes away")):
        return part
    return replace(part, entries=form("cancel" if any(one.norm in _PLANNED for one in behind) else removed))


def _overlapping(one: Part, spans: Iterable[Part]) -> bool:
    return any(span.start < one.end and one.start < span.end for span in spans)


def _plain_word(found: Mention) -> bool:
    """Whether a supposed label is an ordinary word of the lexicon, in small letters or at the head ("Guys, …")."""
    word = found.text if found.start else found.text.lower()
    if not word.islower():
        return False
    return found.best.kind is NameKind.LABEL and repaired(word) in lexicon().vocabulary


def _named(found: Mention, tokens: Sequence[Token]) -> Part:
    """A name as a part; a product's words keep their classes ("Codex" is a surface), also where the ledger has it."""
    best, entries = found.best, tuple[LexiconEntry, ...]()
    if best.kind is NameKind.PRODUCT or (best.kind is NameKind.LEDGER and not best.family):
        inside = [token for token in tokens if found.start <= token.start and token.end <= found.end]
        length, entries = lexicon().at(inside, 0, len(inside)) if inside else (0, ())
        entries = entries if length == len(inside) else ()
        if any(entry.name == "surface" for entry in entries):
            best = replace(best, kind=NameKind.PRODUCT)
        elif best.kind is NameKind.LEDGER:
            entries = ()
    norm = found.text.casefold()
    return Part("name", found.text, norm, found.start, found.end, entries, name=best, mention=found)


def _masked(text: str, spans: Iterable[Part]) -> str:
    """The text with its names blotted out, so that no version is a day."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = BLOT * (span.end - span.start)
    return "".join(letters)


def _free(tokens: Sequence[Token], spans: Sequence[Part]) -> list[bool]:
    covered = {place for span in spans for place in range(span.start, span.end)}
    return [covered.isdisjoint(range(token.start, token.end)) for token in tokens]


def _repaired(tokens: Sequence[Token], spans: Sequence[Part]) -> tuple[Token, ...]:
    """The tokens with slips of the keyboard read as the word that was meant; a name is left alone."""
    free, norms = _free(tokens, spans), [token.norm for token in tokens]
    for place, token in enumerate(tokens):
        if free[place] and token.word:
            norms[place] = _word_meant(norms, place)
    meant = zip(tokens, norms, strict=True)
    return tuple(token if token.norm == norm else token._replace(norm=norm) for token, norm in meant)


def _word_meant(norms: Sequence[str], place: int) -> str:
    """The word that a slip stands for: of time by the words beside it, else of the lexicon."""
    words, norm = lexicon(), norms[place]
    ordinary = norm in words.vocabulary or norm in words.ordinary
    after = "".join(norms[place + 1 : place + 2])
    timed = word_of_time(norms[max(0, place - 3) : place], norm, after, ordinary=ordinary)
    return repaired(norm) if timed == norm else timed


def _taken_first(text: str, tokens: Sequence[Token]) -> Iterator[Part]:
    """The benchmarks of a text, and its surfaces and plans of several words."""
    words, place = lexicon(), 0
    while place < len(tokens):
        length, entries = words.at(tokens, place, len(tokens))
        end = place + max(1, length)
        taken = next((entry for entry in entries if entry.name in _TAKEN_FIRST), None) if entries else None
        if taken is not None and taken.name == "benchmark":
            name, end = benchmarks.listed(taken.means, tokens, place, end)
            yield replace(_part("benchmark", text, tokens[place:end], entries), benchmark=name)
        elif taken is not None and length > 1 and not _goes_on_in_quotes(text, tokens, place, end):
            yield _part("word", text, tokens[place:end], entries)
        elif (stop := benchmarks.unlisted(text, tokens, place)) > place:
            end = max(end, stop)
            part = _part("benchmark", text, tokens[place:end])
            yield replace(part, benchmark=part.text)
        place = end


def _goes_on_in_quotes(text: str, tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether a plan's name in quotes is longer than the one we know: 'Claude Max Lite'."""
    quote = text[tokens[place].start - 1 : tokens[place].start]
    return quote in _QUOTES and end < len(tokens) and text[tokens[end].start].isupper() and tokens[end].word


def _part(kind: str, text: str, tokens: Sequence[Token], entries: tuple[LexiconEntry, ...] = ()) -> Part:
    """Some tokens of a text as a part."""
    start, end = tokens[0].start, tokens[-1].end
    return Part(kind, text[start:end], " ".join(token.norm for token in tokens), start, end, entries)


def _walk(text: str, tokens: Sequence[Token], spans: Sequence[Part]) -> Iterator[Part]:
    """The spans and, between them, the words: the longest form of the lexicon wins."""
    place, left = 0, [*spans, None]
    for span in left:
        ahead = len(text) + 1 if span is None else span.start
        while place < len(tokens) and tokens[place].end <= ahead:
            stop = next((n for n in range(place + 1, len(tokens)) if tokens[n].end > ahead), len(tokens))
            length, entries = lexicon().at(tokens, place, stop)
            norm, end = tokens[place].norm, place + max(1, length)
            kind = "word" if norm[0].isalpha() or (norm[0] == "'" and len(norm) > 1) else "mark"
            yield _part(kind, text, tokens[place:end], entries)
            place = end
        if span is not None and place < len(tokens) and tokens[place].start < span.end:
            yield span
            while place < len(tokens) and tokens[place].start < span.end:
                place += 1
