"""Which found market is about which subject, which only sounds like it, and which an admin should look at.

A market is mapped by a *good* alias found as a whole phrase in its title (or its first question), the longest winning,
and only when it asks about a release. What names a model family without being about it is a false friend: Claude Monet,
Gemini the exchange, a ChatGPT outage. Release questions nobody's alias claims are candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain.markets.quotes import VenueMarket
from bot.domain.names.subjects import Alias, AliasStatus


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


Verdict = Literal["mapped", "candidate", "ignored"]

LOOKED_AT = 400  # characters of a title or question; of the rules twice as many, for the vendor's name only
WORD = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
YEAR = re.compile(r"20\d\d")
RELEASE = _set(
    "release released releases releasing launch launched launches launching ship shipped ships announce announced "
    "announces unveil unveiled unveils available availability debut debuts drop drops arrive rollout out publish "
    "published introduce introduced introduces"
)
# Words of questions about a product's life, its maker or its shares, and not about when a model comes out.
OTHER_MATTER = _set(
    "outage outages down downtime offline incident incidents status disruption ipo valuation stock stocks share shares "
    "nasdaq nyse ticker subscribers users downloads revenue lawsuit lawsuits sued sue sues ban banned "
    "bans hacked breach "
    "ceo acquire acquired acquisition merger layoffs ads cap funding raise raises"
)
AI = _set(
    "ai model models llm llms openai anthropic google deepmind xai meta deepseek mistral qwen alibaba moonshot kimi "
    "chatgpt gpt claude gemini grok llama chatbot codex api nvidia microsoft amazon zhipu glm minimax bytedance"
)
FAMILIES = _set("gpt chatgpt claude gemini grok llama deepseek qwen kimi mistral sonnet opus haiku")
# A name followed by one of these is another model than the name alone.
VARIANTS = _set(
    "mini nano pro turbo codex flash lite max ultra air vision image audio voice instant thinking opus "
    "sonnet haiku coder "
    "preview distill micro oss realtime"
)
FALSE_FRIENDS: Mapping[str, frozenset[str]] = {
    "claude": _set(
        "monet debussy shannon jean van damme lemieux rains giroux juncker puel makelele cahun lorrain levi "
        "strauss chabrol bernard painting paintings painter museum auction sotheby christie footballer"
    ),
    "gemini": _set(
        "exchange crypto cryptocurrency winklevoss bitcoin btc gusd zodiac horoscope astrology constellation "
        "spacecraft nasa season man tyler cameron"
    ),
    "grok": _set("nvda groq lpu"),
    "llama": _set("animal farm alpaca zoo"),
    "opus": _set("dei vatican magnum"),
    "sonnet": _set("shakespeare poem poetry"),
    "haiku": _set("poem poetry beos"),
    "orion": _set("artemis spacecraft nasa nebula capsule lockheed"),
    "spud": _set("potato potatoes webb vodka farm farmers idaho"),
    "titan": _set("submersible oceangate saturn moon"),
}


@dataclass(frozen=True, slots=True)
class MappingResult:
    """What became of a found market: the subject it is about, or why it is only a candidate or nothing."""

    market: VenueMarket
    verdict: Verdict
    slug: str | None = None
    alias: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def sort_out(markets: Iterable[VenueMarket], aliases: Sequence[Alias]) -> tuple[MappingResult, ...]:
    """A match for each market, in the order given. Order of the aliases does not matter."""
    spelled = [(tuple(word.text for word in _words(alias.text)), alias) for alias in aliases]
    spelled = [(words, alias) for words, alias in spelled if words and alias.standing is not AliasStatus.REFUTED]
    return tuple(_match(market, spelled) for market in markets)


def _match(market: VenueMarket, spelled: Sequence[tuple[tuple[str, ...], Alias]]) -> MappingResult:
    questions = [market.title, *(rung.question for rung in market.rungs if not rung.placeholder)][:2]
    asked = [_words(question[:LOOKED_AT]) for question in questions]
    told = {word.text for words in asked for word in words}
    if friend := _false_friend(told):
        return MappingResult(market, "ignored", why=f"{friend[0]}, but with {friend[1]}")
    context = told | {word.text for word in _words(market.rules[: 2 * LOOKED_AT])}
    named = [
        (words, alias)
        for words, alias in spelled
        if any(_holds(where, words) for where in asked) and (len(words) > 1 or (context - set(words)) & AI)
    ]
    release = bool(told & RELEASE)
    if off := sorted(told & OTHER_MATTER):
        return MappingResult(market, "ignored", why=f"it asks about something else ({off[0]})")
    if not named:
        if release and told & (AI | FAMILIES):
            return MappingResult(market, "candidate", why="a release question no alias claims")
        return MappingResult(market, "ignored", why="it names no subject")
    return _mapped(market, named, release=release)


def _mapped(market: VenueMarket, named: Sequence[tuple[tuple[str, ...], Alias]], *, release: bool) -> MappingResult:
    good = [(words, alias) for words, alias in named if alias.standing is AliasStatus.GOOD] or list(named)
    longest = max(len(words) for words, _ in good)
    best = {alias.slug: alias for words, alias in good if len(words) == longest}
    slug, alias = min(best.items())
    if len(best) > 1:
        return MappingResult(market, "candidate", alias=alias.text, why=f"it names several: {', '.join(sorted(best))}")
    if alias.standing is not AliasStatus.GOOD:
        return MappingResult(market, "candidate", slug, alias.text, f"{alias.text} is only said to mean {slug}")
    if not release:
        return MappingResult(
            market, "candidate", slug, alias.text, "it names the subject and does not ask about a release"
        )
    return MappingResult(market, "mapped", slug, alias.text)


def _false_friend(told: set[str]) -> tuple[str, str] | None:
    for name, friends in FALSE_FRIENDS.items():
        if name in told and (met := sorted(told & friends)):
            return name.capitalize(), met[0].capitalize()
    return None


def _holds(where: Sequence[_Word], words: tuple[str, ...]) -> bool:
    """Whether the words stand there as one whole name: not the front of a longer one ("GPT-5" in "GPT-5.5 Pro")."""
    size = len(words)
    for first in range(len(where) - size + 1):
        if tuple(word.text for word in where[first : first + size]) != words:
            continue
        before = where[first - 1] if first else None
        after = where[first + size] if first + size < len(where) else None
        if before is not None and before.end == where[first].start:
            continue
        if after is not None and (after.start == where[first + size - 1].end or _goes_on(words, after.text)):
            continue
        return True
    return False


def _goes_on(words: tuple[str, ...], following: str) -> bool:
    """Whether the next word makes it another model: a variant, or a version where the name has none."""
    if following in VARIANTS:
        return True
    unversioned = not any(word[0].isdecimal() for word in words)
    return unversioned and following[0].isdecimal() and not YEAR.fullmatch(following)


def _words(text: str) -> list[_Word]:
    flat = unicodedata.normalize("NFKC", text).casefold()
    return [_Word(found.group(), found.start(), found.end()) for found in WORD.finditer(flat)]
