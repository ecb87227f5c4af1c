"""What is added to an answer that was asked for in plain words, and the line that small talk gets."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.sentence import words_of
from bot.messages import words
from bot.messages.levels import brief_text, caution
from bot.messages.reply import Action, Button, Menu, Reply, Text, spans

SAYS = {
    Intent.MODEL: "everything about {}",
    Intent.ODDS: "the odds of {}",
    Intent.CHECKPOINT: "a name seen",
    Intent.CLAIM: "a claim",
    Intent.NEWS: "news of {}",
    Intent.COMING: "what is coming",
    Intent.SOURCE: "a source's record",
    Intent.RECORD: "how right the odds were",
    Intent.WATCH: "tell me about {}",
    Intent.DIGEST: "digests",
    Intent.COMPARE: "a comparison with {}",
    Intent.RETIRE: "the shutdown of {}",
    Intent.HELP: "help",
}


HELLO: Final = "Hello! Ask me about a model that is not out yet: when will spud ship?"
SMALL_TALK: Final = (  # the first row one of whose words stands in the sentence
    (
        frozenset({"undo", "revert"}),
        "Every change has an Undo button under the answer that made it; stop an alert with alerts list.",
    ),
    (
        frozenset({"thanks", "thank", "thx", "ty", "cheers"}),
        "You are welcome! I can also tell you when something changes: remind me when spud ships.",
    ),
    (frozenset({"bye", "goodbye", "cya", "night"}), "Goodbye. You will still get your alerts."),
)


def small_talk(text: str) -> Reply:
    """One kind line that leads on, by the words of the sentence."""
    said = set(words_of(text))
    return Reply(title=next((line for some, line in SMALL_TALK if some & said), HELLO))


_WATCH = "model watch "


def with_reading(reply: Reply, plain: ReadAs) -> Reply:
    """An answer with how the sentence was read, and the next likely readings as buttons."""
    data = {**reply.data, "read_as": plain.data}
    if plain.run is None:
        return replace(reply, data=data)
    offered = {action.run for action in _buttons(reply.actions)}
    watched = any(run.line.startswith(_WATCH) for run in offered)  # a runner-up would ask the same once more
    others = tuple(
        one for one in plain.others if one.run not in offered and not (watched and one.run.line.startswith(_WATCH))
    )
    reply = _corrected(reply, plain.corrected)
    if plain.intent is Intent.CLAIM or words.READ_AS in brief_text(reply):  # a checked claim says it itself
        return replace(reply, data=data, others=others)
    said = SAYS[plain.intent].format(plain.name or "models")
    line = f"{words.READ_AS}: {said}"
    brief = reply.brief and replace(
        reply.brief, note=(line, " · ", *spans(reply.brief.note)) if reply.brief.note else line
    )
    note = (line, " · ", *spans(reply.note)) if reply.note else line
    return replace(reply, brief=brief, note=note, data=data, others=others)


def _corrected(reply: Reply, correction: str) -> Reply:
    """An answer with what is wrong in the question before it."""
    if not correction:
        return reply
    told = Text(caution(correction))
    brief = reply.brief and replace(reply.brief, parts=(told, *reply.brief.parts))
    return replace(reply, parts=(told, *reply.parts), brief=brief)


def _buttons(actions: Iterable[Action]) -> Iterator[Button]:
    for action in actions:
        if isinstance(action, Button):
            yield action
        elif isinstance(action, Menu):
            yield from _buttons(action.choices)
