"""Memoize what is made of a reply, so that a cached reply is drawn once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.messages.reply import Reply

T = TypeVar("T")
MOST = 128  # replies kept; the least recently used is dropped


class ReplyMemo(Generic[T]):
    """Results of a function of one reply, by the identity of the reply.

    Results are shared between callers and must not be changed.
    """

    def __init__(self, make: Callable[[Reply], T]) -> None:
        self._make = make
        self._kept: OrderedDict[int, tuple[Reply, T]] = OrderedDict()

    def __call__(self, reply: Reply) -> T:
        """Return the function's result for a reply."""
        kept = self._kept.get(id(reply))  # the reply is referenced here, so its id is not reused
        if kept is not None and kept[0] is reply:
            self._kept.move_to_end(id(reply))
            return kept[1]
        made = self._make(reply)
        self._kept[id(reply)] = (reply, made)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made
