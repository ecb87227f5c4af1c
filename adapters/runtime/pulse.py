"""Ask the database for a sign of life every second, so that a balancer and an operator know when it is away."""

import asyncio
from collections.abc import Callable

from bot.messages.errors import SpudwatchError
from bot.ports import Clock

EVERY = 1.0  # seconds between two questions
SILENT = 2.0  # seconds after which a question counts as not answered


class DatabasePulse:
    """``ask`` reads something small, and may block; it is run on a thread."""

    def __init__(self, ask: Callable[[], object], clock: Clock) -> None:
        self._ask, self._clock = ask, clock
        self._asked = 0.0  # when the question that is not answered yet was asked; 0 while none is
        self._failed = False

    def word(self) -> str:
        """Say nothing while it answers, else a sentence."""
        late = self._asked and asyncio.get_running_loop().time() - self._asked > SILENT
        return "the database does not answer" if late or self._failed else ""

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._asked = loop.time()
            try:
                await asyncio.to_thread(self._ask)
                self._failed = False
            except SpudwatchError:
                self._failed = True
            self._asked = 0.0
            await self._clock.sleep(EVERY)
