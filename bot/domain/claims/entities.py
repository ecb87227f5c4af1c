"""Models named in a sentence: family, version and variant by grammar; codenames by the alias table handed in.

A slug is ``vendor/family-version-variant`` as the vendor writes it: ``openai/gpt-5.5-pro``, ``anthropic/claude-opus-4.7``,
``anthropic/claude-3.5-sonnet``, ``deepseek/deepseek-v4``. A model nobody listed is understood the same way.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.claims.families import FAMILIES, PLAIN, PRODUCTS, VENDORS, Family
from bot.domain.claims.parsed import Context
from bot.domain.claims.text import lower


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a subject. ``common`` names are ordinary words too and count only with a capital.

    An alias is a claim: it matches always, and grades only on and after ``good_from``; ``refuted_on`` ends it.
    """

    text: str
    subject: str
    good_from: date | None = None
    refuted_on: date | None = None
    common: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A model, lab, product or label found in a text. ``kind``: model · codename · label · product · vendor · unsure."""

    start: int
    end: int
    slug: str
    kind: str
    vendor: str = ""
    family: str = ""
    version: str = ""
    text: str = ""


_UNIT = (
    r"(?!\d|\.\d|,\d{3}|%|\$|x(?![a-z0-9])|[a-z]|/\d| ?(?:x|k|m|bn|mm|million|billion|trillion|tokens?|times|weeks?|days?|months?|years?|hours?|"
    r"hrs?|minutes?|seconds?|points?|pts|percent|users|params?|parameters|people|out of|stars?|gpus?|reasons|things|different|or more)(?![a-z]))"
)
_VARIANT = (
    r"flash[ -]lite|flash|codex[ -]max|codex[ -]mini|codex[ -]spark|codex|pro|mini|nano|max|ultra|turbo|lite|thinking|instant|deep[ -]think|"
    r"deep[ -]research|heavy|coder|vl|omni|air|instruct|distill|terminus|speciale|premier|preview|exp|experimental|latest|xhigh"
)
_HYPHENED = r"fast|high|medium|low|minimal|chat|next|code|base|large|small|plus|image|vision|audio|search|beta|alpha|reasoning|non-reasoning|spark|it|latest|highspeed|multi-agent|live|tts|realtime|terminus|0\d{3}|1[0-2]\d{2}|2[3-6]\d{2}|\d{4}-\d{2}-\d{2}|20\d{6}|0\d-\d{2}"
_PLAN = r"(?![a-z0-9])(?! ?(?:users?|plans?|tiers?|subscribers?|subs|subscriptions?|accounts?|customers?|members?)(?![a-z]))"
_SIZE = r"\d{1,4}(?:\.\d{1,2})?b(?:-a\d{1,3}(?:\.\d)?b)?|\d{1,2}x\d{1,3}b|[ae]\d{1,2}b"
_SIZE_PATTERN = re.compile(
    rf"[ -]({_SIZE})(?![a-z0-9])(?! ?(?:params?|parameters|active|dense|users|tokens|dollars?|valuation|in )(?![a-z]))"
)
_HYPHEN_VERSION = re.compile(r"-v?([1-9]-[1-9]\d?)(?![\da-z.]|-\d{2}(?!\d))")
_DROPPED = {"preview", "exp", "experimental", "latest", "it", "instruct", "xhigh", "beta"}
_EFFORT = {"high", "medium", "low", "minimal", "xhigh"}
_DROPS_ZERO = {"gpt", "gemini", "grok", "llama", "deepseek", "qwen", "glm", "kimi", "minimax", "mistral", "magistral", "devstral", "codestral", "phi", "sora", "veo", "imagen", "gemma",
               "gpt-image", "nano-banana", "composer", "step", "mimo", "granite", "command"}  # fmt: skip
_WRITTEN_ORDER = {
    "mistral",
    "magistral",
    "devstral",
    "ministral",
    "voxtral",
    "pixtral",
    "codestral",
    "muse",
    "deepseek",
    "nemotron",
}
_NEED_CAPITAL = {"step", "seed", "ring", "ling", "gen", "ray", "nova", "command", "falcon", "granite", "mercury", "trinity", "intellect", "hermes",
                 "wan", "sam", "palm", "genie", "muse", "whisper", "eleven", "composer", "laguna", "yi", "reve", "pika", "solar", "sd", "mai"}  # fmt: skip
_PRODUCT_FAMILIES = {"bard", "codex", "copilot", "chatgpt-agent", "chatgpt-atlas", "cursor", "antigravity", "notebooklm", "siri", "apple-intelligence",
                     "devin", "windsurf", "claude-code", "claude-cowork", "operator", "comet", "alexa-plus", "manus", "le-chat", "jules"}  # fmt: skip
_TIER_HEADS = {"opus", "sonnet", "haiku", "mythos", "fable"}
_VENDOR_CAPITAL = {
    "meta",
    "apple",
    "amazon",
    "luma",
    "runway",
    "adept",
    "cohere",
    "stability",
    "poolside",
    "cognition",
    "upstage",
    "arcee",
    "snowflake",
    "sakana",
}


def _head(spelling: str) -> str:
    return re.escape(spelling).replace(r"\\\+", r"\+").replace(r"\ ", "[ -]?").replace(r"\-", "[ -]?")


def _key(written: str) -> str:
    return written.replace(" ", "").replace("-", "").replace("\\", "")


_BY_HEAD: dict[str, Family] = {_key(head): family for family in FAMILIES for head in family.heads}
_HEADS = sorted({head for family in FAMILIES for head in family.heads}, key=len, reverse=True)
_HEAD_PATTERN = re.compile(r"(?<![\w.@])(?:" + "|".join(_head(head) for head in _HEADS) + r")(?![a-z])")
_O_SERIES = re.compile(
    r"(?<![\w.\-@])(?:openai[ -])?(o[1-9])(?![\w.])(?:[ -](mini|pro|preview|deep[ -]research))?(?![a-z])(?:-(high|medium|low))?"
)
_VERSIONS = {family.name: re.compile(rf"(?:[ -]?v?|[ -])({family.versions}){_UNIT}") for family in FAMILIES}
_VARIANTS = {
    family.name: re.compile(
        rf"(?:[ -]({'|'.join(x.replace(' ', '[ -]') for x in (family.extras.split('|') if family.extras else ()))}{'|' if family.extras else ''}{_VARIANT})|-({_HYPHENED})){_PLAN}",
    )
    for family in FAMILIES
}
_THOUGHT = re.compile(r" (?:about|that|of|it|to|which|i|you|we)(?![a-z])")
_BEFORE_TIER = re.compile(r"(?:^|[^\w.$-])(\d(?:\.\d)?) $")
_CLAUDE_TIER = re.compile(r"[ -](opus|sonnet|haiku|instant|mythos|fable)(?![a-z])")
_CLAUDE_VERSION = re.compile(rf"[ -]?v?({PLAIN}){_UNIT}")
_CLAUDE_DATE = re.compile(r"[-@]20\d{6}")
_CLAUDE_MODE = re.compile(
    r"[ -](?:extended[ -])?(?:thinking|fast|preview|max|high|xhigh)(?![a-z])(?! ?(?:plan|tier|users|subscribers|about|that|of))"
)
_VENDOR_PATTERN = re.compile(
    r"(?<![\w.@-])(?:"
    + "|".join(re.escape(v) for v in sorted(VENDORS, key=len, reverse=True))
    + r")(?![a-z0-9])(?!\.[a-z])"
)
_PRODUCT_PATTERN = re.compile(
    r"(?<![\w.@-])(?:" + "|".join(re.escape(v) for v in sorted(PRODUCTS, key=len, reverse=True)) + r")(?![a-z0-9])"
)
_LABEL = re.compile(
    r"(?<![\w-])((?:[A-Z][a-z]{2,14} ){1,3}(?:Alpha|Beta)|[a-z0-9]{2,14}(?:-[a-z0-9]{1,14}){0,3}-(?:alpha|beta|chatbot)(?:-v?\d)?)(?![\w])"
)
_CODENAMED = re.compile(
    r"(?:code[ -]?named?(?: is| of|:)?|code name for it is|dubbed|nicknamed|internally (?:called|known as)|known internally as|called)( )[\"']?([A-Z][A-Za-z0-9*]{1,15}(?:[ -][A-Z0-9][A-Za-z0-9]{0,12}){0,2})[\"']?"
)
_UNKNOWN = re.compile(
    r"(?:[Tt]he )?[\"']?([A-Z][\w-]{2,20}(?: [A-Z0-9][\w.-]{0,12}){0,2}|[a-z0-9]{2,12}(?:-[a-z0-9]{1,12}){1,5}|[a-z]{5,16})[\"']?(?: on [\w.]{2,14})? (?:is|was|isn't|wasn't|=|==|turned out to be|will be|must be|has to be|could be|might be|appears to be) "
)
_NOT_LABELS = {"it", "this", "that", "there", "the", "what", "here", "everything", "he", "she", "which", "today", "nobody", "they", "who", "open-source", "one", "another", "every", "each", "my", "our", "their", "its", "these", "those",
               "when", "where", "why", "how", "breaking", "rumor", "rumour", "context", "price", "pricing", "model", "everyone", "nothing", "something", "only", "no", "not", "so", "and", "but", "yes", "also", "now", "finally", "sam", "elon", "altman", "musk"}  # fmt: skip
_CALLED = re.compile(
    r"(?:model|checkpoint|entry|bot|thing|llm)(?: [a-z⟨⟩A-Z ]{0,24})? (?:called|named|codenamed|code-named|labell?ed|dubbed|known as) [\"']?([a-z][a-z0-9]{3,16}(?:-[a-z0-9]{1,12}){0,3})[\"']?(?![\w])"
)
_LETTERED = re.compile(
    r"(?<![\w.\-@/])([vrkm])(\d(?:\.\d{1,2})?)(?:-(0\d{3}|lite|pro|flash|distill|zero|exp))?(?: (pro|flash|lite|thinking|speciale|terminus|coder))?(?![\w%]|\.\d)"
)
_LETTER_FAMILY = {"v": "deepseek", "r": "deepseek", "k": "kimi", "m": "minimax"}
_BARE = re.compile(
    r"(?<![\w.$:/-])(\d\.\d{1,2}|\d(?= (?:pro|mini|nano|flash|codex|ultra)(?![a-z])))(?: (pro|mini|nano|flash|codex|max|thinking|instant|ultra))?(?![\w%]|\.\d| ?(?:x|k|m|b|t|million|billion|trillion|tokens|times|points?|percent|hours?|days?|weeks?|months?|years?|on|out|seconds?|usd|dollars|elo|per)(?![a-z])|/)"
)
_BARE_LEFT = re.compile(
    r"(?:^|(?:than|beats?|vs\.?|versus|over|and|or|to|with|is|outperforms?|surpass(?:es)?|outscore[sd]?|matches|of|like|the|has|have|did|does|will|when|after|before|to be|called|named|as|unlike|,|released?|launch(?:es|ed)?|shipp?(?:s|ed)?) )[\"'(]?$"
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


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The alias table, prepared for finding; build once with ``Gazetteer.of`` and keep."""

    aliases: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    @classmethod
    def of(cls, aliases: Iterable[Alias]) -> "Gazetteer":
        """A gazetteer of these aliases; the longest name wins where two begin alike."""
        table: dict[str, tuple[Alias, ...]] = {}
        for alias in aliases:
            if spelled := lower(alias.text.strip()):
                table[_key(spelled)] = (*table.get(_key(spelled), ()), alias)
        spellings = sorted({lower(a.text.strip()) for group in table.values() for a in group}, key=len, reverse=True)
        if not spellings:
            return cls()
        body = "|".join(re.escape(s).replace(r"\ ", "[ -]?").replace(r"\-", "[ -]?") for s in spellings)
        return cls(table, re.compile(rf"(?<![\w@])(?:{body})(?![a-z0-9*])"))

    def find(self, text: str, lowered: str) -> Iterable[Entity]:
        """The codenames a text names."""
        if self.pattern is None:
            return
        for match in self.pattern.finditer(lowered):
            group = self.aliases.get(_key(match[0]), ())
            start, end = match.span()
            if not group or (group[0].common and not _stands_out(text, start, end)):
                continue
            named = group[0].subject
            vendor, _, family = named.rpartition("/")
            yield Entity(start, end, named, "codename", vendor, family, "", text[start:end])


def _stands_out(text: str, start: int, end: int) -> bool:
    """Whether an ordinary word is written as a name: a capital not merely at the sentence's head, or quotes around it."""
    if text[start].isupper() and (start > 0 or text[end : end + 1] in {" ", "'", ","}):
        return True
    return text[start - 1 : start] in {'"', "'"} and start > 0


def slug_of(family: Family, version: str, variants: list[str], *, version_first: bool) -> str:
    """The canonical slug of a name already taken apart."""
    if (
        version.endswith(".0")
        and family.name in _DROPS_ZERO
        and not (family.name == "gemini" and version in {"1.0", "2.0"})
    ):
        version = version[:-2]
    if (family.name == "gemini" and version in {"1", "2"}) or (
        family.name in {"ernie", "seed", "doubao"} and version.isdigit()
    ):
        version += ".0"
    if family.name == "deepseek" and version[:1].isdigit():
        version = "v" + version
    if version and family.name in {"mimo", "midjourney", "suno"}:
        version = "v" + version.lstrip("v")
    kept = [v for v in variants if v not in _DROPPED]
    if family.name.startswith("gpt"):
        kept = [v for v in kept if v not in _EFFORT]
    middle = [version, *kept] if version_first else [*kept, version]
    return f"{family.vendor}/" + "-".join([family.name, *(part for part in middle if part)])


def _claude(lowered: str, start: int, end: int, head: str) -> tuple[int, int, str, str, str]:
    """Reads ``Claude [version] [tier] [version]`` or ``tier [version]``: start, end, slug, tier, version."""
    tier = head if head in _TIER_HEADS else ""
    version = ""
    if not tier:
        version, end = _claude_version(lowered, end)
        if match := _CLAUDE_TIER.match(lowered, end):
            tier, end = match[1], match.end()
    if tier and not version:
        version, end = _claude_version(lowered, end)
        if not version and head == tier and (before := _BEFORE_TIER.search(lowered[max(0, start - 6) : start])):
            version, start = before[1], start - len(before[1]) - 1
    if match := _CLAUDE_DATE.match(lowered, end):
        end = match.end()
    if (version or tier) and (match := _CLAUDE_MODE.match(lowered, end)):
        end = match.end()
    version = version.removesuffix(".0")
    old = version != "" and float(version) < 4 and tier != "instant"  # noqa: PLR2004 -- from Claude 4 on the tier stands first
    parts = ["claude", version, tier] if old else ["claude", tier, version]
    return start, end, "anthropic/" + "-".join(p for p in parts if p), tier, version


def _claude_version(lowered: str, end: int) -> tuple[str, int]:
    if match := _HYPHEN_VERSION.match(lowered, end):
        return match[1].replace("-", "."), match.end()
    if match := _CLAUDE_VERSION.match(lowered, end):
        return match[1], match.end()
    return "", end


def _model(text: str, lowered: str, start: int, end: int) -> Entity | None:  # noqa: C901, PLR0912 -- one grammar, read top to bottom
    head = _key(lowered[start:end])
    family = _BY_HEAD.get(head)
    if family is None:
        return None
    capital = text[start].isupper()
    if family.name == "claude":
        start, end, slug, tier, version = _claude(lowered, start, end, head)
        if head in _TIER_HEADS and not version and not capital:
            return None
        return Entity(
            start, end, slug, "model", "anthropic", f"claude-{tier}" if tier else "claude", version, text[start:end]
        )
    place, version, variants, first = end, "", [], True
    pattern, version_pattern = _VARIANTS[family.name], _VERSIONS[family.name]
    head_variant = {"rekacore": "core", "rekaflash": "flash", "rekaedge": "edge"}.get(head)
    if head_variant:
        variants.append(head_variant)
    for _ in range(5):
        if not version and (match := _HYPHEN_VERSION.match(lowered, place)) and family.versions[:2] == r"\d":
            version, place = match[1].replace("-", "."), match.end()
        elif not version and (match := version_pattern.match(lowered, place)):
            version, place = match[1].lstrip("."), match.end()
            first = not variants
        elif match := _SIZE_PATTERN.match(lowered, place):
            variants.append(match[1])
            place = match.end()
        elif match := pattern.match(lowered, place):
            word = (match[1] or match[2]).replace(" ", "-")
            if word == "thinking" and _THOUGHT.match(lowered, match.end()):
                break
            if word in {"pro", "max", "plus"} and not version and family.name in {"gpt", "copilot", "cursor"}:
                break
            variants.append(word)
            place = match.end()
        else:
            break
    named = bool(version or variants)
    if (family.needs == "v" and not named) or (family.needs == "c" and not capital and not named):
        return None
    if head in _NEED_CAPITAL and not capital and lowered[end : end + 1] != "-":
        return None
    version_first = first or family.name not in _WRITTEN_ORDER
    slug = slug_of(family, version, variants, version_first=version_first)
    if head == "chatgpt" and not version:
        return None
    kind = "product" if family.name in _PRODUCT_FAMILIES and not version else "model"
    return Entity(start, place, slug, kind, family.vendor, family.name, version, text[start:place])


class _Taken:
    """The places of a text that a name already holds."""

    def __init__(self, length: int) -> None:
        self.map = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        return not any(self.map[start:end])

    def hold(self, start: int, end: int) -> None:
        self.map[start:end] = b"\x01" * (end - start)


def find(
    text: str, gazetteer: Gazetteer, context: Context, taken: Iterable[tuple[int, int]] = ()
) -> tuple[Entity, ...]:
    """Every model, lab, product and label that a cleaned text names, in order and without overlaps.

    ``taken`` are places that belong to something else (benchmark names). A bare version ("5.5", "V4") is read by the
    family last named, else by the context; where neither helps it comes back as ``unsure``.
    """
    lowered = lower(text)
    held = _Taken(len(text))
    for start, end in taken:
        held.hold(start, end)
    found: list[Entity] = []

    def keep(entity: Entity | None) -> None:
        if entity is not None and held.free(entity.start, entity.end):
            held.hold(entity.start, entity.end)
            found.append(entity)

    for entity in gazetteer.find(text, lowered):
        grown = _model(text, lowered, entity.start, entity.end) if _HEAD_PATTERN.match(lowered, entity.start) else None
        keep(grown if grown and grown.end > entity.end else entity)
    for match in _HEAD_PATTERN.finditer(lowered):
        keep(_model(text, lowered, *match.span()))
    for match in _O_SERIES.finditer(lowered):
        parts = [
            match[1],
            *([match[2].replace(" ", "-")] if match[2] and match[2] != "preview" else []),
            *([match[3]] if match[3] == "high" else []),
        ]
        keep(
            Entity(
                *match.span(), "openai/" + "-".join(parts), "model", "openai", "o", match[1], text[slice(*match.span())]
            )
        )
    _ellipses(text, lowered, found, keep)
    for match in _PRODUCT_PATTERN.finditer(lowered):
        slug = PRODUCTS[match[0]]
        keep(Entity(*match.span(), slug, "product", slug.partition("/")[0], slug, "", text[slice(*match.span())]))
    for match in _LABEL.finditer(text):
        words = lower(match[1]).replace(" ", "-")
        keep(Entity(*match.span(1), f"label/{words}", "label", "", words, "", match[1]))
    for match in _VENDOR_PATTERN.finditer(lowered):
        if match[0] not in _VENDOR_CAPITAL or text[match.start()].isupper():
            slug = VENDORS[match[0]]
            keep(Entity(*match.span(), slug, "vendor", slug, "", "", text[slice(*match.span())]))
    if (
        any(e.kind in {"model", "codename"} for e in found)
        and (match := _UNKNOWN.match(text))
        and lower(match[1]).partition(" ")[0] not in _NOT_LABELS
    ):
        near = 50 if not match[1].islower() or "-" in match[1] else 12
        if any(
            e.start >= match.end() and e.start - match.end() < near for e in found if e.kind in {"model", "codename"}
        ):  # noqa: SIM102, PLR2004 -- near enough to be the predicate
            words = lower(match[1]).replace(" ", "-")
            keep(Entity(*match.span(1), f"label/{words}", "label", "", words, "", match[1]))
    for match in _CALLED.finditer(text):
        keep(Entity(*match.span(1), f"label/{match[1]}", "label", "", match[1], "", match[1]))
    for match in _CODENAMED.finditer(text):
        vendor = next((e.vendor for e in found if e.vendor and e.kind in {"vendor", "model"}), "")
        name = lower(match[2]).replace(" ", "-")
        keep(Entity(*match.span(2), f"{vendor}/{name}" if vendor else name, "codename", vendor, name, "", match[2]))
    _lettered(text, lowered, found, context, keep)
    _bare(text, lowered, found, context, keep)
    _typos(text, lowered, found, keep)
    return tuple(sorted(found, key=lambda e: e.start))


def _ellipses(text: str, lowered: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
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


def _lettered(
    text: str, lowered: str, found: list[Entity], context: Context, keep: Callable[[Entity | None], None]
) -> None:
    near = {e.vendor for e in found} | {s.partition("/")[0] for s in (context.about, *context.recent) if s}
    models = any(e.kind in {"model", "codename", "label"} for e in found)
    for match in _LETTERED.finditer(lowered):
        name = _LETTER_FAMILY[match[1]]
        family = next(f for f in FAMILIES if f.name == name)
        if "midjourney" in near and match[1] == "v":
            family = next(f for f in FAMILIES if f.name == "midjourney")
        if family.vendor in near or (not models and match[1] in "rk" and text[match.start()].isupper()):
            version = match[1] + match[2] if family.name != "midjourney" else match[2]
            variants = [v for v in (match[3], match[4]) if v]
            slug = slug_of(family, version, variants, version_first=True)
            keep(Entity(*match.span(), slug, "model", family.vendor, family.name, version, text[slice(*match.span())]))


def _bare(
    text: str, lowered: str, found: list[Entity], context: Context, keep: Callable[[Entity | None], None]
) -> None:
    for match in _BARE.finditer(lowered):
        if not (_BARE_LEFT.search(lowered[max(0, match.start() - 16) : match.start()]) or match.start() == 0):
            continue
        if match.start() == 0 and not _BARE_RIGHT.match(lowered, match.end()) and match.end() != len(lowered):
            continue
        before = [e for e in found if e.kind == "model" and e.version and e.end <= match.start()]
        family_slug = before[-1].slug if before else None
        if family_slug is None:
            family_slug = next(
                (
                    s
                    for s in (context.about, *context.recent)
                    if s and s.partition("/")[2][:1].isalpha() and any(c.isdigit() for c in s)
                ),
                None,
            )
        entity = _like(family_slug, match[1], match[2]) if family_slug else None
        vendors = [e for e in found if e.kind == "vendor" and e.slug in _FLAGSHIP]
        if entity is None and vendors:
            entity = _like(_FLAGSHIP[vendors[0].slug], match[1], match[2])
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
    return _model(written, written, 0, len(stem.heads[0])) if stem.heads[0] == stem.name else None


def _typos(text: str, lowered: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Repairs one wrong letter in a family's or lab's name: only where nothing else is named or a version follows."""
    for match in _WORD.finditer(lowered):
        word = match[0]
        if word in _REAL_WORDS or word in _TYPO_INDEX.values():
            continue
        key = _TYPO_INDEX.get(word) or next((_TYPO_INDEX[d] for d in _deletions(word) if d in _TYPO_INDEX), None)
        swapped = next(
            (w for i in range(len(word) - 1) if (w := word[:i] + word[i + 1] + word[i] + word[i + 2 :]) in _TYPO_KEYS),
            None,
        )
        key = swapped or (key if key and word[0] == key[0] and abs(len(key) - len(word)) <= 1 else None)
        if key is None or (any(e.kind == "model" for e in found) and not _CLAUDE_VERSION.match(lowered, match.end())):
            continue
        repaired = lowered[: match.start()] + key + lowered[match.end() :]
        if key in VENDORS and _key(key) not in _BY_HEAD:
            keep(Entity(*match.span(), VENDORS[key], "vendor", VENDORS[key], "", "", text[slice(*match.span())]))
            continue
        entity = _model(
            repaired.capitalize() if match.start() == 0 else repaired, repaired, match.start(), match.start() + len(key)
        )
        if entity is not None:
            shift = len(word) - len(key)
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
        elif key in VENDORS:
            keep(Entity(*match.span(), VENDORS[key], "vendor", VENDORS[key], "", "", text[slice(*match.span())]))
