"""The places where names are seen, and which population the base rate of each is taken from."""

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
        """The population its base rate is taken from."""
        return _FAMILIES.get(self, "other")


_FAMILIES = {
    Surface.CHATGPT: "picker",
    Surface.CODEX: "picker",
    Surface.CLAUDE: "picker",
    Surface.GEMINI: "picker",
    Surface.BATTLE: "arena",
    Surface.DIRECT: "arena",
    Surface.OPENROUTER: "openrouter",
    Surface.GATEWAY: "gateway",
}
