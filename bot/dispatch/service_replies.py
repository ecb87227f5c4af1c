"""Answers to "yes", "undo" and small talk."""

from __future__ import annotations

from zlib import crc32

from bot.dispatch.conversations import Conversations, LastChange
from bot.dispatch.plain_words.service_forms import ServiceAsk, service_forms
from bot.domain.text import shorten
from bot.messages.order import CommandLine
from bot.messages.reply import Button, Reply
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.families.examples import examples

NOTHING_ASKED = "I asked nothing that waits for an answer here. You could ask: {example}"
PRESS_IT = "That cannot be undone, so a word does not do it: press “{label}” under the question."
NO_WAY_BACK = "No word takes back your last change{title}.{buttons}"
ITS_BUTTONS = " The buttons under it change it: {labels}."
NOTHING_CHANGED = "I remember no change of yours of the last ten minutes."
_WAYS_BACK = (("My alerts", "alerts list"), ("My reports", "checkpoint mine"))


def service_line(service: str, ports: Ports, talk: Conversations, ctx: RequestContext) -> str:
    """The command line that "yes", "undo" or a question about the last card means.

    It is '' where there is none.
    """
    if service == ServiceAsk.YES:
        return talk.offer(ctx)
    if service == ServiceAsk.UNDO and (last := talk.last_change(ports, ctx)) is not None:
        return last.line
    return talk.answer_of(service, ctx) if service else ""


def service_reply(service: str, ports: Ports, talk: Conversations, ctx: RequestContext) -> Reply:
    """One kind line by what was said; of several the same one for the same words."""
    form = service_forms()[ServiceAsk(service)]
    says, offers = form.says, tuple(form.offers.items())
    if service == ServiceAsk.UNDO:
        return _no_undo(talk.last_change(ports, ctx))
    if service == ServiceAsk.YES:
        danger = talk.danger(ctx)
        says = (PRESS_IT.replace("{label}", danger) if danger else NOTHING_ASKED,)
    said = says[crc32(ctx.typed.casefold().encode("utf-8", "replace")) % len(says)]
    if "{" in said:
        now = examples(ports, ctx.view)
        said = said.format(example=now.question, model=now.model or "a model")
    return Reply(title=said, actions=tuple(Button(label, CommandLine(line)) for label, line in offers))


def _no_undo(last: LastChange | None) -> Reply:
    """What a word cannot take back, and which buttons may."""
    actions = tuple(Button(label, CommandLine(line)) for label, line in _WAYS_BACK)
    if last is None:
        return Reply(title=NOTHING_CHANGED, actions=actions)
    buttons = ITS_BUTTONS.format(labels=", ".join(last.buttons)) if last.buttons else ""
    title = f", “{shorten(last.title, 80)}”" if last.title else ""
    return Reply(title=NO_WAY_BACK.format(title=title, buttons=buttons), actions=actions)
