"""Complete commands and subcommands."""

from collections.abc import Sequence

from bot.dispatch.completions import Suggestion
from bot.dispatch.registry import CommandRegistry
from bot.messages.request import RequestContext
from bot.ports import Ports


async def suggest(ports: Ports, ctx: RequestContext, text: str) -> Sequence[Suggestion]:
    """Suggest full command names that contain the text."""
    del ports, ctx
    catalogue = CommandRegistry()
    names = [f"{top} {sub}".strip() for top, subs in catalogue.tree.items() for sub in subs or ("",)]
    return [Suggestion(name, name) for name in names if text.casefold() in name]
