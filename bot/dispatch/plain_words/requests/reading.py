"""How a request is read: to tell no more, to tell under a condition, to post, or to show what is mine."""

from __future__ import annotations

from bot.dispatch.plain_words.orders import OrderContext
from bot.dispatch.plain_words.read_as import ReadAs
from bot.dispatch.plain_words.requests.conditions import read_condition
from bot.dispatch.plain_words.requests.own import read_own
from bot.dispatch.plain_words.requests.posts import read_post
from bot.dispatch.plain_words.requests.silence import read_silence
from bot.dispatch.plain_words.sentence import Sentence


def read_request(sentence: Sentence, context: OrderContext) -> ReadAs | None:
    """How a sentence is read that asks to do something; None for a question."""
    of_mine = read_own(sentence) or read_post(sentence) or read_silence(sentence)
    return of_mine or read_condition(sentence, context)
