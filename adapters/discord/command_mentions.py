"""Commands that a reply tells people to type, in Discord's form.

Discord needs the subcommand and the name of each value; Slack and the console read ``/odds spud``.
"""

from dataclasses import replace

from bot.dispatch.registry import CommandRegistry
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Bullets, Fields, Part, Reply, Text, TextSpan, Words


def spelled(reply: Reply, catalogue: CommandRegistry) -> Reply:
    """The reply, its commands written out."""
    return replace(reply, parts=tuple(_part(part, catalogue) for part in reply.parts))


def _part(part: Part, catalogue: CommandRegistry) -> Part:
    match part:
        case Text():
            return replace(part, words=_words(part.words, catalogue))
        case Bullets():
            return replace(part, items=tuple(_words(item, catalogue) for item in part.items))
        case Fields():
            return replace(part, pairs=tuple((name, _words(value, catalogue)) for name, value in part.pairs))
        case _:
            return part


def _words(words: Words, catalogue: CommandRegistry) -> Words:
    if isinstance(words, tuple):
        return tuple(_span(piece, catalogue) if isinstance(piece, TextSpan) else piece for piece in words)
    return _span(words, catalogue) if isinstance(words, TextSpan) else words


def _span(span: TextSpan, catalogue: CommandRegistry) -> TextSpan:
    top, _, rest = span.text.removeprefix("/").partition(" ")
    subs = catalogue.tree.get(top, ()) if span.kind == "code" and span.text.startswith("/") else ()
    if not subs or not rest or rest.split()[0] in subs:
        return span
    try:
        understood = catalogue.understand(span.text)
    except SpudwatchError:
        return span
    given = (f"{key}:{value}" for key, value in understood.values.items())
    return replace(span, text=" ".join(["/" + understood.command.name, *given]))
