"""Post to the console's screen.

Implements `bot.ports.notifications.outbox.Poster`. What is posted is kept until somebody takes it, because the demo
lets a day pass and then shows what came.
"""

from dataclasses import replace
from datetime import datetime

from bot.messages.reply import Reply
from bot.ports.notifications.outbox import (
    CALL_SECONDS,
    Delivered,
    Posting,
    nonce,
)


class ConsolePoster:
    """Collects posts and edits in the order they came; `take` empties it.

    The same key is shown once.
    """

    platform = "console"
    remembers = float("inf")
    per_second = 1_000.0

    def __init__(self) -> None:
        self._shown: list[Reply] = []
        self._known: set[str] = set()

    def take(self) -> tuple[Reply, ...]:
        """What was posted since the last time."""
        shown, self._shown = tuple(self._shown), []
        return shown

    async def send(self, place: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Show a post; a person's own is marked as theirs."""
        del deadline
        if key not in self._known:
            self._known.add(key)
            to_you = "(to you) " if "@" in place else ""
            self._shown.append(replace(reply, title=f"{to_you}{reply.title}"))
        return Delivered(nonce(key))

    async def edit(self, place: str, message: str, reply: Reply, key: str, deadline: float = CALL_SECONDS) -> Posting:
        """Show the first two lines of an edited post.

        The rest of it was on the screen before.
        """
        del place, key, deadline
        told = replace(reply, title=f"(edited) {reply.title}", parts=reply.parts[:2], brief=None, sources=(), note="")
        self._shown.append(told)
        return Delivered(message)

    async def find(self, place: str, key: str, since: datetime) -> Delivered | None:
        """Whether it was shown."""
        del place, since
        return Delivered(nonce(key)) if key in self._known else None
