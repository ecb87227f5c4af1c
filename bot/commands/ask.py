"""``/ask``: a question in plain words; the command that it means answers."""

from bot.dispatch.command import Command, option


class Ask(Command[None], name="ask", plain=True, shareable=True):
    """Ask anything in your own words."""

    words: str = option("Your question, or a name, an id, an address", limit=2_000, long=True)
