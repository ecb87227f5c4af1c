"""What was made of a reply, kept while the same reply is given again: it is drawn once, however many people ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.messages.reply import Reply

T = TypeVar("T")
MOST = 128  # replies kept; the longest unused goes first


class ReplyMemo(Generic[T]):
    """The results of a function of one reply, by the reply itself: equal ones made apart count as different.

    Whoever is given a result shares it with others and must not change it.
    """

    def __init__(self, make: Callable[[Reply], T]) -> None:
        self._make = make
        self._kept: OrderedDict[int, tuple[Reply, T]] = OrderedDict()

    def __call__(self, reply: Reply) -> T:
        """What the function makes of it."""
        kept = self._kept.get(id(reply))  # it is held here, so that no other can have its number
        if kept is not None and kept[0] is reply:
            self._kept.move_to_end(id(reply))
            return kept[1]
        made = self._make(reply)
        self._kept[id(reply)] = (reply, made)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return made
