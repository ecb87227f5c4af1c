"""Parse ids of model lists, repositories and cloud catalogs.

``openai/gpt-6-astra``, ``claude-opus-5-5-20260922``, ``anthropic.claude-opus-4-5-20251101-v1:0``,
``meta-llama/Llama-4-Scout-17B-16E-Instruct``, ``@cf/meta/llama-4-scout``, ``z-ai/glm-4.5-air:free``. An unlisted lab or
family is parsed by the same form: author, words up to the first number, version, the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.names.grammar import NameGrammar, Style
from bot.domain.names.lab_table import Family, LabTable
from bot.domain.names.model_name import Identity, ModelName
from bot.domain.names.text.tokens import NAME_LONGEST, Tokens, tokenize

_TARIFF = re.compile(r":([a-z][a-z0-9-]{0,24})$")
_CLOUD_BUILD = re.compile(r"-v\d+(?::\d+)?(?::\d+k)?$")
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class ModelId:
    """A parsed id.

    ``author`` is the namespace as written, ``lab`` the lab behind it or, without a namespace, behind the family;
    ``first_party``: the namespace is one under which the family's lab publishes. ``tariff`` follows the last colon,
    ``modifiers`` is how it is served, ``stamp`` the date in it as digits. ``known_family``: the lab table has the
    family.
    """

    id: str
    author: str
    lab: str
    name: ModelName
    tariff: str = ""
    first_party: bool = False
    known_family: bool = True

    @property
    def family(self) -> str:
        """The family's name."""
        return self.name.family.name

    @property
    def version(self) -> str:
        """The version as written in the id, dots for dashes."""
        return self.name.version

    @property
    def variant(self) -> str:
        """The variant words, joined by hyphens; empty without any."""
        return "-".join(self.name.variants)

    @property
    def stamp(self) -> str:
        """The date in the id, as digits; empty without one."""
        return self.name.stamp

    @property
    def modifiers(self) -> tuple[str, ...]:
        """Words that make no other model: preview, instruct, fp8."""
        return self.name.modifiers

    @property
    def slug(self) -> str:
        """The canonical slug of the model."""
        return self.name.slug

    @property
    def identity(self) -> Identity:
        """Equal for all spellings of the same model."""
        return self.name.identity

    @property
    def twin(self) -> bool:
        """Whether the id is another way to buy a model: dated, a tariff, faster or free."""
        return bool(self.tariff or self.stamp or set(self.modifiers) - {"preview", "exp", "it", "instruct", "beta"})


def parse_model_id(text: str, grammar: NameGrammar) -> ModelId | None:
    """Parse an id; None for a text without letters or longer than `NAME_LONGEST`."""
    if not text or len(text) > NAME_LONGEST or not any(char.isalpha() for char in text):
        return None
    table = grammar.table
    shown = text.strip().casefold()
    author, body, tariff = _split(shown, table)
    tokens = tokenize(body)
    if not tokens.words:
        return None
    lab = table.lab_of_author(author) if author else ""
    name = _named(tokens, grammar, lab)
    known = name is not None
    name = name or _unlisted(tokens, lab or "label")
    lab = lab or name.family.lab
    first_party = bool(author) and name.family.lab == lab and table.is_first_party(author)
    return ModelId(text, author, lab, name, tariff, first_party, known)


def _without_tariff(shown: str) -> tuple[str, str]:
    """Split off the tariff, and its last part ("author/name:thinking:low")."""
    tariff = ""
    while (match := _TARIFF.search(shown)) and (not tariff or "/" in shown):
        shown, tariff = shown[: match.start()], tariff or match[1]
    return shown, tariff


def _split(shown: str, table: LabTable) -> tuple[str, str, str]:
    """The author, the name and the tariff of an id."""
    shown, tariff = _without_tariff(shown)
    shown = _CLOUD_BUILD.sub("", shown) if "." in shown.partition("-")[0] or ":" in shown else shown
    segments = [part for part in re.split(r"[/:]", shown.removeprefix("@")) if part]
    body = segments[-1] if segments else shown
    author = next((part for part in reversed(segments[:-1]) if table.is_first_party(part)), "")
    if not author and len(segments) > 1:
        author = segments[-2]
    pieces = body.split(".")
    for at, piece in enumerate(pieces[:-1]):
        if table.is_first_party(piece):  # "us.anthropic.claude-…"
            return piece, ".".join(pieces[at + 1 :]), tariff
    return author, body, tariff


def _named(tokens: Tokens, grammar: NameGrammar, lab: str) -> ModelName | None:
    """Parse the name by a family in the table: one of the lab's own, else of any lab."""
    found = [name for at in range(len(tokens)) if (name := grammar.read_at(tokens, at, Style.ID)) is not None]
    if not found:
        return None
    own = [name for name in found if name.family.lab == lab]
    if own and grammar.table.words.derived.isdisjoint(tokens.words):
        return own[0]
    prefix = set(tokens.words[: found[0].first]) - {lab}
    return found[0] if not prefix else None


def _unlisted(tokens: Tokens, lab: str) -> ModelName:
    """Parse an unlisted family's name: words, version, words."""
    at = next((at for at, word in enumerate(tokens.words) if at and _is_version(tokens, at)), len(tokens))
    letter = at - 1 if at < len(tokens) and at > 1 and len(tokens.words[at - 1]) == 1 and tokens.gaps[at] == "" else at
    words = tokens.words[:letter] or tokens.words[:1]
    version = "".join(tokens.words[letter : at + 1]) if at < len(tokens) else ""
    version = version.removeprefix("v")
    family = Family(lab, "-".join(words), " ".join(word.capitalize() for word in words))
    return ModelName(family, version, (), tuple(_joined(tokens, at + 1)), (), "", 0, len(tokens))


def _joined(tokens: Tokens, first: int) -> list[str]:
    """The tokens from a place on, those written together as one."""
    parts: list[str] = []
    for at in range(first, len(tokens)):
        if parts and tokens.gaps[at] == "":
            parts[-1] += tokens.words[at]
        else:
            parts.append(tokens.words[at])
    return parts


def _is_version(tokens: Tokens, at: int) -> bool:
    sized = tokens.gap(at + 1) == "" and tokens.word(at + 1) in ("b", "t", "k", "m", "x")
    return bool(_VERSION.fullmatch(tokens.words[at])) and not sized
