"""When to give up a gateway connection and begin a new one.

discord.py was seen to try a resume address that answers 503 for ever while `is_ready()` stayed true
(https://github.com/Rapptz/discord.py/issues/10511). Only a heartbeat that is answered proves a connection, and every
new session costs one of a day's thousand IDENTIFYs, beyond which Discord resets the token
(https://discord.com/developers/docs/events/gateway#session-start-limit).
"""

from dataclasses import dataclass

LOOK_EVERY = 15.0  # seconds
DEAD_AFTER = 180.0  # seconds without an answered heartbeat
BETWEEN = 120.0  # seconds between two replacements, at least: 720 a day
DAY = 86_400.0
PER_DAY = 900  # IDENTIFYs we allow ourselves of the thousand


@dataclass(slots=True)
class Watchdog:
    """Decides, told what is seen. Times are seconds of a steady clock."""

    alive_at: float
    replaced_at: float = float("-inf")
    day_began: float = float("-inf")
    spent: int = 0

    def look(self, now: float, *, alive: bool) -> bool:
        """Whether to replace the connection now."""
        if alive:
            self.alive_at = now
            return False
        dead = now - self.alive_at >= DEAD_AFTER and now - self.replaced_at >= BETWEEN
        return dead and self.affordable(now)

    def affordable(self, now: float) -> bool:
        """Whether the day's budget has a session left."""
        if now - self.day_began >= DAY:
            self.day_began, self.spent = now, 0
        return self.spent < PER_DAY

    def replaced(self, now: float, shards: int = 1) -> None:
        """A new connection begins; it has its own time to come alive."""
        self.affordable(now)
        self.alive_at = self.replaced_at = now
        self.spent += shards
