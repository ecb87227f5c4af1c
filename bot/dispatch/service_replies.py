"""Answers to "yes", "undo" and small talk."""

from __future__ import annotations

from zlib import crc32

from bot.dispatch.conversations import Conversations
from bot.dispatch.plain_words.service_forms import ServiceAsk, service_forms
from bot.messages.order import Order
from bot.messages.reply import Button, Reply
from bot.messages.request import RequestContext
from bot.ports import Ports
from bot.queries.families.examples import examples

NOTHING_ASKED = "I asked nothing that waits for an answer here. You could ask: {example}"
PRESS_IT = "That cannot be undone, so a word does not do it: press “{label}” under the question."
NO_WAY_BACK = "There is nothing that I can take back by a word: your last change has no undo."
NOTHING_CHANGED = "You changed nothing in the last ten minutes that I can take back."
_WAYS_BACK = (("My alerts", "alerts list"), ("My reports", "checkpoint mine"))


def service_line(service: str, talk: Conversations, ctx: RequestContext) -> str:
    """The command line that "yes" or "undo" means here; '' without one."""
    if service == ServiceAsk.YES:
        return talk.offer(ctx)
    if service == ServiceAsk.UNDO and (last := talk.last_change(ctx)) is not None:
        return last.line
    return ""


def service_reply(service: str, ports: Ports, talk: Conversations, ctx: RequestContext) -> Reply:
    """One kind line by what was said; of several the same one for the same words."""
    form = service_forms()[ServiceAsk(service)]
    says, offers = form.says, tuple(form.offers.items())
    if service == ServiceAsk.UNDO:
        says, offers = (NO_WAY_BACK if talk.last_change(ctx) else NOTHING_CHANGED,), _WAYS_BACK
    if service == ServiceAsk.YES:
        danger = talk.danger(ctx)
        says = (PRESS_IT.replace("{label}", danger) if danger else NOTHING_ASKED,)
    said = says[crc32(ctx.typed.casefold().encode("utf-8", "replace")) % len(says)]
    if "{" in said:
        now = examples(ports, ctx.view)
        said = said.format(example=now.question, model=now.model or "a model")
    return Reply(title=said, actions=tuple(Button(label, Order(line)) for label, line in offers))
