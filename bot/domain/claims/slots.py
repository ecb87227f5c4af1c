"""The slots of one masked clause: whom it is about, against whom, by when, how much, how sure, and whether it is negated."""
# ruff: noqa: E501 -- a pattern is read as one line

import itertools
import re
from datetime import date

from bot.domain.claims import when
from bot.domain.claims.comparisons import Comparison
from bot.domain.claims.families import PRODUCTS
from bot.domain.claims.masking import Masked, tokens
from bot.domain.claims.names import PRODUCT_FAMILIES, Entity
from bot.domain.claims.parsed import ClaimType, Operator, Quantity
from bot.domain.claims.shapes import is_past
from bot.domain.claims.text import lower

_NEGATION = re.compile(
    r"^(?:(?:i |we )?(?:really |seriously |still )?doubt\b|nobody\b|nothing|none of|no (?:other |open |current |single |chinese |us )*(?:models?|labs?|one))\b|\b(?:not(?! only| just| before| until| till| earlier| later| sooner| to mention| even close to)|n't|never|no longer|cannot|isn't|isnt|won't|wont|doesn't|doesnt|didn't|didnt|hasn't|hasnt|haven't|wasn't|wasnt|weren't|aren't|arent|can't|cant|don't|dont|couldn't|wouldn't|ain't|fail(?:s|ed)? to|denie[sd]|deny|"
    r"false that|untrue|nowhere near|no (?:better|worse|faster|slower|cheaper|smarter|stronger|bigger|longer|different|more [a-z]+|less [a-z]+) than|yet to|neither|no(?= ⟨q[a-z]⟩)|(?:no|zero)(?= ⟨p[a-z]⟩)|no (?:sign|trace|hint|proof|whiff)s? of|no (?:(?:fixed|set|exact|concrete|clear|specific|general|public|broad|official|confirmed|actual|real|firm|immediate|current|planned|independent|third-party) )?(?:general availability|availability|date|timeline|eta|time ?frame|release window|evidence|plans?|release|api|sign|model card|price|pricing|evidence|access|mention|longer|date|model|other|support|trace|such|ga|weights|increase|change|⟨e[a-z]⟩ (?:until|before|this|in|by|at|yet|today|on|⟨d[a-z]))|refuse[sd]? to|ruled? out|off the table|out of the question|stopp?(?:s|ed)? short|there(?:'s| is) no|(?:missing|absent) from|nowhere to be (?:found|seen)|unavailable|zero (?:access|support|availability|evidence)|(?:no|zero) chance(?! to)|no way(?! to)|not a chance|fat chance|nothing to do with|unrelated to|different from|debunk(?:s|ed)?|fake news|bogus|fabricated|made[- ]up|a hoax|far from)\b|n't\b|^(?=(?:the |those |these |all |recent )*(?:reports?|rumou?rs?|claims?|leaks?|suggestions?|stor(?:y|ies))\b.*\b(?:is|are|was|were) (?:[a-z]+ )?(?:false|incorrect|inaccurate|wrong|baseless|unfounded|nonsense|bs)[ .!]*$)",
)


_RELATIVE = re.compile(r"(?:⟨e[a-z]⟩|model|checkpoint),? (?:that|which) (?:⟨v|it |they |the (?:company|lab) )")


_NO_NEGATION = re.compile(
    r", (?:and )?not (?:a|an|the|just|merely|some) [^,]{0,60}$|, (?:and )?not ⟨[ev][a-z]⟩[ .!]*$|\bbut not (?:for|in|on|to|with|yet in|via|at) [^,.]*$|\b(?:not gonna lie|not going to lie|no joke|no cap|no kidding|not a joke|not kidding|no doubt|not only|not just|no less than|can't wait|why not|if not|not to mention|no later than|not later than|whether or not|no surprise|last but not least|don't (?:sleep|miss))\b"
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


_MOVED = r"\b(?:delay|push|slip|slipp|mov|postpon|reschedul|shift|bump|brought|bring|pull)(?:e|ed|es|s|ing)? "
"""A date given up for another."""
_SKIP_BEFORE = re.compile(
    r"\b(?:unlike|than|compared (?:to|with)|versus|vs\.?|after|following|like|replacing|instead of|besides|despite|since|over|beating|beat|succeed(?:s|ing)?|successor (?:to|of)|(?:answer|response|reply|competitor|challenger|alternative|follow-?up|sequel|counter) to|rival(?:s|ing)?(?: to)?|from|against|as good as|ahead of|based on|built on|powered by|by|in|inside|within|on|via|through|per|with|using) (?:the |a |an )?(?:⟨v[a-z]⟩(?:'s)? )?$"
)


_PLACES = {slug for slug in PRODUCTS.values() if "/" not in slug} | {
    "google/vertex-ai", "amazon/bedrock", "amazon/sagemaker", "microsoft/azure", "google/ai-studio",
}  # fmt: skip


_PART_OF_A_WORD = re.compile(r"-(?:powered|based|driven|backed|branded|style|like|class|level|tuned|trained)\b")


def negated(lowered: str) -> bool:
    """Whether the clause is negated: an odd number of negations, those of a relative clause aside."""
    relative = _RELATIVE.search(lowered)
    if relative is not None:
        lowered = lowered[: relative.start()]
    rest = _NO_NEGATION.sub(" ", lowered)
    found = list(_NEGATION.finditer(rest))
    apart = sum(
        1
        for before, after in itertools.pairwise(found)
        if not re.search(r"\b(?:and|or|nor|but)\b|,", rest[before.end() : after.start()])
    )
    return bool(found) and (1 + apart) % 2 == 1


def sides(
    clause: str, lowered: str, masked: Masked, compared: Comparison | None
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
    whole = tuple(n for n in names if not _PART_OF_A_WORD.match(lowered, places[n] + len(n)))
    if names and (whole or not tokens(clause, "p")):
        names = whole or names
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
    rest = tokens(clause, "v") or tokens(clause, "p")
    own = [n for n in tokens(clause, "p") if masked.entities[n].family in PRODUCT_FAMILIES]
    if own and tokens(clause, "v") and masked.entities[own[0]].vendor == masked.entities[tokens(clause, "v")[0]].vendor:
        return masked.entities[own[0]], None
    products = [n for n in tokens(clause, "p") if masked.entities[n].slug not in _PLACES]
    if products and (
        not tokens(clause, "v")
        or places[products[0]] < places[tokens(clause, "v")[0]]
        or re.search(r"⟨v[a-z]⟩'s $", lowered[: places[products[0]]])
    ):
        return masked.entities[products[0]], None
    return (masked.entities[rest[0]], None) if rest and masked.entities[rest[0]].slug != "api" else (None, None)


def _only_vendor(clause: str, name: str) -> bool:
    """Whether a lab stands for its models ("better than anything from Google") and not before a model of its own."""
    return not re.match(re.escape(name) + r"(?:'s)? (?:[a-z]+ )?⟨e", clause[clause.index(name) :])


def deadline_of(clause: str, lowered: str, masked: Masked) -> when.When | None:
    """The date the clause commits to; of several, the one a thing was moved to."""
    names = tokens(clause, "d")
    # "as of February" tells when the sentence was so, not by when
    names = tuple(n for n in names if not (masked.dates[n].dated and lower(masked.words[n]).startswith("as of ")))
    days = [masked.dates[n] for n in names]
    if not days:
        return None
    if len(days) > 1 and re.search(rf"{_MOVED}|\b(?:instead of|rather than|not)\b", lowered):
        moved = re.search(r"\b(?:to|until|into|till|,? (?:but|instead)|instead) (⟨d[a-z]⟩)", lowered)
        if moved:
            return masked.dates[moved[1]]
        return days[-1] if re.search(_MOVED, lowered) else days[0]
    chosen = [d for d in days if d.dated] or days
    return chosen[0]


def kept_deadline(
    claim_type: ClaimType | None, deadline: when.When | None, lowered: str, today: date
) -> when.When | None:
    """The date as a deadline, or ``None`` where it only tells when something was so.

    A deadline is for what is to come, and the day of what is out (*release date*, *available*). "Started training last
    week" and "spotted on 3 April" have none; a stage of training that ended "on March 24" keeps its day.
    """
    if deadline is None or claim_type in {ClaimType.RELEASE_DATE, ClaimType.AVAILABLE}:
        return deadline
    begun = deadline.starts is not None and deadline.starts <= today and is_past(lowered)
    if deadline.day > today and not begun:
        return deadline
    stated = (
        deadline.dated and deadline.starts is None and deadline.operator is not Operator.WITHIN and not deadline.since
    )
    return deadline if claim_type is ClaimType.TRAINING_STATUS and stated else None


def tense(
    claim_type: ClaimType | None, lowered: str, deadline: when.When | None, *, vague: bool
) -> tuple[ClaimType | None, bool]:
    """The kind of claim again, and whether it speaks of what is to come."""
    past = is_past(lowered)
    ahead = (
        _WILL.search(lowered) is not None
        or vague
        or re.search(r"\b(?:may|might|could|should|expected|likely|probably|predict|bet)\b", lowered) is not None
    )
    if claim_type is ClaimType.RELEASE_DATE:
        since = deadline is not None and deadline.since
        return claim_type, not past and not since and not (deadline is not None and not deadline.dated)
    forecast = ahead and not past and claim_type != ClaimType.IDENTITY
    if claim_type is ClaimType.IDENTITY:
        forecast = re.search(r"\b(?:will|going to|to be|won't|gonna)\b|'ll\b", lowered) is not None
    return claim_type, bool(forecast)


def modality(lowered: str, whole: str, *, forecast: bool) -> str:
    """How it is said: ``rumoured``, ``may``, ``will`` or ``is``."""
    if _RUMOUR.search(lowered) or _RUMOUR.search(whole[: max(0, whole.find(lowered[:12]))]):
        return "rumoured"
    if _MAY.search(lowered):
        return "may"
    if _WILL.search(lowered) or forecast:
        return "will"
    return "is"


def value_of(
    claim_type: ClaimType | None, clause: str, masked: Masked, quantities: tuple[Quantity, ...]
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


def object_of(
    claim_type: ClaimType | None, clause: str, lowered: str, masked: Masked, subject: Entity | None
) -> str | None:
    """What the subject is said to be, or what a comparison is about ("agentic coding")."""
    if claim_type is ClaimType.IDENTITY:
        said = re.sub(r", (?:and )?not ⟨[ev][a-z]⟩[ .!]*$", "", clause)  # "⟨ea⟩ is ⟨eb⟩, not ⟨ec⟩"
        names = [masked.entities[n] for n in tokens(said, "e")]
        others = [e for e in names if subject is None or e.slug != subject.slug]
        if others:
            return others[-1].slug or None
        vendors = [masked.entities[n] for n in tokens(clause, "v")]
        called = re.search(
            r"(?:called|named|renamed|branded|rebranded|dubbed|codenamed|code-named|titled|known as|went by|goes by|appeared as|went under|under the name) (?:as |to )?[\"']?([A-Za-z0-9][\w. -]{1,30})",
            clause,
        )
        if called and not called[1].startswith("⟨"):
            return called[1].strip(" .")
        return vendors[-1].slug if vendors and (subject is None or vendors[-1].slug != subject.slug) else None
    if claim_type is ClaimType.BETTER_THAN and (axis := _AXIS.search(lowered)):
        return axis[1].strip()
    return None
