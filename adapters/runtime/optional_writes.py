"""Writes that an answer can do without: a full disk or a locked database costs the answer neither itself nor its time.

Saved beside an answer are orders too long for a button, who was welcomed, and which deliveries were seen.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from datetime import datetime

from bot.messages.errors import SpudwatchError
from bot.ports.accounts.tenants import Tenants

log = logging.getLogger(__name__)

WAIT = 0.8  # seconds an answer waits for such a write; a platform waits three for the answer


async def saved(write: Awaitable[object], wait: float = WAIT) -> bool:
    """Whether storage took a write within ``wait`` seconds; what it refuses is logged, and a late one may come true."""
    try:
        async with asyncio.timeout(wait):
            await write
    except (SpudwatchError, TimeoutError) as error:
        log.warning("optional write not saved", extra={"why": str(error) or "not in time"})
        return False
    return True


async def keys_of_saved_lines(tenants: Tenants, lines: Iterable[str], at: datetime) -> dict[str, str]:
    """Save orders too long for their buttons; returns the keys of those that were saved."""
    keys: dict[str, str] = {}

    async def keep(line: str) -> None:
        keys[line] = await tenants.keep_line(line, at)

    for line in lines:
        if not await saved(keep(line)):
            break  # the next ones would wait as long
    return keys
