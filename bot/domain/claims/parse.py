"""A message in, its claims out: ``parse_message`` is the one door to the understanding of sentences."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.claims import clauses, gate, rewrites, slots, types, when
from bot.domain.claims.comparisons import comparison
from bot.domain.claims.entities import Alias, Entity, Gazetteer
from bot.domain.claims.masking import Masked, mask, tokens
from bot.domain.claims.parsed import ClaimType, Context, Message, Operator, ParsedClaim, Quantity, Reason
from bot.domain.claims.releases import is_trace
from bot.domain.claims.sayers import said
from bot.domain.claims.shapes import Shape
from bot.domain.claims.text import MAX_SENTENCE, MAX_TEXT, clean, has_link, lower, sentences, spelled_out

__all__ = [
    "Alias",
    "ClaimType",
    "Context",
    "Gazetteer",
    "Message",
    "Operator",
    "ParsedClaim",
    "Quantity",
    "Reason",
    "parse_message",
    "read_message",
]


MAX_CLAIMS = 5


"""How many claims of one message are read in full; the others are named."""


MAX_SENTENCES = 40


"""How many sentences are read to find those claims."""


MAX_NAMED = 300


_NOTHING = Gazetteer()


_MERELY = re.compile(r"^(?:way|much|far|even|just|so|slightly|clearly|definitely|still|a lot|a bit)\b", re.IGNORECASE)


_PREFIX = re.compile(
    r"^(?:(?:🚨|🔥|⚡|👀|rt @\w+:?|breaking(?: news)?|just in|leak(?:ed|s)?|rumou?rs?(?: has it(?: that)?)?|rumou?r alert|news|update|confirmed|exclusive|scoop|report|psa|til|fyi|claim|fact[- ]?check|check(?: this)?(?: claim)?|btw|ok(?:ay)?|so|well|wow|omg|wtf|holy (?:shit|crap|cow|moly)|damn|bruh|bro|guys|folks|huge|big(?: news)?|fwiw|ngl|tbh|no cap|not gonna lie|(?:i(?:'m| am)|im)? ?(?:pretty|fairly|quite|very) (?:sure|certain)(?: that)?|honestly|hot take|"
    r"unpopular opinion|prediction|official|it'?s official|it is official|alert|hearing(?: that)?|word is(?: that)?|apparently|reportedly|allegedly|supposedly|looks like|it (?:looks|seems|appears)(?: like| that)?|seems like|turns out|turns out that|reminder|reminder that|friendly reminder|fun fact|note|tl;?dr|edit|yes|no|yeah|nope|yep|lol|lmao|also|and|but|however|meanwhile|finally|today|now|here we go|"
    r"it'?s happening|(?:i|we) (?:just )?(?:heard|hear|read|saw)(?: that)?|i(?:'m| am) hearing(?: that)?|people (?:say|are saying)(?: that)?|they say(?: that)?|someone (?:said|says)(?: that)?)(?:[:,!.]+ ?| - | — | (?=⟨|[a-z\"']))) ?",
)


_KEPT_PREFIX = re.compile(
    r"^(?:no(?! cap )|finally|today|now|check|so|also|and|but|big|huge|yes|official|well|report|note|claim|confirmed|leaked?|leaks) "
)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What an elided clause takes from the one before it."""

    subject: Entity | None = None
    comparator: Entity | None = None


def parse_message(
    text: str, now: datetime, aliases: Gazetteer | None = None, context: Context | None = None
) -> tuple[ParsedClaim, ...]:
    """The claims of a message, at most five, in their order; where it claims nothing, one entry that says why.

    Never empty and never raises, whatever the text. ``now`` is the moment the text is read at; deadlines without a
    year are placed by it.
    """
    return read_message(text, now, aliases, context).claims


def read_message(text: str, now: datetime, aliases: Gazetteer | None = None, context: Context | None = None) -> Message:
    """Like ``parse_message``, with the claims beyond the fifth named and the sentences that claim nothing beside them."""
    if len(text) > MAX_TEXT:
        return Message((_refused(text[:80] + "…", Reason.TOO_LONG),))
    cleaned = clean(text)
    if not cleaned:
        return Message((_refused("", Reason.LINK_ONLY if has_link(text) else Reason.EMPTY),))
    gazetteer, context = aliases or _NOTHING, context or Context()
    found: list[ParsedClaim] = []
    passed: list[ParsedClaim] = []
    rest: list[str] = []
    carried = _Carried()
    said: set[str] = set()
    looked, repeated = 0, 0
    for sentence in sentences(cleaned):
        key = lower(sentence).rstrip(" .!")
        if key in said:
            repeated += 1
        elif looked < MAX_SENTENCES and len(found) < MAX_CLAIMS:
            looked += 1
            claims, carried = _sentence(sentence[:MAX_SENTENCE], now.date(), gazetteer, context, carried)
            for claim in claims:
                (found if claim.checkable else passed).append(claim)
            if all(claim.subject in claim.mentions for claim in claims):
                said.add(key)  # what stands on the sentence before it ("it is out") may mean another thing next time
        elif len(sentence) > 12 and len(rest) < MAX_NAMED:  # noqa: PLR2004 -- shorter pieces say nothing
            said.add(key)
            rest.append(sentence[:120])
    if found:
        return Message(
            tuple(found[:MAX_CLAIMS]), (*(c.text for c in found[MAX_CLAIMS:]), *rest), tuple(passed), repeated
        )
    passed = passed or [_refused(cleaned[:120], Reason.EMPTY)]
    telling = next(
        (c for c in passed if c.reason not in {Reason.EMPTY, Reason.GREETING, Reason.FRAGMENT, Reason.NO_SUBJECT}),
        passed[0],
    )
    return Message((telling,), tuple(rest), tuple(c for c in passed if c is not telling), repeated)


def _refused(text: str, reason: Reason, rewrite: str = "") -> ParsedClaim:
    return ParsedClaim(text, checkable=False, reason=reason, why=gate.WHY[reason], rewrite=rewrite)


def _sentence(
    sentence: str, today: date, gazetteer: Gazetteer, context: Context, carried: _Carried
) -> tuple[list[ParsedClaim], _Carried]:
    masked = mask(spelled_out(sentence), today, gazetteer, context)
    shape = _unprefixed(masked.text)
    looked = gate.before(shape, sentence)
    if looked.reason is not None:
        return [_gated(sentence, looked.reason, masked, shape)], carried
    core = looked.clause
    sayer, inner, denied = said(core, masked)
    if inner != core:
        second = gate.before(_unprefixed(inner), sentence)
        looked = gate.Looked(second.clause if second.reason is None else inner, looked.asked or second.asked)
    results: list[ParsedClaim] = []
    dropped = False
    whole = lower(masked.text)
    for clause in clauses.split(looked.clause):
        claim, carried = _clause(clause, masked, context, carried, whole, today)
        results.append(
            replace(
                claim,
                asked=looked.asked,
                said_by=claim.said_by or sayer,
                polarity=_flip(claim.polarity) if denied else claim.polarity,
            )
        )
    if len(results) > 1 and not all(r.checkable for r in results):
        kept = [r for r in results if r.checkable]
        dropped = 0 < len(kept) < len(results)
        if not kept:
            claim, carried = _clause(looked.clause, masked, context, carried, whole, today)
            results = [replace(claim, asked=looked.asked, said_by=sayer)]
        else:
            results = kept
    if len(results) == 1 and not dropped:  # what was dropped is not what is graded
        results = [replace(results[0], text=sentence, core=masked.plain(core))]
    return results, carried


def _flip(polarity: str) -> str:
    return "+" if polarity == "-" else "-"


def _unprefixed(masked: str) -> str:
    """The sentence without "BREAKING:", "rumor has it that" and other words that stand before a claim."""
    for _ in range(3):
        lowered = lower(masked)
        match = _PREFIX.match(lowered)
        if (
            match is None
            or match.end() >= len(masked)
            or (
                _KEPT_PREFIX.match(lowered)
                and not re.search(r"[:,!.—-] ?$", match[0])
                and not re.match(r"(?:so|also|and|but|well|yes) ", lowered)
            )
        ):
            break
        masked = masked[match.end() :].lstrip()
    return masked.strip(" \"'") if masked.count('"') % 2 else masked.strip()


def _gated(sentence: str, reason: Reason, masked: Masked, shape: str) -> ParsedClaim:
    claim = _refused(sentence, reason, rewrites.offer(reason, lower(shape), masked))
    names = tuple(dict.fromkeys(e.slug for e in masked.entities.values() if e.slug and e.kind != "product"))
    return replace(claim, mentions=names, subject=names[0] if names else None)


def _clause(
    clause: str, masked: Masked, context: Context, carried: _Carried, whole: str, today: date
) -> tuple[ParsedClaim, _Carried]:
    lowered = lower(clause)
    compared = comparison(lowered)
    subject, comparator = slots.sides(clause, lowered, masked, compared)
    pronoun = re.search(r"\b(?:it|it's|its|they|this|that|the model|the (?:price|context|pricing))\b", lowered)
    subject_was_carried = subject is None or (
        subject.kind in {"vendor", "product"} and carried.subject is not None and bool(pronoun)
    )
    if subject_was_carried and carried.subject is not None and (subject is None or not clause.startswith("⟨v")):
        subject = carried.subject
    if compared and comparator is None and carried.comparator is not None and not tokens(clause, "e"):
        comparator = carried.comparator
    quantities = tuple(q for name in tokens(clause, "q") for q in masked.quantities[name])
    boards = tuple(dict.fromkeys(masked.benchmarks[name].name for name in tokens(clause, "b")))
    deadline = slots.deadline_of(clause, lowered, masked)
    vague = deadline is None and when.vague(lowered)
    models = [masked.entities[n] for n in tokens(clause, "e")]
    shape = Shape(
        lowered, quantities, has_model=bool(models) or subject is not None, has_benchmark=bool(boards), dated=deadline is not None and deadline.dated, traced=is_trace(whole), ahead=deadline is not None and deadline.day > today,
        any_date=deadline is not None, vague=vague, compared=compared, comparator=comparator is not None or (compared is not None and " than" in lowered[compared.start :]),
    )  # fmt: skip
    claim_type = types.classify(shape)
    if claim_type is None and carried.subject is not None and compared is not None:
        claim_type = ClaimType.BETTER_THAN
    claim_type, forecast = slots.tense(claim_type, lowered, deadline, vague=vague)
    deadline = slots.kept_deadline(claim_type, deadline, lowered, today)
    about = context.about is not None
    reason = gate.after(gate.Meaning(
        lowered, claim_type, has_model=bool(models) or subject is not None or bool(tokens(clause, "p")), has_vendor=bool(tokens(clause, "v")), has_benchmark=bool(boards), has_number=bool(quantities),
        dated=deadline is not None or vague, compared=compared is not None, comparator=comparator is not None, about=about, asked=False,
    ))  # fmt: skip
    named = compared is None or re.search(r"[A-Z⟨]", _MERELY.sub("", clause[: compared.start])) is not None
    if reason is None and subject is None and comparator is not None and not (about or pronoun or named):
        reason = Reason.NO_SUBJECT
    slug = subject.slug or None if subject is not None else (context.about if about else None)
    names = tuple(dict.fromkeys(masked.entities[n].slug for n in tokens(clause, "evp") if masked.entities[n].slug))
    unsure = tuple(masked.entities[n].text for n in tokens(clause, "e") if masked.entities[n].kind == "unsure")
    text = masked.plain(clause)
    if reason is not None:
        refused = _refused(text, reason, rewrites.offer(reason, lowered, masked))
        return replace(refused, subject=slug, mentions=names), carried
    negative = slots.negated(lowered)
    direction = None
    if claim_type is ClaimType.BETTER_THAN or (compared is not None and comparator is not None):
        direction = compared.direction if compared else "above"
        if negative:
            direction = {"above": "below", "below": "above", "equal": "below"}[direction]
    value = slots.value_of(claim_type, clause, masked, quantities)
    claim = ParsedClaim(
        text, claim_type=claim_type or ClaimType.OTHER, subject=slug,
        object=slots.object_of(claim_type, clause, lowered, masked, subject), comparator=comparator.slug or None if comparator is not None else None,
        direction=direction, benchmark=boards[0] if boards else None, benchmarks=boards, value=value.value if value else None, unit=value.unit if value else None, quantities=quantities,
        deadline=deadline.day if deadline else None, operator=deadline.operator if deadline else None, starts=deadline.starts if deadline else None, vague=vague,
        polarity="-" if negative else "+", modality=slots.modality(lowered, whole, forecast=forecast), forecast=forecast, mentions=names, unsure=unsure,
    )  # fmt: skip
    return claim, _Carried(
        subject if subject is not None and subject.kind != "vendor" else carried.subject or subject,
        comparator or carried.comparator,
    )
