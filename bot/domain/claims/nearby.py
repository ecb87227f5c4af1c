"""Names that only make sense beside others: "V4" after DeepSeek, "5.4" after GPT-5.5, "and Flash", one wrong letter."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from collections.abc import Callable

from bot.domain.claims.families import FAMILIES, VENDORS
from bot.domain.claims.names import BY_HEAD, CLAUDE_VERSION, Entity, model_at, slug_of
from bot.domain.claims.parsed import Context

_LETTERED = re.compile(
    r"(?<![\w.\-@/])([vrkm])(\d(?:\.\d{1,2})?)(?:-(0\d{3}|lite|pro|flash|distill|zero|exp))?(?: (pro|flash|lite|thinking|speciale|terminus|coder))?(?![\w%]|\.\d)"
)


_OWN_V = {
    "midjourney",
    "suno",
    "udio",
    "kuaishou",
    "elevenlabs",
    "bytedance",
    "xiaomi",
    "ideogram",
    "recraft",
    "stability",
}


_LETTER_FAMILY = {"v": "deepseek", "r": "deepseek", "k": "kimi", "m": "minimax"}


_BARE = re.compile(
    r"(?<![\w.$:/-])(\d\.\d{1,2}|\d(?= (?:pro|mini|nano|flash|codex|ultra)(?![a-z])))(?: (pro|mini|nano|flash|codex|max|thinking|instant|ultra))?(?![\w%]|\.\d| ?(?:x|k|m|b|t|million|billion|trillion|tokens|times|points?|percent|hours?|days?|weeks?|months?|years?|on|out|seconds?|usd|dollars|elo|per)(?![a-z])|/)"
)


_BARE_LEFT = re.compile(
    r"(?:^|(?:than|beats?|vs\.?|versus|over|and|or|to|with|is|outperforms?|surpass(?:es)?|outscore[sd]?|matches|of|like|the|[a-z]+:|has|have|did|does|will|when|after|before|to be|called|named|as|unlike|,|released?|launch(?:es|ed)?|shipp?(?:s|ed)?) )[\"'(]?$"
)


_BARE_RIGHT = re.compile(
    r"(?:'s)? (?:is|was|will|won't|isn't|beats?|has|had|costs?|ships?|launch|drops?|scores?|outperforms?|gets|comes?|came|released?|can|does|doesn't|did|didn't|supports?|vs|and|in the api|today|tomorrow|next|this|by|before|on)(?![a-z])"
)


_ELLIPSIS = re.compile(
    r"(?:,? (?:and|or|&|,|/) ?|/)(?:the )?(pro|flash[ -]lite|flash|mini|nano|ultra|lite|max|thinking|instant|codex)(?![a-z])(?! ?(?:users?|plans?|tiers?|subscribers?))"
)


_WORD = re.compile(r"[a-z]{5,12}")


_REAL_WORDS = {
    "clause",
    "gamma",
    "bonnet",
    "claude",
    "magenta",
    "mistrial",
    "sonnets",
    "claimed",
    "falcons",
    "dramatic",
    "cursors",
    "gemini",
    "pixel",
    "olmos",
    "opened",
    "operation",
    "grokked",
    "granted",
    "granites",
    "kings",
    "killing",
    "amazing",
    "amazons",
    "suno",
    "hermes",
    "llamas",
    "luma",
    "imagen",
    "imaged",
    "images",
    "imagine",
    "operator",
    "operators",
    "composed",
    "composers",
    "codecs",
    "codes",
    "falcon",
    "flash",
    "mercury",
    "bards",
}


_TYPO_KEYS = (
    "openai",
    "anthropic",
    "gemini",
    "claude",
    "deepseek",
    "mistral",
    "sonnet",
    "minimax",
    "llama",
    "gemma",
    "mixtral",
    "codestral",
    "midjourney",
    "perplexity",
    "microsoft",
    "moonshot",
    "alibaba",
    "bytedance",
    "nemotron",
    "chatgpt",
    "haiku",
    "hunyuan",
    "doubao",
    "ernie",
)


def _deletions(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


_TYPO_INDEX: dict[str, str] = {shorter: key for key in _TYPO_KEYS for shorter in _deletions(key)} | {
    key: key for key in _TYPO_KEYS
}


def ellipses(text: str, lowered: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Reads a variant left alone: "Gemini 3.1 Pro and Flash" names two models."""
    for entity in [e for e in found if e.kind == "model" and e.version]:
        if match := _ELLIPSIS.match(lowered, entity.end):
            family = next((f for f in FAMILIES if f.name == entity.family), None)
            if family is not None:
                slug = slug_of(family, entity.version, [match[1].replace(" ", "-")], version_first=True)
                keep(
                    Entity(
                        *match.span(1),
                        slug,
                        "model",
                        entity.vendor,
                        entity.family,
                        entity.version,
                        text[slice(*match.span(1))],
                    )
                )


_SPEAKS = re.compile(
    r" (?:is|isn't|was|wasn't|will|won't|has|hasn't|does|doesn't|can|can't|beats?|drops?|ships?|costs?|loses|just|got|gets)\b"
)


def lettered(
    text: str, lowered: str, found: list[Entity], context: Context, keep: Callable[[Entity | None], None]
) -> None:
    """Reads "V4", "R2", "K3" and "M3" by the lab or family named beside them."""
    near = {e.vendor for e in found} | {s.partition("/")[0] for s in (context.about, *context.recent) if s}
    models = any(e.kind in {"model", "codename", "label"} for e in found)
    for match in _LETTERED.finditer(lowered):
        name = _LETTER_FAMILY[match[1]]
        family = next(f for f in FAMILIES if f.name == name)
        if "midjourney" in near and match[1] == "v":
            family = next(f for f in FAMILIES if f.name == "midjourney")
        alone = not models and text[match.start()].isupper()
        written = text[match.start()].isupper() or (match.start() == 0 and _SPEAKS.match(lowered, match.end()))
        if (
            family.vendor in near
            or (alone and match[1] in "rk")
            or (match[1] + match[2] in {"v3", "v4"} and written and not near & _OWN_V)
            or (match[1] + match[2] in {"v3", "v4"} and match[3] and "midjourney" not in near)
            or (match[1] + match[2] in {"r1", "r2"} and "rabbit" not in lowered)
            or (match[1] == "k" and (text[match.start()].isupper() or "." in match[2]))
        ):
            version = match[1] + match[2] if family.name != "midjourney" else match[2]
            variants = [v for v in (match[3], match[4]) if v]
            slug = slug_of(family, version, variants, version_first=True)
            keep(Entity(*match.span(), slug, "model", family.vendor, family.name, version, text[slice(*match.span())]))


_TIERS = re.compile(r"(?<![\w-])(Large|Medium|Small)[ -](\d(?:\.\d)?)(?![\w%]|\.\d)")


def tiers(text: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Reads "Large 4" and "Medium 3.5" as Mistral's, where Mistral is named beside them: no other lab calls its models so."""
    if any(e.vendor == "mistral" for e in found):
        for match in _TIERS.finditer(text):
            slug = f"mistral/mistral-{match[1].lower()}-{match[2].removesuffix('.0')}"
            keep(Entity(*match.span(), slug, "model", "mistral", "mistral", match[2], match[0]))


_LLAMAS = re.compile(r"(?<![\w-])(?:the )?(Scout|Maverick)(?![\w-])(?! [A-Z])")


def llamas(text: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Reads "Scout" and "Maverick" alone as the Llama 4 they are, where no other model is of that name."""
    for match in _LLAMAS.finditer(text):
        if not any(e.kind == "label" and e.start <= match.start(1) < e.end for e in found):
            name = match[1].lower()
            keep(Entity(*match.span(1), f"meta/llama-4-{name}", "model", "meta", "llama", "4", match[1]))


_FOUR_O = re.compile(r"(?<![\w.$:/-])4o(?:[ -](mini))?(?![\w-])")


def four_o(text: str, lowered: str, keep: Callable[[Entity | None], None]) -> None:
    """Reads "4o", which nothing else is called."""
    for match in _FOUR_O.finditer(lowered):
        slug = "openai/gpt-4o" + (f"-{match[1]}" if match[1] else "")
        keep(Entity(*match.span(), slug, "model", "openai", "gpt", "4o", text[slice(*match.span())]))


def bare(text: str, lowered: str, found: list[Entity], context: Context, keep: Callable[[Entity | None], None]) -> None:
    """Reads a version left alone ("5.4") by the family last named, else by the context, else as unsure."""
    for match in _BARE.finditer(lowered):
        if not (_BARE_LEFT.search(lowered[max(0, match.start() - 16) : match.start()]) or match.start() == 0):
            continue
        if (
            match.start() == 0
            and not match[2]
            and not _BARE_RIGHT.match(lowered, match.end())
            and match.end() != len(lowered)
        ):
            continue
        before = [e for e in found if e.kind == "model" and e.version and e.end <= match.start()]
        behind = [e for e in found if e.kind == "model" and e.version and match[2] and e.start >= match.end()]
        family_slug = before[-1].slug if before else behind[0].slug if behind else None
        if family_slug is None:
            family_slug = next(
                (
                    s
                    for s in (context.about, *context.recent)
                    if s and s.partition("/")[2][:1].isalpha() and any(c.isdecimal() for c in s)
                ),
                None,
            )
        entity = _like(family_slug, match[1], match[2]) if family_slug else None
        vendors = [e for e in found if e.kind == "vendor" and e.slug in _FLAGSHIP]
        if entity is None and vendors:
            entity = _like(_FLAGSHIP[vendors[0].slug], match[1], match[2])
        if entity is None and match[2] == "flash":
            entity = _like(_FLAGSHIP["google"], match[1], match[2])
        start, end = match.span()
        if entity is None:
            keep(Entity(start, end, "", "unsure", "", "", match[1], text[start:end]))
        else:
            keep(Entity(start, end, entity.slug, "model", entity.vendor, entity.family, match[1], text[start:end]))


_FLAGSHIP = {
    "openai": "openai/gpt-5",
    "google": "google/gemini-3",
    "xai": "xai/grok-4",
    "zai": "zai/glm-5",
    "alibaba": "alibaba/qwen-3",
}


def _like(slug: str, version: str, variant: str | None) -> Entity | None:
    """A model of the same family (and Claude tier) as ``slug`` with another version."""
    vendor, _, name = slug.partition("/")
    stem = next(
        (
            f
            for f in sorted(FAMILIES, key=lambda f: -len(f.name))
            if f.vendor == vendor and name.startswith(f.name + "-")
        ),
        None,
    )
    if stem is None:
        return None
    tier = next((t for t in ("opus", "sonnet", "haiku") if t in name), "") if stem.name == "claude" else ""
    written = f"{stem.name} {tier} {version}{' ' + variant if variant else ''}".replace("  ", " ")
    return model_at(written, written, 0, len(stem.heads[0])) if stem.heads[0] == stem.name else None


def typos(text: str, lowered: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Repairs one wrong letter in a family's or lab's name: only where nothing else is named or a version follows."""
    for match in _WORD.finditer(lowered):
        word = match[0]
        if word in _REAL_WORDS or word in _TYPO_INDEX.values():
            continue
        meant = _TYPO_INDEX.get(word) or next((_TYPO_INDEX[d] for d in _deletions(word) if d in _TYPO_INDEX), None)
        swapped = next(
            (w for i in range(len(word) - 1) if (w := word[:i] + word[i + 1] + word[i] + word[i + 2 :]) in _TYPO_KEYS),
            None,
        )
        meant = swapped or (meant if meant and word[0] == meant[0] and abs(len(meant) - len(word)) <= 1 else None)
        if meant is None or (any(e.kind == "model" for e in found) and not CLAUDE_VERSION.match(lowered, match.end())):
            continue
        repaired = lowered[: match.start()] + meant + lowered[match.end() :]
        if meant in VENDORS and meant not in BY_HEAD:
            keep(Entity(*match.span(), VENDORS[meant], "vendor", VENDORS[meant], "", "", text[slice(*match.span())]))
            continue
        entity = model_at(
            repaired.capitalize() if match.start() == 0 else repaired,
            repaired,
            match.start(),
            match.start() + len(meant),
        )
        if entity is not None:
            shift = len(word) - len(meant)
            keep(
                Entity(
                    entity.start,
                    entity.end + shift,
                    entity.slug,
                    "model",
                    entity.vendor,
                    entity.family,
                    entity.version,
                    text[entity.start : entity.end + shift],
                )
            )
        elif meant in VENDORS:
            keep(Entity(*match.span(), VENDORS[meant], "vendor", VENDORS[meant], "", "", text[slice(*match.span())]))
