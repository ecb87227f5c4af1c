"""Models named in a sentence: family, version and variant by grammar; codenames by the alias table handed in.

A slug is ``vendor/family-version-variant`` as the vendor writes it: ``openai/gpt-5.5-pro``, ``anthropic/claude-opus-4.7``,
``anthropic/claude-3.5-sonnet``, ``deepseek/deepseek-v4``. A model nobody listed is understood the same way.
"""
# ruff: noqa: E501 -- a pattern is read as one line

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.domain.claims.families import PRODUCTS, VENDORS
from bot.domain.claims.names import HEAD_PATTERN, Entity, key, model_at
from bot.domain.claims.nearby import bare, ellipses, four_o, lettered, llamas, tiers, typos
from bot.domain.claims.parsed import Context
from bot.domain.claims.text import lower

__all__ = ["Alias", "Context", "Entity", "Gazetteer", "find"]


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


_O_SERIES = re.compile(
    r"(?<![\w.\-@])(?:openai[ -])?(o[1-9])(?![\w.])(?:[ -](mini|pro|preview|deep[ -]research))?(?![a-z])(?:-(high|medium|low))?"
)


_VENDOR_PATTERN = re.compile(
    r"(?<![\w.@-])(?:"
    + "|".join(re.escape(v) for v in sorted(VENDORS, key=len, reverse=True))
    + r")(?![a-z0-9])(?!\.[a-z])"
)


_PRODUCT_PATTERN = re.compile(
    r"(?<![\w.@-])(?:" + "|".join(re.escape(v) for v in sorted(PRODUCTS, key=len, reverse=True)) + r")(?![a-z0-9])"
)


_MAKER = re.compile(r"\b(?:is|was|be|comes?|came|made|built|trained) (?:from|by) $")
_LABEL = re.compile(
    r"(?<![\w-])((?:[A-Z][a-z]{2,14} ){1,3}(?:Alpha|Beta)|[a-z0-9]{2,14}(?:-[a-z0-9]{1,14}){0,3}-(?:alpha|beta|chatbot)(?:-v?\d)?)(?![\w])"
)


_NAME_FOR = re.compile(
    r"[\"']?([A-Z][\w-]{3,15})[\"']? (?:is|was) (?:reportedly |apparently |said to be )?(?:the |an? )?(?:internal |secret |working |project |old |new )*(?:code[ -]?name|name|nickname|label|moniker) (?:of|for) "
)
_QUOTED = re.compile(r"[\"']([a-z][a-z0-9]{3,16}(?:-[a-z0-9]{1,12}){0,3})[\"'] (?:model|checkpoint|entry|bot)(?!\w)")
_CODENAMED = re.compile(
    r"(?:code[ -]?named?(?: is| of|:)?|(?:formerly|previously|once|also|better|originally) known as|a\.?k\.?a\.?|code name for it is|dubbed|nicknamed|internally (?:called|known as)|known internally as|called)( )[\"']?([A-Z][A-Za-z0-9*]{1,15}(?:[ -][A-Z0-9][A-Za-z0-9]{0,12}){0,2})[\"']?"
)


_UNKNOWN = re.compile(
    r"(?:(?:[Aa]pparently|[Rr]eportedly|[Tt]urns out|[Ll]ooks like|[Pp]retty sure|[Ss]o|[Oo]k(?:ay)?|[Ii] think|[Rr]umou?r|[Ll]eak|[Cc]onfirmed)[,:]? (?:that )?)*(?:[Tt]he )?[\"']?([A-Z][\w-]{2,20}(?: [A-Z0-9][\w.-]{0,12}){0,2}|[a-z0-9]{2,12}(?:-[a-z0-9]{1,12}){1,5}|[a-z]{5,16})[\"']?(?: on [\w.]{2,14})? (?:(?:is|was) (?![a-z]{2,}ing )|(?:isn't|wasn't|=|==|turned out to be|ended up (?:as|being)|became|went on to become|shipped as|launched as|was released as|(?:will|to|would|might|could|may) (?:be |get )?(?:launch|ship|release|released|debut|arrive|called|named|renamed)(?: as)?|will be|must be|has to be|could be|might be|appears to be) )"
)


_ELLIPTIC = re.compile(r"[vrkmVRKM]\d(?![A-Za-z])")
_NOT_LABELS = {"it", "this", "that", "there", "the", "what", "here", "everything", "he", "she", "which", "today", "nobody", "they", "who", "open-source", "one", "another", "every", "each", "my", "our", "their", "its", "these", "those",
               "when", "where", "why", "how", "breaking", "rumor", "rumour", "context", "price", "pricing", "model", "everyone", "nothing", "something", "only", "no", "not", "so", "and", "but", "yes", "also", "now", "finally", "sam", "elon", "altman", "musk"}  # fmt: skip


_OWNED = re.compile(
    r"'s [\"']?([A-Z][a-z]{3,14})[\"']?(?= (?:model|checkpoint|project|is|was|may|might|could|will|to be|isn't|wasn't|ends|turned)(?![a-z]))"
)
_SAID_TO_BE = re.compile(
    r" (?:is|isn't|was|wasn't|=|is not) (?:actually |really |just |not )?([A-Z][a-z]{3,14})[.!?]?$"
)
_THE_MODEL = re.compile(
    r"(?<!\w)(?:model|checkpoint|entry|codename|label) [\"']?([a-z][a-z0-9]{3,16}(?:-[a-z0-9]{1,12}){0,3})[\"']? (?:is|was|isn't|=|turned out to be) (?:actually |really |just |secretly )?(?:[A-Z]|an? )"
)
_CALLED = re.compile(
    r"(?:model|checkpoint|entry|bot|thing|llm)(?: [a-z⟨⟩A-Z ]{0,24})? (?:called|named|codenamed|code-named|labell?ed|dubbed|known as) [\"']?([a-z][a-z0-9]{3,16}(?:-[a-z0-9]{1,12}){0,3})[\"']?(?![\w])"
)


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
                table[key(spelled)] = (*table.get(key(spelled), ()), alias)
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
            group = self.aliases.get(key(match[0]), ())
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


class _Taken:
    """The places of a text that a name already holds."""

    def __init__(self, length: int) -> None:
        self.map = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        return not any(self.map[start:end])

    def hold(self, start: int, end: int) -> None:
        self.map[start:end] = b"\x01" * (end - start)


def find(  # noqa: C901 -- one step a kind of name, in their order
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
        grown = model_at(text, lowered, entity.start, entity.end) if HEAD_PATTERN.match(lowered, entity.start) else None
        keep(grown if grown and grown.end > entity.end else entity)
    for match in HEAD_PATTERN.finditer(lowered):
        keep(model_at(text, lowered, *match.span()))
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
    ellipses(text, lowered, found, keep)
    for match in _PRODUCT_PATTERN.finditer(lowered):
        slug = PRODUCTS[match[0]]
        keep(Entity(*match.span(), slug, "product", slug.partition("/")[0], slug, "", text[slice(*match.span())]))
    for match in _LABEL.finditer(text):
        words = lower(match[1]).replace(" ", "-")
        keep(Entity(*match.span(1), f"label/{words}", "label", "", words, "", match[1]))
    for match in _VENDOR_PATTERN.finditer(lowered):
        stated = match[0] in {"amazon", "apple", "meta"} and _MAKER.search(lowered[: match.start()])
        if match[0] not in _VENDOR_CAPITAL or text[match.start()].isupper() or stated:
            slug = VENDORS[match[0]]
            keep(Entity(*match.span(), slug, "vendor", slug, "", "", text[slice(*match.span())]))
    llamas(text, found, keep)
    tiers(text, found, keep)
    _said(text, found, keep)
    lettered(text, lowered, found, context, keep)
    four_o(text, lowered, keep)
    bare(text, lowered, found, context, keep)
    typos(text, lowered, found, keep)
    return tuple(sorted(found, key=lambda e: e.start))


def _said(text: str, found: list[Entity], keep: Callable[[Entity | None], None]) -> None:
    """Names that only their sentence makes names: "Chocolate is Grok 3", "a model called fennec", "OpenAI's Garlic"."""
    keep(_unlisted(text, found))
    if (said := _SAID_TO_BE.search(text)) and any(
        e.kind in {"model", "codename"} and e.end <= said.start() + 1 for e in found
    ):
        words = lower(said[1])
        keep(Entity(*said.span(1), f"label/{words}", "label", "", words, "", said[1]))
    for match in _OWNED.finditer(text):
        owner = next((e for e in found if e.kind == "vendor" and e.end == match.start()), None)
        if owner and (
            any(e.kind == "model" and e.start > match.end() for e in found) or " model" in text[match.end() :]
        ):
            name = lower(match[1])
            keep(Entity(*match.span(1), f"{owner.slug}/{name}", "codename", owner.slug, name, "", match[1]))
    if told := _NAME_FOR.match(text):
        vendor = next((e.slug for e in found if e.kind == "vendor"), "") or "label"
        name = lower(told[1])
        keep(Entity(*told.span(1), f"{vendor}/{name}", "codename", vendor, name, "", told[1]))
    for match in _THE_MODEL.finditer(text):
        keep(Entity(*match.span(1), f"label/{match[1]}", "label", "", match[1], "", match[1]))
    for match in (*_CALLED.finditer(text), *_QUOTED.finditer(text)):
        keep(Entity(*match.span(1), f"label/{match[1]}", "label", "", match[1], "", match[1]))
    for match in _CODENAMED.finditer(text):
        vendor = next((e.vendor for e in found if e.vendor and e.kind in {"vendor", "model"}), "")
        name = lower(match[2]).replace(" ", "-")
        keep(Entity(*match.span(2), f"{vendor}/{name}" if vendor else name, "codename", vendor, name, "", match[2]))


def _unlisted(text: str, found: list[Entity]) -> Entity | None:
    """The word that a sentence says is a model ("Chocolate is Grok 3"): a label nobody listed."""
    models = [e for e in found if e.kind in {"model", "codename"}]
    match = _UNKNOWN.match(text) if models else None
    if match is None or lower(match[1]).partition(" ")[0] in _NOT_LABELS or _ELLIPTIC.match(match[1]):
        return None
    near = 50 if not match[1].islower() or "-" in match[1] else 12
    if not any(0 <= e.start - match.end() < near for e in models):
        return None
    words = lower(match[1]).replace(" ", "-")
    return Entity(*match.span(1), f"label/{words}", "label", "", words, "", match[1])
