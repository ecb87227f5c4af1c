"""The words of a sentence that its slots do not hold: some change the claim, some only mean that we know less of it.

"GPT-5.5 is out" is CONFIRMED by an announcement; "GPT-5.5 is out as open weights" is another claim with the same slots.
"""

import re
from functools import lru_cache

from bot.domain.claims.parsed import ClaimType, ParsedClaim
from bot.domain.time.months import MONTHS

# What makes another claim of a sentence with the same slots; nothing in the slots speaks about it.
CHANGES = re.compile(
    r"open[ -]?(?:source|weights?)|\bfree\b|\benterprise\b|\bbusiness\b|\beu\b|europe|\bchina\b|on-device|"
    r"\blocal(?:ly)?\b|"
    r"offline|delay|postpon|cancel|scrap|deprecat|retir|sunset|shut|remov|pull(?:ed|s)|roll(?:ed|ing)? back|"
    r"\bmini\b|\bnano\b|voice|android|\bios\b|\bmac\b|per month|a month|subscription|rate limit|batch|cached|fine-?tun|"
    r"unlimited|\bonly\b|exclusiv|every\b|\ball\b|secret|leak|half|double|twice|triple|discount|cheaper|expensive|"
    r"rais(?:ed|es|ing)|price (?:cut|hike|increase|drop)|dropped (?:its|the) price|unchanged|same price|"
    r"still\b|no longer|"
    r"\balmost (?=\w+ed\b)|\bsupposed to\b|\bmeant to\b|"
    r"\b(?:was|were) (?:due|going|expected|scheduled|slated|planned)\b|"
    r"\bshould have\b|\bslipped\b|refus(?:es|ed)|\bused to\b|\brose\b|\brises?\b|\bwent (?:up|down)\b|hardly|barely|"
    r"announc|preview|\bbeta\b|waitlist|invite|limited|replac|because|bigger|larger|smaller|longer|shorter",
    re.IGNORECASE,
)
# What needs no evidence of its own: grammar, the words the slots were read from, and who says so.
_PLAIN_WORDS = """
    maxes maxing priced unveiled introduces introduced yet now here official formally charges charged q qtr
    a an the of in on at to for by and or is are was were be been being has have had do does did it its this that
    these with will would can could may might as from than then so just now also already officially finally really
    actually today model models new openai anthropic google xai meta deepseek llm ai codename codenamed called
    named known name release released releases releasing launch launched launches launching ship shipped ships
    shipping drop dropped drops out come comes came coming arrive arrives arrived debut debuted land landed lands
    live go goes went available availability access public publicly general ga api app chatgpt codex copilot users
    developers plus pro price priced prices pricing cost costs costing per million mtok m tokens token input
    output outputs dollars usd each context window length limit limits size max maximum up long holds supports support
    takes take k score scores scored scoring hits hit gets got reaches reached achieves achieved percent points
    point benchmark bench verified rate rank ranks ranked first top tops leads lead index number no one aa
    intelligence artificial analysis hallucination exists exist existing there working building develops
    developing internal internally next upcoming finished finish completed complete done pretraining pretrained
    training trained ended pre wrapped before until end early mid late quarter week month
    year monday tuesday wednesday thursday friday saturday sunday yes not n't isn't wasn't doesn't didn't won't
    hasn't haven't never spud st nd rd th s say says said according reportedly allegedly reports report reported
    rumored rumoured rumour rumor apparently definitely confirmed test tests tested testing traffic production we
    you i their our write writes most about around roughly over under least more less at-most identical same label
    picker turned turns doubt lol lmao lmfao rofl haha ngl tbh btw fr bro guys folks wow omg damn rn afaik iirc fwiw
"""
_TIME_WORDS = """
    since before until end early mid late q qtr quarter week month year next upcoming monday tuesday wednesday
    thursday friday saturday sunday
"""
_TIMES = MONTHS.keys() | set(_TIME_WORDS.split())
_PLAIN = frozenset(_PLAIN_WORDS.split()) | _TIMES
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\d|(?<![\w.])\d")
_NUMERIC = frozenset({ClaimType.PRICE, ClaimType.CONTEXT_LIMITS, ClaimType.BENCHMARK_SCORE})
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


@lru_cache(maxsize=10_000)
def _names(*slugs: str) -> re.Pattern[str] | None:
    """What the slugs are written as, the longest first; compiled once, because compiling costs more than looking."""
    last = [slug.rpartition("/")[2] for slug in slugs]
    parts = {part for part in (*slugs, *last, *(name.replace("-", " ") for name in last)) if part}
    ordered = sorted(parts, key=lambda part: (-len(part), part))
    return re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE) if ordered else None


def changes(parsed: ParsedClaim) -> bool:
    """Whether the sentence says something that makes another claim of its slots."""
    return bool(CHANGES.search(without_names(parsed)))


def without_names(parsed: ParsedClaim) -> str:
    """The sentence without the names of what it is about, so that a model called "mini" is no qualifier."""
    names = _names(parsed.subject or "", parsed.object or "", parsed.comparator or "")
    return names.sub(" ", parsed.text) if names is not None else parsed.text


def uncovered(parsed: ParsedClaim) -> tuple[str, ...]:
    """The words, numbers and other models of the sentence that no slot holds and that are not plain."""
    slots = tuple(s for s in (parsed.subject, parsed.object, parsed.comparator, parsed.benchmark, parsed.said_by) if s)
    # a price or a limit has no day: one that is said of a time of its own says more than its number
    plain = _PLAIN - _TIMES if parsed.claim_type in _NUMERIC else _PLAIN
    known = set(re.findall(r"[a-z]+", " ".join(slots).casefold())) | plain
    rest = without_names(parsed)
    others = [name for name in parsed.mentions if "/" in name and name not in slots and not _own(name, slots)]
    numbers = [number for number in _NUMBER.findall(rest) if not _placed(number, parsed)]
    words = (word.casefold().replace("’", "'").strip("'-") for word in _WORD.findall(rest))
    odd = [word for word in words if word not in known and not set(re.findall(r"[a-z]+", word)) <= known]
    return tuple(dict.fromkeys((*others, *numbers, *odd)))


_EXCEPTS = frozenset({"without", "except", "excluding", "unless", "instead", "lacks", "missing"})


def foreign(parsed: ParsedClaim, left: tuple[str, ...]) -> bool:
    """Whether what is left out is a matter of its own: another model, a number, a place, a company, an exception."""
    for word in left:
        if "/" in word or any(c.isdecimal() for c in word) or word in _EXCEPTS:
            return True
        at = parsed.text.casefold().find(word)
        if at > 0 and parsed.text[at].isupper():
            return True
    return False


def _own(name: str, slots: tuple[str, ...]) -> bool:
    """Whether a mention is only another spelling of a slot ("gpt-5.5" beside the codename it is)."""
    return any(name.rpartition("/")[2] == slot.rpartition("/")[2] for slot in slots)


def _placed(number: str, parsed: ParsedClaim) -> bool:
    """Whether a written number is one of the quantities, belongs to a name, or can be part of the date."""
    slots = (parsed.subject, parsed.object, parsed.comparator, parsed.benchmark)
    if any(number in re.split(r"[^\d.]+", slot) for slot in slots if slot):
        return True
    if parsed.claim_type in _NUMERIC:
        if any(number in quantity.text for quantity in parsed.quantities):
            return True
        if parsed.value is not None and number.replace(",", "") == f"{parsed.value:g}":
            return True
    plain = number.isdecimal() and len(number) <= 4  # noqa: PLR2004 - a year has four digits
    return parsed.deadline is not None and plain and int(number) in (*range(1, 32), parsed.deadline.year)
