"""A message in, its claims out: ``read_message`` is the entry point to the understanding of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.domain.claims import refusals, scoring
from bot.domain.claims.attribution import Attributed, attributed
from bot.domain.claims.claim_types.base import ClaimType, Filled
from bot.domain.claims.clause import Clause, place_of_moment
from bot.domain.claims.coverage import is_unread, left_over
from bot.domain.claims.denials import denials
from bot.domain.claims.parsed import ClaimContext, Message, Operator, ParsedClaim, Reason, without_old_day
from bot.domain.claims.parts import Part, read_parts
from bot.domain.claims.pieces.answers import is_denied_by
from bot.domain.claims.pieces.comparisons import comparison_of
from bot.domain.claims.pieces.elisions import numbers_last, rejoined
from bot.domain.claims.pieces.makers import called_later, maker_of, of_its_maker, said_of_maker
from bot.domain.claims.pieces.mentions import FindNames
from bot.domain.claims.pieces.roles import label_first, plan_first, sides, subject_without_model
from bot.domain.claims.pieces.segments import split
from bot.domain.claims.polarity import polarity_of
from bot.domain.claims.text import MAX_SENTENCE, MAX_TEXT, clean, has_link, lower, sentences, spelled_out
from bot.domain.claims.type_choice import told_alike, type_of
from bot.domain.names import Mention, NameCertainty, NameReader, NameReading, NameResolution
from bot.domain.names.grammar import Style

MAX_CLAIMS = 5  # how many claims of one message are read in full; the others are named
MAX_SENTENCES = 40  # how many sentences are read to find those claims
MAX_NAMED = 300
_SHORT = 12  # letters of a piece that says nothing
_OPERATORS = {operator.value: operator for operator in Operator}


class Names(Protocol):
    """What reads the names of a text; `NameReader` does."""

    def read(self, text: str, followed: Sequence[str] = (), *, style: Style = Style.TEXT) -> Sequence[Mention]:
        """Every name in a text; ``followed`` decides what a bare version means."""

    def resolve(self, text: str, followed: Sequence[str] = ()) -> NameResolution:
        """What a text that should be one name means."""


@dataclass(frozen=True, slots=True)
class _Carried:
    """What an elided clause takes from the one before it."""

    subject: NameReading | None = None
    comparator: NameReading | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text is read with: the moment, the names, the context."""

    now: datetime
    names: FindNames
    loosely: FindNames
    about: NameReading | None

    def parts(self, sentence: str) -> tuple[Part, ...]:
        """The parts of a sentence; of one in small letters without a name, nicknames are names: "neon hit 1530 elo"."""
        parts = read_parts(sentence, self.names, self.now)
        held = sentence.islower() and any(part.kind in ("amount", "benchmark") for part in parts)
        if not held or any(part.name is not None for part in parts):
            return parts
        return read_parts(sentence, self.loosely, self.now)


def parse_message(
    text: str, now: datetime, names: Names | None = None, context: ClaimContext | None = None
) -> tuple[ParsedClaim, ...]:
    """The claims of a message, at most five, in their order; where it claims nothing, one entry that says why."""
    return read_message(text, now, names, context).claims


def read_message(text: str, now: datetime, names: Names | None = None, context: ClaimContext | None = None) -> Message:
    """The claims of a message, those beyond the fifth named, and the sentences that claim nothing beside them.

    Never empty and never raises, whatever the text. ``now`` is the moment the text is read at: relative days and days
    without a year are placed by it.
    """
    cleaned = clean(text) if len(text) <= MAX_TEXT else ""
    if not cleaned:
        return Message((_unreadable(text),))
    reading = _reading(now, names, context)
    found: list[ParsedClaim] = []
    passed: list[ParsedClaim] = []
    rest: list[str] = []
    carried = _Carried()
    said: set[str] = set()
    looked, repeated = 0, 0
    every = rejoined(sentences(numbers_last(cleaned)))
    for place, sentence in enumerate(every):
        key = lower(sentence).rstrip(" .!")
        if key in said:
            repeated += 1
        elif looked < MAX_SENTENCES and len(found) < MAX_CLAIMS:
            looked += 1
            claims, carried = _sentence(sentence[:MAX_SENTENCE], reading, carried, *every[place + 1 : place + 2])
            found += (claim for claim in claims if claim.checkable)
            passed += (claim for claim in claims if not claim.checkable)
            said |= {key} if _name_their_subjects(claims) else set()
        elif len(sentence) > _SHORT and len(rest) < MAX_NAMED:
            said.add(key)
            rest.append(sentence[:120])
    return _message(cleaned, found, passed, rest, repeated)


def _unreadable(text: str) -> ParsedClaim:
    """Why a text has nothing to read: too long, a link alone, or empty."""
    if len(text) > MAX_TEXT:
        return _refused(text[:80] + "…", Reason.TOO_LONG)
    return _refused("", Reason.LINK_ONLY if has_link(text) else Reason.EMPTY)


def _name_their_subjects(claims: Sequence[ParsedClaim]) -> bool:
    """Whether claims stand by themselves; "it is out" may mean another thing when it is said again."""
    return all(claim.subject in claim.mentions for claim in claims)


def _message(
    cleaned: str, found: list[ParsedClaim], passed: list[ParsedClaim], rest: list[str], repeated: int
) -> Message:
    if found:
        named = (*(claim.text for claim in found[MAX_CLAIMS:]), *rest)
        return Message(tuple(found[:MAX_CLAIMS]), named, tuple(passed), repeated)
    passed = passed or [_refused(cleaned[:120], Reason.EMPTY)]
    dull = {Reason.EMPTY, Reason.GREETING, Reason.FRAGMENT, Reason.NO_SUBJECT}
    telling = min(passed, key=lambda claim: (claim.reason in dull, claim.subject is None))
    return Message((telling,), tuple(rest), tuple(claim for claim in passed if claim is not telling), repeated)


def _reading(now: datetime, names: Names | None, context: ClaimContext | None) -> _Reading:
    names, context = names or NameReader(), context or ClaimContext()
    followed = (context.about, *context.recent) if context.about else context.recent
    about = names.resolve(context.about).best if context.about else None
    return _Reading(
        now,
        lambda text: names.read(text, followed),
        lambda text: names.read(text, followed, style=Style.QUESTION),
        about,
    )


def _refused(text: str, reason: Reason, parts: Sequence[Part] = ()) -> ParsedClaim:
    names = tuple(dict.fromkeys(part.name.slug for part in parts if part.name is not None and not part.product))
    return ParsedClaim(
        text,
        checkable=False,
        reason=reason,
        why=refusals.WHY[reason],
        rewrite=refusals.offer(reason, parts),
        subject=names[0] if names else None,
        mentions=names,
    )


def _sentence(
    sentence: str, reading: _Reading, carried: _Carried, answer: str = ""
) -> tuple[list[ParsedClaim], _Carried]:
    typed, sentence = sentence, spelled_out(sentence)
    parts = reading.parts(sentence)
    question = sentence.rstrip(" \"')").endswith("?")
    if (reason := refusals.before(parts, sentence, question=question)) is not None:
        models = [part.name for part in parts if part.model]
        return [_refused(sentence, reason, parts)], _Carried(models[0]) if len(models) == 1 else carried
    told = _answered(attributed(parts, question=question), parts, answer, asked=sentence.endswith("?"))
    carried = _Carried(name) if (name := called_later(parts)) else carried
    results, made, clauses, maker = list[ParsedClaim](), list[Clause](), split(told.parts), maker_of(parts)
    whole = scoring.scores(scoring.features(parts, asked=question)) if len(clauses) == 1 else {}
    for piece in clauses:
        made.append(_clause(piece, reading, carried, told))
        text = typed if len(clauses) == 1 else _words(sentence, made[-1].parts)
        claim = _claim(text, made[-1], whole, maker, about=reading.about is not None)
        carried = _carried_on(made[-1], carried, checkable=claim.checkable)
        results.append(claim)
    results = without_old_day(_checkable(made, results), delayed=any(part.has("delay") for part in parts))
    if told.unsaid:
        results = [claim.leaving(f"{told.unsaid} says") for claim in results]
    fresh = any(part.has("fresh") for part in parts)
    return [replace(claim, fresh=True) for claim in results] if fresh else results, carried


def _answered(told: Attributed, parts: Sequence[Part], answer: str, *, asked: bool) -> Attributed:
    """What is said, denied by the sentence behind it: "Is it out? No."."""
    denied = bool(answer) and is_denied_by(answer, asked=asked, denied=bool(denials(parts)))
    return replace(told, denied=not told.denied, asked=False) if denied else told


def _checkable(clauses: Sequence[Clause], claims: list[ParsedClaim]) -> list[ParsedClaim]:
    """The claims that can be checked, with those like them that were refused; or all."""
    for place, kind in told_alike(clauses, [claim.claim_type for claim in claims]):
        claims[place] = _stated(claims[place].text, clauses[place], kind, kind.fill(clauses[place]))
    return [claim for claim in claims if claim.checkable] or claims


def _carried_on(clause: Clause, carried: _Carried, *, checkable: bool) -> _Carried:
    """The subject and comparator that the next clause may leave out.

    They are of a clause that claims something, or that names its subject.
    """
    if clause.subject is None or not (checkable or clause.subject_at is not None):
        return carried
    return _Carried(clause.subject, clause.comparator or carried.comparator)


def _words(sentence: str, parts: Sequence[Part]) -> str:
    """The parts in their order with what stands between them in the sentence; a blank where they are no neighbours."""
    said, span = "", (0, 0)
    for part in parts:
        if (part.start, part.end) == span:
            continue  # "is" and "n't" are both of "isn't"
        between = sentence[span[1] : part.start] if span[1] <= part.start else " "
        said += (" " if any(map(str.isalnum, between)) or not between.isascii() else between) + part.text
        span = (part.start, part.end)
    return " ".join(said.split())


def _clause(parts: tuple[Part, ...], reading: _Reading, carried: _Carried, told: Attributed) -> Clause:
    """A clause with its roles."""
    compared = comparison_of(parts)
    subject_at, comparator_at = sides(parts, compared)
    if compared is None or compared.word == "equal":
        subject_at, comparator_at = label_first(parts, subject_at, comparator_at)
    if told.topic is not None and _stands_for(parts, subject_at, told.topic):
        return _clause((told.topic, *parts), reading, carried, replace(told, topic=None))
    subject_at, subject = _subject(parts, subject_at, reading.about or carried.subject)
    comparator = _name_at(parts, comparator_at)
    if compared is not None and comparator is None:
        comparator = carried.comparator
    moment_at = place_of_moment(parts, subject_at)
    polarity, denials = polarity_of(parts, subject_at, asked=told.asked and not told.presumed, denied=told.denied)
    moment = parts[moment_at].moment if moment_at is not None else None
    if moment is not None and moment.reached:
        polarity = -polarity  # "wasn't out until May" denies nothing
    used = {place for place in (subject_at, comparator_at) if place is not None} | denials
    return Clause(
        parts,
        reading.now.date(),
        subject,
        subject_at,
        comparator,
        comparator_at,
        compared,
        moment,
        moment_at,
        polarity,
        told.asked,
        told.said_by,
        frozenset(used),
    )


def _subject(
    parts: Sequence[Part], place: int | None, told: NameReading | None
) -> tuple[int | None, NameReading | None]:
    """Whom a clause is about, and where that stands: its model, its plan, what is spoken of, or its lab."""
    if told is not None and _says_what_it_is(parts):
        return None, told
    place = plan_first(parts) if place is None else place
    if place is None and told is None:
        place = subject_without_model(parts)
    return place, told if place is None else _name_at(parts, place)


def _says_what_it_is(parts: Sequence[Part]) -> bool:
    """Whether a clause only says what "it" is: "it was GPT-5.1"."""
    said = [part for part in parts if part.kind != "mark" and not part.has("filler")]
    names = all(part.model or part.has("pronoun", "plain", "be") for part in said)
    return names and any(part.norm in ("it", "that", "its") for part in said[:1])


def _stands_for(parts: Sequence[Part], subject_at: int | None, topic: Part) -> bool:
    """Whether a clause leaves its subject to what is spoken of, or has its last word ("Terra")."""
    return subject_at is None or topic.text.lower().endswith(f" {parts[subject_at].text.lower()}")


def _name_at(parts: Sequence[Part], place: int | None) -> NameReading | None:
    return parts[place].name if place is not None else None


def _claim(text: str, clause: Clause, whole: dict[str, float], maker: str, *, about: bool) -> ParsedClaim:
    """A clause as a claim, or refused with the reason."""
    if (of_maker := said_of_maker(clause)) is not None:
        return _stated(text, clause, *of_maker)
    kind, reason = type_of(clause, whole)
    sure = kind is not None and kind.evidence(clause) > 0
    reason = reason or refusals.after(clause, kind.name if kind else "", about=about, sure=sure)
    if kind is None or reason is not None:
        return _refused(text, reason or Reason.UNMEASURABLE, clause.parts)
    clause = of_its_maker(clause, kind.name, maker)
    return _stated(text, clause, kind, kind.fill(clause))


def _stated(text: str, clause: Clause, kind: ClaimType, filled: Filled) -> ParsedClaim:
    """The claim that a type made of a clause, with what none of its slots holds."""
    left = left_over(clause, kind, filled)
    made, altered = filled.statement, is_unread(clause, kind, filled, left)
    made = replace(made, beyond=left, altered=altered) if left or altered else made
    value, unit = _main_number(clause, filled)
    day, operator = kind.deadline(clause, made)
    return ParsedClaim(
        text,
        claim_type=kind.name,
        subject=_slug(clause.subject),
        object=made.object or None,
        comparator=_slug(clause.comparator if clause.comparison else None),
        direction=kind.direction(clause, filled),
        benchmark=made.benchmark or None,
        value=value,
        unit=unit,
        deadline=day,
        operator=_OPERATORS.get(operator),
        denies=kind.polarity(clause) < 0,
        said_by=clause.said_by,
        forecast=made.future,
        asked=clause.asked,
        mentions=tuple(dict.fromkeys(part.name.slug for part in clause.parts if part.name is not None)),
        unsure=_unsure(clause),
        statement=made,
        left=left,
        doubts=_doubts(clause),
        year_supplied=bool(clause.moment and clause.moment.guessed),
    )


def _main_number(clause: Clause, filled: Filled) -> tuple[float | None, str | None]:
    """The number that matters and its unit: the type's, else the first of the clause."""
    amount = filled.main or next((one for _, one in clause.measured()), None)
    return (amount.value, amount.full_unit) if amount else (None, None)


def _slug(name: NameReading | None) -> str | None:
    return name.slug if name is not None else None


def _unsure(clause: Clause) -> tuple[str, ...]:
    return tuple(part.text for part in clause.parts if part.mention is not None and part.mention.ambiguous)


def _doubts(clause: Clause) -> tuple[str, ...]:
    """What had to be supposed of the names: a bare version, a typo, a name that no list shows."""
    return tuple(
        f"“{part.text}”"
        for part in clause.parts
        if part.name is not None and part.model and part.name.certainty < NameCertainty.CERTAIN
    )
