"""A parsed sentence as a `Statement`: the words a parser found become the slots that evidence is compared with.

What the slots do not hold is not forgotten: `uncovered` names the words of a sentence that no slot accounts for, and a
sentence with such words is never CONFIRMED, because the evidence may not be about them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.claims.families import VENDORS
from bot.domain.claims.parsed import Operator, ParsedClaim, Quantity
from bot.domain.evidence.evidence import Statement, Value
from bot.domain.evidence.qualifiers import changes, foreign, uncovered, without_names

_AXES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (axis, re.compile(pattern, re.IGNORECASE))
    for axis, pattern in (
        ("agentic coding", r"agentic[ -](?:coding|software|programming)|coding agents?|software engineering agents?"),
        ("hallucination", r"hallucinat|factual|truthful|making (?:things|stuff) up"),
        ("front-end", r"front[ -]?end|web[ -]?dev|web design|ui design|svg"),
        ("coding", r"\bcod(?:e|ing)\b|programming|software|debugging"),
        ("computer use", r"computer[ -]use|operating a (?:computer|desktop)|desktop tasks"),
        ("browsing", r"brows(?:e|ing)|web search|deep research"),
        ("terminal", r"terminal|command[ -]line|shell"),
        ("math", r"\bmaths?\b|mathemat"),
        ("long context", r"long[ -]context"),
        ("knowledge work", r"knowledge work|office|white[ -]collar|economically"),
        ("agentic", r"\bagent(?:s|ic)?\b|tool use"),
        ("overall", r"\boverall|across the board|in general|general(?:ly)? intelligen|reasoning|intelligen|smarter"),
        ("knowledge", r"knowledge|trivia"),
        ("writing", r"writing|prose|creative"),
        ("speed", r"\bspeed\b|faster|latency"),
        ("vision", r"vision|image understanding"),
        ("price", r"cheaper|expensive|\bcosts?\b|price"),
    )
)
_SURFACES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("codex", r"\bcodex\b(?! max| mini)"),
        ("copilot", r"\bcopilot\b"),
        ("api", r"\bAPI\b|\bdevelopers?\b"),
        ("app", r"chat ?gpt|\bthe app\b|model picker|claude\.ai|gemini app|\bplus\b|\bpro users\b"),
    )
)
_TESTING = re.compile(
    r"\btest(?:s|ed|ing)?\b|a/b|production traffic|serv(?:es|ing|ed) traffic|stealth|traffic|canary", re.IGNORECASE
)
_DONE = re.compile(
    r"finish|complet|\bdone\b|conclud|wrapped|\bended\b|\bover\b|through with|has been pre-?trained", re.IGNORECASE
)
_UNDER_WAY = re.compile(
    r"\bstill\b|being (?:pre-?)?trained|\bin (?:pre-?|post-?)?training|under ?way|ongoing|currently|start|began|begun|"
    r"right now|is training",
    re.IGNORECASE,
)
_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (stage, re.compile(pattern, re.IGNORECASE))
    for stage, pattern in (
        ("pretraining", r"pre-?train"),
        ("post-training", r"post-?train|rlhf|fine-?tun"),
        ("safety testing", r"red[ -]?team|safety test"),
        ("training", r"train"),
    )
)
_OUTPUT = re.compile(r"\boutput|\bwrites?\b|\bgenerat|response length|max tokens", re.IGNORECASE)
_FIRST = re.compile(
    r"\btop(?:s|ped|ping)?\b|#\s*1\b|\bno\.? ?1\b|number one|\bfirst\b|\blead(?:s|ing)?\b|\bsota\b|"
    r"state[ -]of[ -]the[ -]art",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"hallucinat\w* (?:\w+ )?(?:more|worse)|more (?:\w+ )?hallucinat|higher hallucination|less (?:factual|truthful)",
    re.IGNORECASE,
)
_FEWER = re.compile(
    r"hallucinat\w* (?:\w+ )?less|(?:less|fewer|lower) (?:\w+ )?hallucinat|more (?:factual|truthful)", re.IGNORECASE
)
_CHEAPER = re.compile(
    r"cheaper|less expensive|costs? less|undercut|lower[ -]price|priced (?:lower|below)", re.IGNORECASE
)
_DEARER = re.compile(r"more expensive|pricier|costs? more|higher[ -]price|priced (?:higher|above)", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|more than|above|at least|exceed\w*|north of|>\s*=?)\s*\$?~?\d", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|less than|below|fewer than|at most|up to|<\s*=?)\s*\$?~?\d", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|nearly|almost|some|circa)\s+\$?|~\s*\$?)\d", re.IGNORECASE
)
_CACHED = re.compile(r"\bcached\b", re.IGNORECASE)
_OPERATORS: Mapping[Operator, str] = {
    Operator.BY: "by",
    Operator.ON: "on",
    Operator.BEFORE: "before",
    Operator.AFTER: "after",
    Operator.NOT_BEFORE: "not_before",
    Operator.WITHIN: "within",
    Operator.UNTIL: "by",
}


_LABS = frozenset(VENDORS.values())


@dataclass(frozen=True, slots=True)
class StatementReading:
    """A statement with what it leaves out.

    ``uncovered`` are the words no slot holds; ``foreign`` tells that they name something of their own, ``changed`` that
    they make another claim of the slots.
    """

    statement: Statement
    uncovered: tuple[str, ...] = ()
    changed: bool = False
    foreign: bool = False
    swapped: bool = False


def slug(text: str) -> str:
    """A name nobody listed, as the slug of a label: "Crest Pro Alpha" → ``label/crest-pro-alpha``."""
    if "/" in text:
        return text
    words = re.findall(r"[a-z0-9.]+", text.casefold())
    return "label/" + "-".join(words) if words else ""


def read(parsed: ParsedClaim) -> StatementReading:
    """The statement of a parsed claim; for one without a type or subject those slots are empty."""
    kind = parsed.claim_type.value if parsed.claim_type else ""
    plain = Statement(
        type=kind,
        subject=slug(parsed.subject) if parsed.subject else "",
        comparator=slug(parsed.comparator) if parsed.comparator else "",
        benchmark=parsed.benchmark or "",
        polarity=-1 if parsed.polarity == "-" else 1,
        future=parsed.forecast,
    )
    made = _MAKERS.get(kind, _other)(plain, parsed)
    swapped = made.subject != plain.subject
    covered = kind in ("better_than", "other") or bool(plain.comparator)
    bare = _without_slots(parsed, made)
    left = () if covered else tuple(word for word in uncovered(bare) if not _is_surface(word, made.surface))
    return StatementReading(
        made,
        left,
        foreign=foreign(parsed, left),
        changed=not covered and (changes(bare) or _others(parsed)),
        swapped=swapped,
    )


def _without_slots(parsed: ParsedClaim, made: Statement) -> ParsedClaim:
    """The claim without what stands around it, and without a qualifier that a slot holds ("cached" of an input)."""
    text = parsed.core or parsed.text
    if any(value.role == "cached" for value in made.values):
        text = _CACHED.sub(" ", text)
    return replace(parsed, text=text)


def _is_surface(word: str, surface: str) -> bool:
    """Whether a word left out of the slots names the surface, which is one ("openai/codex" of "in Codex")."""
    return bool(surface) and _surface(word) == surface


def _others(parsed: ParsedClaim) -> bool:
    """Whether the sentence gives the model to another lab ("Anthropic released GPT-5.5"): no evidence says that."""
    maker = (parsed.subject or "").partition("/")
    labs = _LABS & set(parsed.mentions)
    return bool(maker[1]) and maker[0] != "label" and bool(labs) and maker[0] not in labs


def _surface(text: str) -> str:
    return next((name for name, pattern in _SURFACES if pattern.search(text)), "")


def axis(text: str) -> str:
    """The axis that words name ("at coding" → ``coding``); empty when they name none we know."""
    return next((name for name, pattern in _AXES if pattern.search(text)), "")


def _bound(text: str) -> str:
    for bound, pattern in (("over", _OVER), ("under", _UNDER), ("about", _ABOUT)):
        if pattern.search(text):
            return "at_most" if bound == "under" and re.search(r"up to|at most", text) else bound
    return "eq"


def _dated(plain: Statement, parsed: ParsedClaim) -> Statement:
    operator = _OPERATORS.get(parsed.operator, "") if parsed.operator else ""
    made = replace(
        plain, day=parsed.deadline, since=parsed.starts, operator=operator or ("on" if parsed.deadline else "")
    )
    # "did not ship before May" denies once, and the operator is that denial
    return replace(made, polarity=1) if operator == "not_before" else made


def _other(plain: Statement, parsed: ParsedClaim) -> Statement:
    return _dated(replace(plain, object=parsed.object or ""), parsed)


def _identity(plain: Statement, parsed: ParsedClaim) -> Statement:
    return replace(plain, object=slug(parsed.object or parsed.comparator or ""), comparator="")


def _available(plain: Statement, parsed: ParsedClaim) -> Statement:
    testing = "testing" if _TESTING.search(parsed.text) else ""
    return _dated(replace(plain, object=testing, surface=_surface(parsed.text)), parsed)


def _release(plain: Statement, parsed: ParsedClaim) -> Statement:
    return _dated(replace(plain, surface=_surface(parsed.text)), parsed)


def _training(plain: Statement, parsed: ParsedClaim) -> Statement:
    stage = next((name for name, pattern in _STAGES if pattern.search(parsed.text)), "training")
    if not _DONE.search(parsed.text):
        stage += ", under way" if _UNDER_WAY.search(parsed.text) else ", other"
    return _dated(replace(plain, object=stage), parsed)


def _price(plain: Statement, parsed: ParsedClaim) -> Statement:
    roles = {"in": "input", "out": "output", "cached": "cached"}
    values = []
    for quantity in parsed.quantities or _single(parsed):
        unit, _, way = quantity.unit.partition(" ")
        scale = 1000.0 if unit.endswith("/Ktok") else 1.0
        per = unit.partition("/")[2]
        role = roles.get(way, "") if per in ("", "Mtok", "Ktok") and unit.startswith("USD") else unit or "amount"
        values.append(Value(quantity.value * scale, role))
    if len(values) == 1 and values[0].role in ("", "input") and _CACHED.search(parsed.text):
        values = [replace(values[0], role="cached")]
    if plain.comparator:
        return _compared(replace(plain, values=tuple(values)), parsed, _CHEAPER, "cheaper", _DEARER, "dearer")
    return replace(plain, values=tuple(values), bound=_bound(parsed.text))


def _compared(
    made: Statement, parsed: ParsedClaim, one: re.Pattern[str], word: str, other: re.Pattern[str], opposite: str
) -> Statement:
    """Which way two models are compared in something that has a number; unsaid, nothing is read into it."""
    found = word if one.search(parsed.text) else opposite if other.search(parsed.text) else ""
    return replace(made, object=found)


def _single(parsed: ParsedClaim) -> tuple[Quantity, ...]:
    return (Quantity(parsed.value, parsed.unit or "", ""),) if parsed.value is not None else ()


def _limits(plain: Statement, parsed: ParsedClaim) -> Statement:
    values = []
    for quantity in parsed.quantities or _single(parsed):
        if quantity.unit not in ("tokens", ""):
            values.append(Value(quantity.value, quantity.unit))
            continue
        near = quantity.text if _OUTPUT.search(quantity.text) or "context" in quantity.text else parsed.text
        out = _OUTPUT.search(near) and not re.search(r"context|window", near)
        values.append(Value(quantity.value, "output_limit" if out else "context"))
    surface, bound = _surface(parsed.text), _bound(parsed.text)
    return replace(
        plain,
        values=tuple(values),
        bound="eq" if bound == "at_most" else bound,  # "up to 128K tokens" is how a limit is said
        surface=surface if surface in ("codex", "copilot") else "",
    )


def _score(plain: Statement, parsed: ParsedClaim) -> Statement:
    ranks = [q for q in parsed.quantities if q.unit == "rank"]
    scores = [q for q in parsed.quantities or _single(parsed) if q.unit in ("%", "", "elo", "points", "rank")]
    values: tuple[Value, ...] = tuple(Value(q.value, "rank" if q.unit == "rank" else "score") for q in scores)
    if not values and not ranks and _FIRST.search(parsed.text):
        values = (Value(1, "rank"),)
    return replace(plain, benchmark=_rate(plain.benchmark, parsed.text), values=values, bound=_bound(parsed.text))


def _rate(benchmark: str, text: str) -> str:
    """AA-Omniscience reports an accuracy and a hallucination rate; words tell which."""
    return (
        "AA-Omniscience hallucination rate"
        if benchmark == "AA-Omniscience" and "hallucinat" in text.casefold()
        else benchmark
    )


def _better(plain: Statement, parsed: ParsedClaim) -> Statement:
    known = axis(parsed.object or "") or (parsed.object or "") or axis(without_names(parsed))
    made = replace(
        plain, object="" if plain.benchmark else known, benchmark=_rate(plain.benchmark, parsed.text), polarity=1
    )
    if known == "hallucination" and not plain.benchmark:
        below = parsed.direction == "below" and not _FEWER.search(parsed.text)
        if below or _WORSE.search(parsed.text):
            made = _swap(made)
        return replace(made, polarity=plain.polarity)
    if parsed.direction == "equal":
        return replace(made, object="on par")
    if parsed.direction == "below":
        return replace(made, polarity=-1) if plain.polarity < 0 else _swap(made)
    return made


def _swap(made: Statement) -> Statement:
    return replace(made, subject=made.comparator, comparator=made.subject)


_MAKERS = {
    "identity": _identity,
    "available": _available,
    "release_date": _release,
    "training_status": _training,
    "price": _price,
    "context_limits": _limits,
    "benchmark_score": _score,
    "better_than": _better,
}


def same(one: Statement, other: Statement, one_subject: str, other_subject: str) -> bool:
    """Whether two statements say the same in every slot, given their subjects' confirmed names."""
    return (
        one_subject == other_subject
        and one.type == other.type
        and one.values == other.values
        and one.day == other.day
        and (one.object, one.comparator, one.benchmark) == (other.object, other.comparator, other.benchmark)
        and (one.polarity, one.bound, one.operator) == (other.polarity, other.bound, other.operator)
        and (one.since, one.surface) == (other.since, other.surface)
    )
