"""What is added to an answer that was asked for in plain words."""

import re
from dataclasses import replace

from bot.dispatch.plain_words.question_forms import Intent
from bot.dispatch.plain_words.read_as import ReadAs
from bot.messages import words
from bot.messages.levels import brief_text, buttons_of, caution
from bot.messages.reply import Button, Reply, Text, spans

SAYS = {
    Intent.MODEL: "everything about {}",
    Intent.ODDS: "the odds of {}",
    Intent.CHECKPOINT: "sightings of {}",
    Intent.CLAIM: "a claim",
    Intent.NEWS: "news of {}",
    Intent.COMING: "what is coming",
    Intent.SOURCE: "who was right, and how often",
    Intent.RECORD: "how right the odds were",
    Intent.WATCH: "tell me about {}",
    Intent.DIGEST: "digests",
    Intent.COMPARE: "a comparison with {}",
    Intent.RETIRE: "the shutdown of {}",
    Intent.HELP: "help",
}
# The same where nothing is named.
SAYS_ALONE = {
    Intent.ODDS: "the odds of what is open",
    Intent.CHECKPOINT: "names seen lately",
    Intent.NEWS: "what changed",
    Intent.WATCH: "what I tell you about",
    Intent.RETIRE: "shutdowns",
    Intent.COMPARE: "a comparison",
}
# What commands answer whatever was asked.
_SAYS_OF = {
    "model newest": "what was released",
    "model promises": "promised days",
    "model prices": "what they cost",
    "claimcheck list": "the claims about it",
}


_WATCH = "model watch "
_MARKET = re.compile(r"MK-\d+")
# Commands that answer other questions, too, and what they were asked then.
ASKED_OF = {"model coming": Intent.COMING, "odds show": Intent.ODDS, "checkpoint show": Intent.CHECKPOINT}


def with_reading(reply: Reply, plain: ReadAs) -> Reply:
    """An answer with how the sentence was read, and the next likely readings as buttons."""
    data = {**reply.data, "read_as": plain.data}
    if plain.run is None:
        return replace(reply, data=data)
    offered = {action.run for action in buttons_of(reply.actions)}
    watched = any(run.line.startswith(_WATCH) for run in offered)  # a runner-up would ask the same once more
    others = tuple(
        Button(one.label, one.run)
        for one in plain.others
        if one.run not in offered and not (watched and one.run.line.startswith(_WATCH))
    )
    if reply.data.get("claim_type") != "identity":  # a claim of who made it says whose it is itself
        reply = _corrected(reply, plain.corrected)
    reply = _corrected(reply, plain.not_applied)
    said = plain.said or _SAYS_OF.get(plain.run.name, "") or _said(ASKED_OF.get(plain.run.name, plain.intent), plain)
    if plain.intent is Intent.CLAIM or words.READ_AS in brief_text(reply):  # a checked claim says it itself
        said = ""
    line = " · ".join(filter(None, (plain.remark, f"{words.READ_AS}: {said}" if said else "")))
    if not line:
        return replace(reply, data=data, others=others)
    brief = reply.brief and replace(
        reply.brief, note=(line, " · ", *spans(reply.brief.note)) if reply.brief.note else line
    )
    note = (line, " · ", *spans(reply.note)) if reply.note else line
    return replace(reply, brief=brief, note=note, data=data, others=others)


def _said(intent: Intent, plain: ReadAs) -> str:
    """How an intent is told, with the name that it is about or without one."""
    given = dict(plain.run.values).values() if plain.run is not None else ()
    name = plain.name or next((str(one) for one in given if _MARKET.fullmatch(str(one).upper())), "")
    alone = SAYS_ALONE.get(intent, "") if not name else ""
    return alone or SAYS[intent].format(name or "models")


def _corrected(reply: Reply, correction: str) -> Reply:
    """An answer with what is wrong in the question before it, unless its title says so itself."""
    if not correction or correction.rstrip(".") in reply.title:
        return reply
    told = Text(caution(correction))
    brief = reply.brief and replace(reply.brief, parts=(told, *reply.brief.parts))
    return replace(reply, parts=(told, *reply.parts), brief=brief)
