"""Commands that a reply tells people to type, as Discord takes them: with the subcommand, and each value by its name.

Slack and the console read ``/odds spud``; Discord sends nothing that leaves the subcommand out.
"""

from dataclasses import replace

from bot.dispatch.registry import Catalogue
from bot.messages.errors import SpudwatchError
from bot.messages.reply import Bullets, Fields, Part, Reply, Span, Text, Words


def spelled(reply: Reply, catalogue: Catalogue) -> Reply:
    """The reply, its commands written out."""
    return replace(reply, parts=tuple(_part(part, catalogue) for part in reply.parts))


def _part(part: Part, catalogue: Catalogue) -> Part:
    match part:
        case Text():
            return replace(part, words=_words(part.words, catalogue))
        case Bullets():
            return replace(part, items=tuple(_words(item, catalogue) for item in part.items))
        case Fields():
            return replace(part, pairs=tuple((name, _words(value, catalogue)) for name, value in part.pairs))
        case _:
            return part


def _words(words: Words, catalogue: Catalogue) -> Words:
    if isinstance(words, tuple):
        return tuple(_span(piece, catalogue) if isinstance(piece, Span) else piece for piece in words)
    return _span(words, catalogue) if isinstance(words, Span) else words


def _span(span: Span, catalogue: Catalogue) -> Span:
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
