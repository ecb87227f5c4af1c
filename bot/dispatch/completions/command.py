"""Commands and their subcommands."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.dispatch.registry import Catalogue
from bot.messages.request import Asked
from bot.ports import Ports


async def suggest(ports: Ports, asked: Asked, text: str) -> Sequence[Suggestion]:
    """Full names of commands that hold the text."""
    del ports, asked
    catalogue = Catalogue()
    names = [f"{top} {sub}".strip() for top, subs in catalogue.tree.items() for sub in subs or ("",)]
    return [Suggestion(name, name) for name in names if text.casefold() in name]
