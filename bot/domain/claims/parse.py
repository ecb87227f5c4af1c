"""A message in, its claims out: ``parse_message`` is the one door to the understanding of sentences."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.claims import clauses, gate, rewrites, types, when
from bot.domain.claims.entities import Alias, Entity, Gazetteer
from bot.domain.claims.masking import Masked, mask, tokens
from bot.domain.claims.parsed import ClaimType, Context, Message, Operator, ParsedClaim, Quantity, Reason
from bot.domain.claims.sayers import said
from bot.domain.claims.text import MAX_SENTENCE, MAX_TEXT, clean, has_link, lower, sentences
from bot.domain.claims.types import Shape

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

_NOTHING = Gazetteer()
_NEGATION = re.compile(
    r"\b(?:not(?! only| just| before| until| till| earlier| later| sooner| to mention| even close to)|n't|never|no longer|cannot|isn't|isnt|won't|wont|doesn't|doesnt|didn't|didnt|hasn't|hasnt|haven't|wasn't|wasnt|weren't|aren't|arent|can't|cant|don't|dont|couldn't|wouldn't|ain't|fail(?:s|ed)? to|denie[sd]|deny|"
    r"false that|untrue|nowhere near|yet to|neither|no (?:plans?|release|api|sign|model card|price|pricing|evidence|access|mention|longer|date|model|other|support|trace|such|ga|weights|increase|change|⟨e[a-z]⟩ (?:until|before|this|in|by|at|yet|today|on))|refuse[sd]? to|ruled? out|stopp?(?:s|ed)? short|without|there(?:'s| is) no|debunk(?:s|ed)?|far from)\b|n't\b",
)
_RELATIVE = re.compile(r"(?:⟨e[a-z]⟩|model|checkpoint),? (?:that|which) ⟨v")
_NO_NEGATION = re.compile(
    r", not (?:a|an|the|just|merely|some) [^,]{0,60}$|\b(?:not gonna lie|not going to lie|no joke|no cap|no kidding|not a joke|not kidding|no doubt|not only|not just|no less than|can't wait|why not|if not|not to mention|no later than|not later than|whether or not|no surprise|last but not least|don't (?:sleep|miss))\b"
)
_RUMOUR = re.compile(
    r"\b(?:rumou?r(?:s|ed)?|reportedly|allegedly|supposedly|apparently|purportedly|leak(?:s|ed|er|ers)?|sources?(?= (?:say|said|tell|told|claim|familiar|close|suggest|indicate)| say)|insiders?|hearing|word is|i heard|heard (?:that|from)|said to|believed to|thought to|whispers?|unconfirmed|tipster|speculat(?:ed|ion)|claim(?:s|ed)? that)\b"
)
_MAY = re.compile(
    r"\b(?:may(?! ⟨)|might|could|likely|probably|possibly|perhaps|maybe|potentially|presumably|i think|i believe|i bet|i guess|i suspect|i expect|i predict|my guess|my bet|seems to|appears to|looks like|expected|should|must be|probable|imo|tentatively|would)\b"
)
_WILL = re.compile(
    r"\b(?:will|won't|wont|shall|going to|gonna|about to|set to|slated|scheduled|due|plans? to|planning|planned|to be (?:released|launched|announced|called|named)|to (?:launch|release|ship|debut|arrive|unveil|announce|open|roll|introduce|cost|get)|upcoming|is coming|coming|is (?:launching|releasing|shipping|dropping|arriving|landing)|targeting|aims? to|eta|imminent)\b|'ll\b"
)
_PRESENT_RELEASE = re.compile(
    r"\b(?:launches|releases|ships|drops|arrives|lands|comes|debuts|goes live|out|release|launch|drop|dropping|launching|coming)\b"
)
_AXIS = re.compile(
    r"\b(?:at|in|on|for|when it comes to|in terms of) ((?:agentic |real[- ]world |creative |competitive |front[- ]?end |web |long[- ]context |visual |complex |hard |everyday |scientific |graduate[- ]level )*(?:coding|code|programming|math(?:ematics|s)?|reasoning|writing|science|physics|vision|speed|latency|agents?|agentic tasks|tool use|computer use|front[- ]?end|design|multimodal(?:ity)?|long context|instruction following|hallucinations?|safety|benchmarks?|every benchmark|all benchmarks|most benchmarks|swe tasks|svgs?|translation|summari[sz]ation|voice|image (?:generation|editing)|video|research|chess|games?|health|law|medicine|finance|roleplay|debugging|refactoring|ui|html|sql|python|rust|multilingual)(?: tasks| work| problems| questions| generation| quality)?)\b"
)
_SKIP_BEFORE = re.compile(
    r"\b(?:unlike|than|compared (?:to|with)|versus|vs\.?|after|following|like|replacing|instead of|besides|despite|since|over|beating|beat|succeed(?:s|ing)?|successor (?:to|of)|rival(?:s|ing)?(?: to)?|from|against|as good as|ahead of|based on|built on|powered by|by|in|inside|within|on|via|through|per|with|using) (?:the |a |an )?(?:⟨v[a-z]⟩(?:'s)? )?$"
)
_PASSIVE = re.compile(r"\b(?:beaten|outperformed|surpassed|overtaken|outscored|dethroned) by$")
_PREFIX = re.compile(
    r"^(?:(?:🚨|🔥|⚡|👀|rt @\w+:?|breaking(?: news)?|just in|leak(?:ed|s)?|rumou?rs?(?: has it(?: that)?)?|rumou?r alert|news|update|confirmed|exclusive|scoop|report|psa|til|fyi|claim|fact[- ]?check|check(?: this)?(?: claim)?|btw|ok(?:ay)?|so|well|wow|omg|wtf|holy (?:shit|crap|cow|moly)|damn|bruh|bro|guys|folks|huge|big(?: news)?|fwiw|ngl|tbh|honestly|hot take|"
    r"unpopular opinion|prediction|official|it'?s official|it is official|alert|hearing(?: that)?|word is(?: that)?|apparently|reportedly|allegedly|supposedly|looks like|it (?:looks|seems|appears)(?: like| that)?|seems like|turns out|turns out that|reminder|reminder that|friendly reminder|fun fact|note|tl;?dr|edit|yes|no|yeah|nope|yep|lol|lmao|also|and|but|however|meanwhile|finally|today|now|here we go|"
    r"it'?s happening|(?:i|we) (?:just )?(?:heard|hear|read|saw)(?: that)?|i(?:'m| am) hearing(?: that)?|people (?:say|are saying)(?: that)?|they say(?: that)?|someone (?:said|says)(?: that)?)(?:[:,!.]+ ?| - | — | (?=⟨|[a-z\"']))) ?",
)
_KEPT_PREFIX = re.compile(
    r"^(?:no|finally|today|now|check|so|also|and|but|big|huge|yes|official|well|report|note|claim|confirmed|leaked?|leaks) "
)


_PLACES = {
    "api",
    "openrouter",
    "groq",
    "cerebras",
    "together",
    "google/vertex-ai",
    "amazon/bedrock",
    "microsoft/azure",
    "google/ai-studio",
}


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
    pieces = sentences(cleaned)
    for number, sentence in enumerate(pieces):
        if number >= MAX_SENTENCES or len(found) >= MAX_CLAIMS:
            rest += [piece[:120] for piece in pieces[number : number + 300] if len(piece) > 12]  # noqa: PLR2004 -- shorter pieces say nothing
            break
        claims, carried = _sentence(sentence[:MAX_SENTENCE], now.date(), gazetteer, context, carried)
        for claim in claims:
            (found if claim.checkable else passed).append(claim)
    if found:
        return Message(tuple(found[:MAX_CLAIMS]), (*(c.text for c in found[MAX_CLAIMS:]), *rest), tuple(passed))
    passed = passed or [_refused(cleaned[:120], Reason.EMPTY)]
    telling = next(
        (c for c in passed if c.reason not in {Reason.EMPTY, Reason.GREETING, Reason.FRAGMENT, Reason.NO_SUBJECT}),
        passed[0],
    )
    return Message((telling,), tuple(rest), tuple(c for c in passed if c is not telling))


def _refused(text: str, reason: Reason, rewrite: str = "") -> ParsedClaim:
    return ParsedClaim(text, checkable=False, reason=reason, why=gate.WHY[reason], rewrite=rewrite)


def _sentence(
    sentence: str, today: date, gazetteer: Gazetteer, context: Context, carried: _Carried
) -> tuple[list[ParsedClaim], _Carried]:
    masked = mask(sentence, today, gazetteer, context)
    shape = _unprefixed(masked.text)
    looked = gate.before(shape, sentence)
    if looked.reason is not None:
        return [_gated(sentence, looked.reason, masked, shape, carried)], carried
    sayer, inner, denied = said(looked.clause, masked)
    if inner != looked.clause:
        second = gate.before(_unprefixed(inner), sentence)
        looked = gate.Looked(second.clause if second.reason is None else inner, looked.asked or second.asked)
    results: list[ParsedClaim] = []
    whole = lower(masked.text)
    for clause in clauses.split(looked.clause):
        claim, carried = _clause(clause, masked, context, carried, whole)
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
        if not kept:
            claim, carried = _clause(looked.clause, masked, context, carried, whole)
            results = [replace(claim, asked=looked.asked, said_by=sayer)]
        else:
            results = kept
    if len(results) == 1:
        results = [replace(results[0], text=sentence)]
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


def _gated(sentence: str, reason: Reason, masked: Masked, shape: str, carried: _Carried) -> ParsedClaim:
    claim = _refused(sentence, reason, rewrites.offer(reason, lower(shape), masked))
    names = tuple(dict.fromkeys(e.slug for e in masked.entities.values() if e.slug and e.kind != "product"))
    return replace(claim, mentions=names, subject=names[0] if names else None)


def _clause(
    clause: str, masked: Masked, context: Context, carried: _Carried, whole: str
) -> tuple[ParsedClaim, _Carried]:
    lowered = lower(clause)
    compared = types.comparison(lowered)
    subject, comparator = _sides(clause, lowered, masked, compared)
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
    deadline = _deadline(clause, lowered, masked)
    vague = deadline is None and when.vague(lowered)
    models = [masked.entities[n] for n in tokens(clause, "e")]
    shape = Shape(
        lowered, quantities, has_model=bool(models) or subject is not None, has_benchmark=bool(boards), dated=deadline is not None and deadline.dated,
        any_date=deadline is not None, vague=vague, compared=compared, comparator=comparator is not None or (compared is not None and " than" in lowered[compared.start :]),
    )  # fmt: skip
    claim_type = types.classify(shape)
    if claim_type is None and carried.subject is not None and compared is not None:
        claim_type = ClaimType.BETTER_THAN
    claim_type, forecast = _tense(claim_type, lowered, deadline, vague)
    about = context.about is not None
    reason = gate.after(gate.Meaning(
        lowered, claim_type, has_model=bool(models) or subject is not None or bool(tokens(clause, "p")), has_vendor=bool(tokens(clause, "v")), has_benchmark=bool(boards), has_number=bool(quantities),
        dated=deadline is not None or vague, compared=compared is not None, comparator=comparator is not None, about=about, asked=False,
    ))  # fmt: skip
    slug = subject.slug or None if subject is not None else (context.about if about else None)
    names = tuple(dict.fromkeys(masked.entities[n].slug for n in tokens(clause, "evp") if masked.entities[n].slug))
    unsure = tuple(masked.entities[n].text for n in tokens(clause, "e") if masked.entities[n].kind == "unsure")
    text = masked.plain(clause)
    if reason is not None:
        refused = _refused(text, reason, rewrites.offer(reason, lowered, masked))
        return replace(refused, subject=slug, mentions=names), carried
    negative = _negated(lowered)
    direction = None
    if claim_type is ClaimType.BETTER_THAN or (compared is not None and comparator is not None):
        direction = compared.direction if compared else "above"
        if negative:
            direction = {"above": "below", "below": "above", "equal": "below"}[direction]
    value = _value(claim_type, lowered, clause, masked, quantities)
    claim = ParsedClaim(
        text, claim_type=claim_type or ClaimType.OTHER, subject=slug,
        object=_object(claim_type, clause, lowered, masked, subject), comparator=comparator.slug or None if comparator is not None else None,
        direction=direction, benchmark=boards[0] if boards else None, benchmarks=boards, value=value.value if value else None, unit=value.unit if value else None, quantities=quantities,
        deadline=deadline.day if deadline else None, operator=deadline.operator if deadline else None, starts=deadline.starts if deadline else None, vague=vague,
        polarity="-" if negative else "+", modality=_modality(lowered, whole, forecast=forecast), forecast=forecast, mentions=names, unsure=unsure,
    )  # fmt: skip
    return claim, _Carried(
        subject if subject is not None and subject.kind != "vendor" else carried.subject or subject,
        comparator or carried.comparator,
    )


def _negated(lowered: str) -> bool:
    relative = _RELATIVE.search(lowered)
    if relative is not None:
        lowered = lowered[: relative.start()]
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", lowered))) % 2 == 1


def _sides(
    clause: str, lowered: str, masked: Masked, compared: types.Comparison | None
) -> tuple[Entity | None, Entity | None]:
    """Who the clause is about and, in a comparison, whom it is set against."""
    names = tokens(clause, "e") or tuple(
        n for n in tokens(clause, "p") if compared and masked.entities[n].slug not in _PLACES
    )
    places = {name: clause.index(name) for name in tokens(clause, "evp")}
    if compared is not None:
        # The one set against: the first name behind the phrase.
        behind = [
            n
            for n in (*names, *tokens(clause, "v"))
            if places[n] >= compared.start and (places[n] >= compared.end or n in clause[compared.start : compared.end])
        ]
        ahead = [n for n in names if places[n] < compared.start and not _SKIP_BEFORE.search(lowered[: places[n]])] or [
            n for n in names if places[n] < compared.start
        ]
        behind.sort(key=lambda n: (n[1] != "e" and not _only_vendor(clause, n), places[n]))
        subject = ahead[0] if ahead else None
        against = next((n for n in behind if n != subject), None)
        if against is not None:
            if subject is None:
                others = [n for n in names if n != against and places[n] > places[against]]
                subject = (
                    others[0]
                    if others and re.match(r"(?:compared (?:to|with)|unlike|versus|vs)", lowered[compared.start :])
                    else None
                )
                subject = subject or next((n for n in tokens(clause, "pv") if places[n] < compared.start), None)
            return masked.entities[subject] if subject else None, masked.entities[against]
    if names:
        free = [n for n in names if not _SKIP_BEFORE.search(lowered[: places[n]])]
        chosen = (free or list(names))[0]
        if not masked.entities[chosen].version:
            chosen = next(
                (
                    n
                    for n in free
                    if masked.entities[n].version and masked.entities[n].family == masked.entities[chosen].family
                ),
                chosen,
            )
        return masked.entities[chosen], None
    others = tokens(clause, "v") or tokens(clause, "p")
    products = [n for n in tokens(clause, "p") if masked.entities[n].slug not in _PLACES]
    if products and (
        not tokens(clause, "v")
        or places[products[0]] < places[tokens(clause, "v")[0]]
        or re.search(r"⟨v[a-z]⟩'s $", lowered[: places[products[0]]])
    ):
        return masked.entities[products[0]], None
    return (masked.entities[others[0]], None) if others and masked.entities[others[0]].slug != "api" else (None, None)


def _only_vendor(clause: str, name: str) -> bool:
    """Whether a lab stands for its models ("better than anything from Google") and not before a model of its own."""
    return not re.match(re.escape(name) + r"(?:'s)? (?:[a-z]+ )?⟨e", clause[clause.index(name) :])


def _deadline(clause: str, lowered: str, masked: Masked) -> when.When | None:
    names = tokens(clause, "d")
    days = [masked.dates[n] for n in names]
    if not days:
        return None
    if len(days) > 1 and re.search(
        r"\b(?:delayed|pushed|slipped|moved|postponed|instead of|rather than|not)\b", lowered
    ):
        moved = re.search(r"\b(?:to|until|into|till|,? (?:but|instead)|instead) (⟨d[a-z]⟩)", lowered)
        if moved:
            return masked.dates[moved[1]]
        return days[-1] if re.search(r"\b(?:delayed|pushed|slipped|moved|postponed)\b", lowered) else days[0]
    chosen = [d for d in days if d.dated] or days
    return chosen[0]


def _tense(
    claim_type: ClaimType | None, lowered: str, deadline: when.When | None, vague: bool
) -> tuple[ClaimType | None, bool]:  # noqa: FBT001 -- two facts of one clause
    past = types.is_past(lowered)
    ahead = (
        _WILL.search(lowered) is not None
        or vague
        or re.search(r"\b(?:may|might|could|should|expected|likely|probably|predict|bet)\b", lowered) is not None
    )
    if claim_type is ClaimType.RELEASE_DATE:
        return claim_type, not past and not (deadline is not None and not deadline.dated)
    forecast = ahead and not past and claim_type not in {ClaimType.IDENTITY}
    if claim_type is ClaimType.IDENTITY:
        forecast = re.search(r"\b(?:will|going to|to be|won't|gonna)\b|'ll\b", lowered) is not None
    return claim_type, bool(forecast)


def _modality(lowered: str, whole: str, *, forecast: bool) -> str:
    if _RUMOUR.search(lowered) or _RUMOUR.search(whole[: max(0, whole.find(lowered[:12]))]):
        return "rumoured"
    if _MAY.search(lowered):
        return "may"
    if _WILL.search(lowered) or forecast:
        return "will"
    return "is"


def _value(
    claim_type: ClaimType | None, lowered: str, clause: str, masked: Masked, quantities: tuple[Quantity, ...]
) -> Quantity | None:
    """The number that matters for this kind of claim."""
    if not quantities:
        return None
    wanted: tuple[str, ...] = {
        ClaimType.PRICE: ("USD", "EUR", "CNY", "GBP", "%", "x"), ClaimType.CONTEXT_LIMITS: ("tokens", "messages", "prompts", "requests"),
        ClaimType.BENCHMARK_SCORE: ("%", "points", "elo", "", "rank", "hours", "of ", "USD"), ClaimType.BETTER_THAN: ("x", "%", "points", "elo", ""),
    }.get(claim_type, ()) if claim_type else ()  # fmt: skip
    if claim_type is ClaimType.BENCHMARK_SCORE:
        near = re.search(r"(⟨q[a-z]⟩)[^⟨]{0,24}⟨b[a-z]⟩|⟨b[a-z]⟩[^⟨]{0,24}(⟨q[a-z]⟩)", clause)
        if near and any(
            q.unit.startswith(w) if w else q.unit == "" for q in masked.quantities[near[1] or near[2]] for w in wanted
        ):
            return masked.quantities[near[1] or near[2]][0]
    for unit in wanted:
        match = next((q for q in quantities if (q.unit.startswith(unit) if unit else q.unit == "")), None)
        if match is not None and (unit or claim_type is not None):
            return match
    return quantities[0]


def _object(
    claim_type: ClaimType | None, clause: str, lowered: str, masked: Masked, subject: Entity | None
) -> str | None:
    if claim_type is ClaimType.IDENTITY:
        names = [masked.entities[n] for n in tokens(clause, "e")]
        others = [e for e in names if subject is None or e.slug != subject.slug]
        if others:
            return others[-1].slug or None
        vendors = [masked.entities[n] for n in tokens(clause, "v")]
        called = re.search(
            r"(?:called|named|renamed|branded|rebranded|dubbed|codenamed|code-named|titled) (?:as |to )?[\"']?([A-Za-z0-9][\w. -]{1,30})",
            clause,
        )
        if called and not called[1].startswith("⟨"):
            return called[1].strip(" .")
        return vendors[-1].slug if vendors and (subject is None or vendors[-1].slug != subject.slug) else None
    if claim_type is ClaimType.BETTER_THAN and (axis := _AXIS.search(lowered)):
        return axis[1].strip()
    return None
