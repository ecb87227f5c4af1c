"""Surfaces where names are seen, and the population for each one's base rate."""

import re
from enum import StrEnum


class Surface(StrEnum):
    """Where a name was seen."""

    CHATGPT = "ChatGPT picker"
    CODEX = "Codex picker"
    CLAUDE = "Claude picker"
    GEMINI = "Gemini picker"
    BATTLE = "Arena battle"
    DIRECT = "Arena direct"
    OPENROUTER = "OpenRouter"
    GATEWAY = "coding gateway"
    API = "API model list"
    CONSOLE = "cloud console"
    BUNDLE = "app bundle or network"
    OTHER = "other"

    @property
    def family(self) -> str:
        """The population its base rate is taken from; "other" where nobody counted."""
        return _FAMILIES.get(self, "other")

    @classmethod
    def named(cls, text: str) -> "Surface | None":
        """Parse a surface from free text ("LMArena", "ChatGPT web"); None if unknown."""
        said = text.strip(" ,.;")
        return next((surface for surface, words in _WORDS if words.search(said)), None)


_FAMILIES = {
    Surface.CHATGPT: "picker",
    Surface.CODEX: "picker",
    Surface.BATTLE: "arena",
    Surface.DIRECT: "arena",
    Surface.OPENROUTER: "openrouter",
    Surface.GATEWAY: "gateway",
}

# What people call the places, the narrower word first: "the ChatGPT API" is an API, "Codex in ChatGPT" is Codex.
_CALLED = {
    Surface.BUNDLE: r"bundles?|apk|ipa|app strings?|dev ?tools|source code|network (?:tab|requests?|logs?|calls?)",
    Surface.OPENROUTER: r"open ?router",
    Surface.DIRECT: r"\w*arena\W.{0,20}\b(?:direct|side by side)|(?:direct|side by side)\W.{0,20}arena",
    Surface.BATTLE: r"\w*arena|lmsys|battle",
    Surface.CONSOLE: r"vertex|bedrock|azure|foundry|cloud console",
    Surface.API: r"apis?|v1/models|models? endpoint|model list",
    Surface.CODEX: r"codex",
    Surface.GATEWAY: r"gateway|cursor|windsurf|copilot|cline|kilo ?code|roo ?code|open ?code|zed|trae|poe",
    Surface.CHATGPT: r"chat ?gpt|chat\.openai|openai",
    Surface.CLAUDE: r"claude|anthropic",
    Surface.GEMINI: r"gemini|ai ?studio|bard",
    Surface.OTHER: r"^(?:other|elsewhere)$",
}
_WORDS = tuple((surface, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for surface, words in _CALLED.items())

_SETTLES = {  # by the family of a surface
    "picker": "a help page or release note of the lab, an API id",
    "arena": "the same row id under a real name",
    "openrouter": "OpenRouter's reveal text, the real id arriving as this one leaves",
    "gateway": "the gateway's own word, the same id under a real name",
    "other": "a first-party page, the same id under a real name",
}


def would_settle(family: str, *, likely: bool) -> str:
    """Describe what would settle which model a label is.

    For a ``likely`` one that is the desk's look at what is there.
    """
    first = "the desk, once it has looked at that (desk resolve)" if likely else _SETTLES.get(family, _SETTLES["other"])
    return f"{first}, or the lab's own word"
