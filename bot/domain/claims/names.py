"""One model's name taken apart: family, version, variants, and the slug they make."""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from dataclasses import dataclass

from bot.domain.claims.families import FAMILIES, PLAIN, Family


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
    r"flash[ -]lite|flash|codex[ -]max|codex[ -]mini|codex[ -]spark|codex|pro|mini|nano|max(?! (?:output|input|context|tokens?|window|length|effort|reasoning|price)(?![a-z]))|ultra|turbo|lite|thinking|instant|deep[ -]think|"
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
    "reka",
}


_NEED_CAPITAL = {"step", "seed", "ring", "ling", "gen", "ray", "nova", "command", "falcon", "granite", "mercury", "trinity", "intellect", "hermes",
                 "wan", "sam", "palm", "genie", "muse", "whisper", "eleven", "composer", "laguna", "yi", "reve", "pika", "solar", "sd", "mai"}  # fmt: skip


PRODUCT_FAMILIES = {"bard", "codex", "copilot", "chatgpt-agent", "chatgpt-atlas", "cursor", "antigravity", "notebooklm", "siri", "apple-intelligence",
                     "devin", "windsurf", "claude-code", "claude-cowork", "operator", "comet", "alexa-plus", "manus", "le-chat", "jules"}  # fmt: skip


_TIER_HEADS = {"opus", "sonnet", "haiku", "mythos", "fable"}


def _head(spelling: str) -> str:
    return re.escape(spelling).replace(r"\\\+", r"\+").replace(r"\ ", "[ -]?").replace(r"\-", "[ -]?")


def key(written: str) -> str:
    """A spelling without its spaces and hyphens, as heads and aliases are looked up."""
    return written.replace(" ", "").replace("-", "").replace("\\", "")


BY_HEAD: dict[str, Family] = {key(head): family for family in FAMILIES for head in family.heads}


_HEADS = sorted({head for family in FAMILIES for head in family.heads}, key=len, reverse=True)


HEAD_PATTERN = re.compile(r"(?<![\w.@])(?:" + "|".join(_head(head) for head in _HEADS) + r")(?![a-z])")


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


CLAUDE_VERSION = re.compile(rf"[ -]?v?({PLAIN}){_UNIT}")


_CLAUDE_DATE = re.compile(r"[-@]20\d{6}")


_CLAUDE_MODE = re.compile(
    r"[ -](?:extended[ -])?(?:thinking|fast|preview|max|high|xhigh)(?![a-z])(?! ?(?:plan|tier|users|subscribers|about|that|of))"
)


def slug_of(family: Family, version: str, variants: list[str], *, version_first: bool) -> str:
    """The canonical slug of a name already taken apart."""
    if (
        version.endswith(".0")
        and family.name in _DROPS_ZERO
        and not (family.name == "gemini" and version in {"1.0", "2.0"})
    ):
        version = version[:-2]
    if (family.name == "gemini" and version in {"1", "2"}) or (
        family.name in {"ernie", "seed", "doubao"} and version.isdecimal()
    ):
        version += ".0"
    if family.name == "deepseek" and version[:1].isdecimal():
        version = "v" + version
    if family.name == "command":
        version = version.replace(" ", "-")
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
    if match := CLAUDE_VERSION.match(lowered, end):
        return match[1], match.end()
    return "", end


def model_at(text: str, lowered: str, start: int, end: int) -> Entity | None:  # noqa: C901, PLR0912 -- one grammar, read top to bottom
    """The model whose name begins at ``start`` (its head ends at ``end``); ``None`` where the word is only a word."""
    head = key(lowered[start:end])
    family = BY_HEAD.get(head)
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
    if family.name == "command" and version == "a" and text[end + 1 : end + 2] != "A" and lowered[end] != "-":
        return None  # "command a fleet": the article, not the model
    named = bool(version or variants)
    if (family.needs == "v" and not named) or (family.needs == "c" and not capital and not named):
        return None
    if head in _NEED_CAPITAL and not capital and lowered[end : end + 1] != "-" and not (version and variants):
        return None
    version_first = first or family.name not in _WRITTEN_ORDER
    slug = slug_of(family, version, variants, version_first=version_first)
    if head == "chatgpt" and not version:
        return None
    kind = "product" if family.name in PRODUCT_FAMILIES and not version else "model"
    return Entity(start, place, slug, kind, family.vendor, family.name, version, text[start:place])
