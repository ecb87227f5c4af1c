"""Optional writes: a full or locked disk neither fails nor delays an answer.

They store commands too long for a button, who was welcomed, and which deliveries were handled.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from datetime import datetime

from adapters.net.first_step import own_task
from bot.messages.errors import SpudwatchError
from bot.ports.accounts.tenants import Tenants

log = logging.getLogger(__name__)

WAIT = 0.8  # seconds an answer waits for such a write; a platform waits three for the answer


async def saved(write: Awaitable[object], wait: float = WAIT) -> bool:
    """Whether storage accepted a write within ``wait`` seconds; failures are logged.

    A late write may still take effect.
    """
    await own_task()
    try:
        async with asyncio.timeout(wait):
            await write
    except (SpudwatchError, TimeoutError) as error:
        log.warning("optional write not saved", extra={"why": str(error) or "not in time"})
        return False
    return True


async def keys_of_saved_lines(tenants: Tenants, lines: Iterable[str], at: datetime) -> dict[str, str]:
    """Store commands too long for their buttons; return the keys of those stored."""
    keys: dict[str, str] = {}

    async def keep(line: str) -> None:
        keys[line] = await tenants.keep_line(line, at)

    for line in lines:
        if not await saved(keep(line)):
            break  # the next ones would wait as long
    return keys
